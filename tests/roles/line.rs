//! Roles in one line: `/incident role ic @bob`, `/incident ic @bob`.

use crate::support::conversation;

#[tokio::test]
async fn every_way_to_name_a_role_works() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        let ways = [
            ("role ic", "Incident commander"),
            ("ic", "Incident commander"),
            ("lead", "Incident commander"),
            ("assign incident commander", "Incident commander"),
            ("roles Commander", "Incident commander"),
            ("comms", "Communications lead"),
            ("role communications-lead", "Communications lead"),
            ("ops", "Operations lead"),
            ("role tech lead", "Operations lead"),
            ("tech", "Operations lead"),
        ];
        for ((way, name), who) in ways.into_iter().zip(["bob", "carol"].into_iter().cycle()) {
            // In the room, the room's own line is the answer.
            let told = alice
                .asks(&room.id, &format!("/incident {way} @{who}"))
                .await;
            assert_eq!(told, "", "{way}");
            let said = room.transcript().await;
            let last = said.trim_end().lines().last().unwrap();
            assert!(
                last.starts_with(&format!("@Muster: @{who} is now *{name}*")),
                "{way}: {last}"
            );
            world.later(1).await;
        }
    })
    .await;
}

#[tokio::test]
async fn elsewhere_the_answer_says_what_was_done() {
    conversation(async |world| {
        world.incident("checkout is down").await;
        let told = world
            .alice()
            .asks("general", "/incident role INC-1 ic @bob")
            .await;
        assert_eq!(told, "@bob is now Incident commander of INC-1.");
        let told = world
            .alice()
            .asks("general", "/incident INC-1 comms @carol")
            .await;
        assert_eq!(told, "@carol is now Communications lead of INC-1.");
    })
    .await;
}

#[tokio::test]
async fn a_role_for_many_is_held_by_many() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.runs_in(&room.id, "/incident scribe @bob").await;
        alice.runs_in(&room.id, "/incident notes @carol").await;
        let card = room.card_text().await;
        assert!(card.contains("*Scribe* @bob, @carol"), "{card}");
        let again = alice.asks(&room.id, "/incident scribe @bob").await;
        assert_eq!(again, "⚠ @bob is already Scribe of INC-1.");
    })
    .await;
}

#[tokio::test]
async fn a_new_holder_is_invited_and_briefed() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        world.alice().runs_in(&room.id, "/incident ops @dave").await;
        assert_eq!(room.members().await, ["@Muster", "@alice", "@dave"]);
        let told = world.person("dave").direct_messages().await;
        assert!(
            told[0].starts_with("# You are Operations lead of INC-1\n"),
            "{told:?}"
        );
        assert!(told[0].contains("#inc-1-checkout-is-down"), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_missing_opens_the_form() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        for line in [
            "/incident role",
            "/incident roles",
            "/incident role ic",
            "/incident comms",
        ] {
            assert_eq!(alice.asks(&room.id, line).await, "");
            assert_eq!(
                alice.form().await["title"]["text"],
                "Assign roles",
                "{line}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_a_reason() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        for (line, answer) in [
            ("role pilot @bob", "There is no role “pilot”. Use one of commander, communications, operations or scribe."),
            ("role ic @erin", "@erin cannot take a role: it is a guest's account."),
            ("role ic @grace", "@grace cannot take a role: it is an account of another organisation."),
            ("role ic @nobody", "Slack did not tell who “@nobody” is."),
            ("role ic @bob @carol", "Name one person at a time."),
            ("role ic @Muster", "@Muster cannot take a role: it is a program."),
        ] {
            let told = alice.asks(&room.id, &format!("/incident {line}")).await;
            assert!(told.starts_with(&format!("⚠ {answer}")), "{line}: {told}");
        }
        assert!(room.card_text().await.contains("*Commander*: _nobody yet_"));
    })
    .await;
}
