//! Declaring from Slack's own menus: anywhere, and because of a message.

use serde_json::json;

use crate::support::conversation;

#[tokio::test]
async fn the_global_shortcut_opens_the_form_and_answers_directly() {
    conversation(async |world| {
        let bob = world.bob();
        bob.uses_shortcut("shortcut.declare", None).await;
        bob.submits(&json!({ "title": "Ledger is slow" })).await;
        world.room("inc-1-ledger-is-slow").await;
        // There is no channel that it was asked in.
        let told = bob.direct_messages().await;
        assert!(
            told[0].starts_with("Declared *INC-1 · Ledger is slow*."),
            "{told:?}"
        );
        assert_eq!(told[1], "*INC-1* has its channel: #inc-1-ledger-is-slow");
    })
    .await;
}

#[tokio::test]
async fn a_message_that_led_to_it_fills_the_form_and_is_quoted() {
    conversation(async |world| {
        let bob = world.bob();
        let support = world.room("support").await;
        let report = support.message("Two customers report").await;
        let ts = report["ts"].as_str().unwrap();
        bob.uses_shortcut("shortcut.declare_from_message", Some((&support, ts)))
            .await;
        let form = bob.form_text().await;
        let title = "Two customers report card payments that hang at the last step.";
        assert!(form.contains(&format!("What is wrong?: {title}")), "{form}");
        bob.submits(&json!({})).await;
        let room = world.room("inc-1-two-customers").await;
        let card = room.card_text().await;
        assert!(card.contains(title), "{card}");
        let timeline = bob.asks(&room.id, "/incident timeline").await;
        assert!(
            timeline.contains("a message from @carol in #support"),
            "{timeline}"
        );
        let told = bob.answers_read().await;
        assert!(told[0].starts_with("Declared *INC-1"), "{told:?}");
    })
    .await;
}
