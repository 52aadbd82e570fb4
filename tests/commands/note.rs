//! Notes, and the timeline that they go on.

use serde_json::json;

use crate::support::conversation;

#[tokio::test]
async fn a_note_goes_on_the_timeline_and_nobody_is_disturbed() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        let told = alice.asks(&room.id, "/incident note restarted db-2").await;
        assert_eq!(told, "Noted on the timeline of INC-1.");
        let told = alice
            .asks("general", "/incident timeline INC-1 db-3 too, thanks @bob")
            .await;
        assert_eq!(told, "Noted on the timeline of INC-1.");
        alice.runs_in(&room.id, "/incident note").await;
        alice
            .submits(&json!({ "text": "The error rate\nhalved." }))
            .await;
        assert_eq!(
            room.transcript().await.matches("@Muster: ").count(),
            1,
            "the card alone"
        );
        world.later(1).await;
        let timeline = world.bob().asks(&room.id, "/incident timeline").await;
        insta::assert_snapshot!("timeline", timeline);
    })
    .await;
}

#[tokio::test]
async fn an_empty_note_is_refused_at_its_field() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.runs_in(&room.id, "/incident note").await;
        alice.submits(&json!({ "text": "  " })).await;
        let errors = alice.form_errors().await;
        assert_eq!(
            errors["text"],
            "Write what happened or was done, such as “restarted db-2”."
        );
    })
    .await;
}
