//! Reopening: the same incident goes on.

use serde_json::json;

use crate::support::conversation;

#[tokio::test]
async fn it_goes_on_with_its_channel_its_roles_and_its_timeline() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.presses_in(&room, "Take command").await;
        alice.runs_in(&room.id, "/incident resolve restarted").await;
        world.later(5).await;
        alice.presses_in(&room, "Reopen").await;
        insta::assert_snapshot!("form", alice.form_text().await);
        alice
            .submits(&json!({ "text": "The errors are back." }))
            .await;
        let said = room.transcript().await;
        let line = "@Muster: *INC-1 is open again*, by @alice\nThe errors are back.\n\n";
        assert!(said.ends_with(line), "{said}");
        let card = room.card_text().await;
        assert!(card.contains("*Status*: Investigating"), "{card}");
        assert!(card.contains("*Commander*: @alice"), "{card}");
        let announced = world.room("incidents").await.transcript().await;
        assert!(
            announced.contains("We are investigating an issue.\n"),
            "{announced}"
        );
        assert!(
            announced.contains("    @Muster: *INC-1 is open again*, by @alice"),
            "{announced}"
        );
        let timeline = alice.asks(&room.id, "/incident timeline").await;
        assert!(
            timeline.contains("@alice reopened the incident: The errors are back."),
            "{timeline}"
        );
    })
    .await;
}

#[tokio::test]
async fn in_one_line_and_not_twice() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.runs_in(&room.id, "/incident resolve").await;
        alice.submits(&json!({})).await;
        let told = alice
            .asks("general", "/incident reopen INC-1 errors are back")
            .await;
        assert_eq!(told, "INC-1 is open again.");
        let told = alice.asks(&room.id, "/incident reopen").await;
        assert_eq!(told, "⚠ INC-1 is open already: Investigating.");
    })
    .await;
}
