//! `/incident update text`, in one line.

use crate::support::conversation;

#[tokio::test]
async fn one_line_keeps_status_and_severity() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.runs_in(&room.id, "/incident sev 1").await;
        world.later(1).await;
        let told = alice.asks(&room.id, "/incident update Half of the cards work.").await;
        assert_eq!(told, "", "the room shows it");
        let said = room.transcript().await;
        assert!(
            said.ends_with(
                "@Muster: *Update* from @alice\nHalf of the cards work.\n\
                 Investigating  ·  :large_orange_circle: SEV1 Major  ·  next update 2026-03-10 03:32 UTC\n\n"
            ),
            "{said}"
        );
    })
    .await;
}

#[tokio::test]
async fn from_elsewhere_it_is_confirmed() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let told = world
            .alice()
            .asks("general", "/incident post INC-1 Still looking.")
            .await;
        assert_eq!(told, "Update of INC-1 posted.");
        world.alice().runs_in(&room.id, "/incident sev 1").await;
        let told = world
            .alice()
            .asks("general", "/incident INC-1 update Found it.")
            .await;
        assert_eq!(
            told,
            "Update of INC-1 posted. The next is promised for 2026-03-10 03:31 UTC."
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_is_notified_by_accident() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let line = "/incident update <!channel> & <!subteam^S0ONCALL001> read this, @bob too";
        world.alice().runs_in(&room.id, line).await;
        for place in [&room, &world.room("incidents").await] {
            let update = place.message("read this").await;
            let raw = update["blocks"].to_string();
            assert!(
                !raw.contains("<!channel") && !raw.contains("<!subteam"),
                "{raw}"
            );
            // A person who is named is meant.
            assert!(raw.contains("<@U0BOB000001"), "{raw}");
        }
    })
    .await;
}
