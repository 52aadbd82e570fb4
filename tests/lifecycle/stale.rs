//! Buttons and forms that were left open while the incident moved on.

use serde_json::json;

use crate::support::conversation;

#[tokio::test]
async fn a_button_pressed_too_late_says_where_it_stands() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let (alice, bob) = (world.alice(), world.bob());
        bob.asks(&room.id, "/incident").await;
        alice.runs_in(&room.id, "/incident resolve restarted").await;
        let told = bob.presses("Resolve").await;
        assert_eq!(
            told,
            "⚠ INC-1 is resolved already. If it goes on: `/incident reopen INC-1`"
        );
        assert!(!bob.has_form().await);
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_too_late_keeps_what_was_written() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let (alice, bob) = (world.alice(), world.bob());
        bob.presses_in(&room, "Resolve").await;
        alice.runs_in(&room.id, "/incident resolve restarted").await;
        bob.submits(&json!({ "text": "Restarted the database." }))
            .await;
        let errors = bob.form_errors().await;
        assert_eq!(
            errors["text"],
            "INC-1 is resolved already. If it goes on: `/incident reopen INC-1`"
        );
        assert_eq!(room.transcript().await.matches("is resolved*").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_change_button_offers_what_fits_by_now() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let (alice, bob) = (world.alice(), world.bob());
        let status = bob.asks("general", "/incident status INC-1").await;
        assert!(status.ends_with("[Change] [Timeline]"), "{status}");
        alice.runs_in(&room.id, "/incident resolve restarted").await;
        let status = bob.asks("general", "/incident status INC-1").await;
        assert!(
            status.ends_with("[Postmortem] [Timeline] [Reopen]"),
            "{status}"
        );
        assert_eq!(bob.presses("Reopen").await, "");
        assert!(
            bob.form_text()
                .await
                .contains("It goes back to investigating")
        );
    })
    .await;
}
