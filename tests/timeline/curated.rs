//! The curated timeline: 📌 puts a message on it, ✅ confirms, taking the pin off removes it.

use muster::domain::EntryKind;
use muster::sandbox::ids;
use muster::slack::ids::ShortcutId;
use serde_json::{Value, json};

use super::messages::declared;
use crate::support::conversation;
use crate::support::person::Person;
use crate::support::room::Room;

async fn pin(person: Person<'_>, room: &Room<'_>, ts: &str) {
    let pin = json!({ "ts": ts, "name": "pushpin" });
    person.does("react", room, pin).await;
}

async fn unpin(person: Person<'_>, room: &Room<'_>, ts: &str) {
    let pin = json!({ "ts": ts, "name": "pushpin" });
    person.does("unreact", room, pin).await;
}

/// Whether the bot has put its mark on the message that contains the text.
async fn is_marked(room: &Room<'_>, text: &str) -> bool {
    let message = room.message(text).await;
    let reactions = message["reactions"].as_array().cloned().unwrap_or_default();
    reactions.iter().any(|reaction| {
        reaction["name"] == "white_check_mark"
            && reaction["users"]
                .as_array()
                .unwrap()
                .contains(&json!(ids::BOT_USER))
    })
}

#[tokio::test]
async fn a_pin_puts_a_message_on_it_and_takes_it_off() {
    conversation(async |world| {
        let room = declared(world).await;
        let ts = world.bob().says(&room, "the certificate expired").await;
        let line = "bob: the certificate expired".to_owned();
        assert!(!world.curated().await.contains(&line));

        pin(world.alice(), &room, &ts).await;
        assert!(
            world.curated().await.contains(&line),
            "{:#?}",
            world.curated().await
        );
        assert!(is_marked(&room, "the certificate expired").await);

        unpin(world.alice(), &room, &ts).await;
        assert!(!world.curated().await.contains(&line));
        assert!(!is_marked(&room, "the certificate expired").await);
        assert_eq!(world.entries(EntryKind::Curated).await.len(), 1);
        assert_eq!(world.entries(EntryKind::Uncurated).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn of_two_pins_the_last_one_counts() {
    conversation(async |world| {
        let room = declared(world).await;
        let ts = world.bob().says(&room, "traffic moved to Dublin").await;
        let line = "bob: traffic moved to Dublin".to_owned();
        pin(world.alice(), &room, &ts).await;
        pin(world.bob(), &room, &ts).await;
        assert_eq!(world.entries(EntryKind::Curated).await.len(), 1);
        unpin(world.alice(), &room, &ts).await;
        assert!(world.curated().await.contains(&line));
        assert!(is_marked(&room, "Dublin").await);
        unpin(world.bob(), &room, &ts).await;
        assert!(!world.curated().await.contains(&line));
        assert!(!is_marked(&room, "Dublin").await);
    })
    .await;
}

#[tokio::test]
async fn one_persons_two_kinds_of_pin_are_two_pins() {
    conversation(async |world| {
        let room = declared(world).await;
        let ts = world.bob().says(&room, "paged the network team").await;
        let line = "bob: paged the network team".to_owned();
        pin(world.alice(), &room, &ts).await;
        let round = json!({ "ts": ts, "name": "round_pushpin" });
        world.alice().does("react", &room, round.clone()).await;
        unpin(world.alice(), &room, &ts).await;
        assert!(
            world.curated().await.contains(&line),
            "one pin is still on it"
        );
        world.alice().does("unreact", &room, round).await;
        assert!(!world.curated().await.contains(&line));
    })
    .await;
}

#[tokio::test]
async fn other_reactions_pick_nothing_and_an_edit_shows() {
    conversation(async |world| {
        let room = declared(world).await;
        let ts = world.bob().says(&room, "restarted eu-1").await;
        world
            .alice()
            .does("react", &room, json!({ "ts": ts, "name": "eyes" }))
            .await;
        assert!(world.entries(EntryKind::Curated).await.is_empty());
        pin(world.alice(), &room, &ts).await;
        world
            .bob()
            .does("edit", &room, json!({ "ts": ts, "text": "restarted eu-2" }))
            .await;
        let curated = world.curated().await;
        assert!(
            curated.contains(&"bob: restarted eu-2 (edited)".to_owned()),
            "{curated:#?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_message_from_elsewhere_is_added_by_its_shortcut() {
    conversation(async |world| {
        declared(world).await;
        let support = world.room("support").await;
        let ts = world.carol().says(&support, "a customer cannot pay").await;
        let callback = ShortcutId::AddToTimeline.key();
        world
            .alice()
            .uses_shortcut(callback, Some((&support, &ts)))
            .await;
        let answer = world.alice().submits(&json!({ "incident": "INC-1" })).await;
        assert_eq!(answer["ok"], true, "{answer}");

        let curated = world.curated().await;
        let line = "carol: a customer cannot pay".to_owned();
        assert!(curated.contains(&line), "{curated:#?}");
        // Its place is its own time, before the incident's later entries.
        let entries = world.entries(EntryKind::Curated).await;
        assert_eq!(entries[0].content.message_ts.as_ref().unwrap().as_str(), ts);
        assert!(world.alice().last_ephemeral().await.contains("INC-1"));
        // Again is no harm.
        world
            .bob()
            .uses_shortcut(callback, Some((&support, &ts)))
            .await;
        world.bob().submits(&json!({ "incident": "INC-1" })).await;
        assert_eq!(world.entries(EntryKind::Curated).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn in_the_incidents_channel_the_shortcut_asks_nothing() {
    conversation(async |world| {
        let room = declared(world).await;
        let ts = world.bob().says(&room, "half the pods restarted").await;
        let callback = ShortcutId::AddToTimeline.key();
        world
            .alice()
            .uses_shortcut(callback, Some((&room, &ts)))
            .await;
        assert!(!world.alice().has_form().await);
        let curated = world.curated().await;
        assert!(curated.contains(&"bob: half the pods restarted".to_owned()));
        assert!(is_marked(&room, "half the pods").await);
        let marks = world.calls("reactions.add").await;
        assert_eq!(
            marks.len(),
            1,
            "{:?}",
            marks
                .iter()
                .map(|call| &call["args"])
                .collect::<Vec<&Value>>()
        );
    })
    .await;
}

#[tokio::test]
async fn a_pin_taken_off_before_it_was_told_of_stays_off() {
    conversation(async |world| {
        let room = declared(world).await;
        let ts = world.bob().says(&room, "never mind").await;
        world.fault("events", "reorder", json!({})).await;
        let pin = json!({ "user": "alice", "channel": room.id, "ts": ts, "name": "pushpin" });
        world.control("act/react", &pin).await;
        world.control("act/unreact", &pin).await;
        world.drain().await;
        assert!(
            !world
                .curated()
                .await
                .contains(&"bob: never mind".to_owned())
        );
        assert!(!is_marked(&room, "never mind").await);
    })
    .await;
}
