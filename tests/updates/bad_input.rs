//! Updates that cannot be posted as they are.

use serde_json::json;

use crate::support::conversation;

#[tokio::test]
async fn a_blank_update_is_an_error_at_its_field() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.runs_in(&room.id, "/incident update").await;
        alice.submits(&json!({ "text": " \n " })).await;
        let errors = alice.form_errors().await;
        assert_eq!(
            errors["text"],
            "Say what is known, what is being done and what comes next."
        );
        alice.submits(&json!({ "text": "Looking." })).await;
        assert!(!alice.has_form().await);
        assert_eq!(room.transcript().await.matches("*Update* from").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_over_long_update_is_cut_and_posted() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.runs_in(&room.id, "/incident update").await;
        alice.submits(&json!({ "text": "&".repeat(3_000) })).await;
        assert!(!alice.has_form().await);
        let said = room.transcript().await;
        assert!(said.contains("&&…\n"), "{said}");
        let announced = world.room("incidents").await.transcript().await;
        assert!(announced.contains("&&…\n"), "{announced}");
    })
    .await;
}

#[tokio::test]
async fn an_update_of_what_does_not_exist_is_refused() {
    conversation(async |world| {
        let told = world
            .alice()
            .asks("general", "/incident update INC-7 hello")
            .await;
        assert_eq!(
            told,
            "⚠ There is no INC-7. `/incident list` shows the open incidents."
        );
        let told = world
            .alice()
            .asks("general", "/incident update hello")
            .await;
        assert_eq!(
            told,
            "This channel belongs to no incident, and none is open. Declare one: \
             `/incident declare what is wrong`"
        );
    })
    .await;
}

#[tokio::test]
async fn a_form_changes_only_what_its_author_changed() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let (alice, bob) = (world.alice(), world.bob());
        alice.presses_in(&room, "Post update").await;
        bob.runs_in(&room.id, "/incident sev 1").await;
        bob.runs_in(&room.id, "/incident resolve restarted").await;
        world.later(1).await;
        // Alice's form still says “Investigating” and “Pending”; she has not chosen that.
        alice
            .submits(&json!({ "text": "The queue is empty." }))
            .await;
        let card = room.card_text().await;
        assert!(
            card.contains("*Status*: Resolved\n*Severity*: :large_orange_circle: SEV1"),
            "{card}"
        );
        let said = room.transcript().await;
        assert!(
            !said.contains("open again") && said.contains("The queue is empty."),
            "{said}"
        );
    })
    .await;
}
