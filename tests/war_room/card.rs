//! The card: one message that edits itself, with the buttons that are needed.

use serde_json::json;

use crate::support::conversation;

/// The last line of the card: its buttons.
fn buttons(card: &str) -> &str {
    card.lines().last().unwrap()
}

#[tokio::test]
async fn the_card_edits_itself_and_the_topic_follows() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let first = room.card_ts().await;
        let (alice, bob) = (world.alice(), world.bob());
        bob.presses_in(&room, "Take command").await;
        assert_eq!(
            room.topic().await,
            "Severity pending · Investigating · IC @bob · checkout is down"
        );
        alice.runs_in(&room.id, "/incident sev 2").await;
        world.later(1).await;
        alice.presses_in(&room, "Post update").await;
        alice
            .submits(&json!({ "status": "monitoring", "text": "Restarted.", "next_in": "30" }))
            .await;
        assert_eq!(
            room.topic().await,
            "SEV2 · Monitoring · IC @bob · checkout is down"
        );
        assert_eq!(room.card_ts().await, first);
        let card = room.card_text().await;
        for shown in [
            "*Status*: Monitoring",
            "*Severity*: :large_yellow_circle: SEV2 Moderate",
            "*Commander*: @bob",
            "*Next update*: 2026-03-10 03:32 UTC",
            "*Last update* by @alice, 2026-03-10 03:02 UTC\n> Restarted.",
            "Declared by @alice, 2026-03-10 03:00 UTC  ·  announced in #incidents",
        ] {
            assert!(card.contains(shown), "{shown}: {card}");
        }
        // The card, the new commander, the severity, the update: nothing else was posted.
        assert_eq!(room.transcript().await.matches("@Muster: ").count(), 4);
    })
    .await;
}

#[tokio::test]
async fn the_buttons_are_those_that_the_state_needs() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        let all = "[Take command] [Assign roles] [Post update] [Change severity] [Resolve]";
        assert_eq!(buttons(&room.card_text().await), all);
        alice.presses_in(&room, "Take command").await;
        let commanded = "[Assign roles] [Post update] [Change severity] [Resolve]";
        assert_eq!(buttons(&room.card_text().await), commanded);
        alice.runs_in(&room.id, "/incident resolve fixed").await;
        assert_eq!(buttons(&room.card_text().await), "[Postmortem] [Reopen]");
        world.later(1).await;
        alice.presses_in(&room, "Reopen").await;
        alice.submits(&json!({})).await;
        assert_eq!(buttons(&room.card_text().await), commanded);
    })
    .await;
}

#[tokio::test]
async fn every_button_of_the_card_opens_its_form() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let bob = world.bob();
        for (button, title) in [
            ("Assign roles", "Assign roles"),
            ("Post update", "Post an update"),
            ("Change severity", "Change severity"),
            ("Resolve", "Resolve the incident"),
        ] {
            assert_eq!(bob.presses_in(&room, button).await, "");
            assert_eq!(bob.form().await["title"]["text"], title);
            let shown = bob.form_text().await;
            assert!(shown.starts_with("*INC-1 · checkout is down*\n"), "{shown}");
        }
    })
    .await;
}
