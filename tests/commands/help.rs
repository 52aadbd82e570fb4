//! `help`, and words that are no command.

use muster::slack::commands::COMMANDS;

use crate::support::conversation;

#[tokio::test]
async fn help_lists_every_command_and_every_role() {
    conversation(async |world| {
        let told = world.alice().asks("general", "/incident help").await;
        for spec in COMMANDS {
            let line = format!("`/incident {}`  {}", spec.usage, spec.summary);
            assert!(told.contains(&line), "{line}: {told}");
        }
        insta::assert_snapshot!("help", told);
    })
    .await;
}

#[tokio::test]
async fn a_mistyped_command_is_put_right() {
    conversation(async |world| {
        let alice = world.alice();
        for (typed, meant) in [
            ("resovle", "resolve"),
            ("udpate", "update"),
            ("TIMELIEN", "timeline"),
        ] {
            let told = alice.asks("general", &format!("/incident {typed}")).await;
            assert_eq!(
                told,
                format!("⚠ There is no command `{typed}`. Did you mean `/incident {meant}`?")
            );
        }
    })
    .await;
}

#[tokio::test]
async fn what_reads_like_a_title_is_offered_as_one() {
    conversation(async |world| {
        let alice = world.alice();
        let told = alice
            .asks("general", "/incident payments are <!channel> failing")
            .await;
        assert_eq!(
            told,
            "⚠ There is no command `payments`. All commands: `/incident help`\n\
             [Declare “payments are @channel failing”]"
        );
        alice
            .presses("Declare “payments are @channel failing”")
            .await;
        let room = world.room("inc-1-payments-are-channel-failing").await;
        assert!(
            room.card_text()
                .await
                .starts_with("# INC-1 · payments are @channel failing\n")
        );
        // The button stands for one incident, however often it is pressed.
        alice
            .presses("Declare “payments are @channel failing”")
            .await;
        assert_eq!(
            world
                .store()
                .incidents(None, false, 10)
                .await
                .unwrap()
                .len(),
            1
        );
    })
    .await;
}
