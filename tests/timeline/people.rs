//! Who comes and goes: Slack tells of each in two ways, the timeline once.

use muster::domain::{EntryKind, IncidentId};
use serde_json::json;

use super::messages::declared;
use crate::support::conversation;
use crate::support::wire::Knock;

#[tokio::test]
async fn joining_and_leaving_are_one_entry_each() {
    conversation(async |world| {
        let room = declared(world).await;
        let carol = world.carol();
        carol.does("join", &room, json!({})).await;
        carol.does("leave", &room, json!({})).await;
        carol.does("join", &room, json!({})).await;

        let of_carol = |lines: Vec<String>| {
            lines
                .iter()
                .filter(|line| line.starts_with("carol:"))
                .count()
        };
        assert_eq!(of_carol(world.lines(EntryKind::Joined).await), 2);
        assert_eq!(of_carol(world.lines(EntryKind::Left).await), 1);
        let lines = world.lines(EntryKind::Joined).await;
        assert!(
            lines.contains(&"carol: joined the channel".to_owned()),
            "{lines:#?}"
        );
    })
    .await;
}

#[tokio::test]
async fn being_invited_and_removed_is_coming_and_going() {
    conversation(async |world| {
        let room = declared(world).await;
        let who = json!({ "users": ["dave"] });
        world.bob().does("invite", &room, who.clone()).await;
        world.bob().does("kick", &room, who).await;

        let dave = |lines: Vec<String>| {
            lines
                .iter()
                .filter(|line| line.starts_with("dave:"))
                .count()
        };
        assert_eq!(dave(world.lines(EntryKind::Joined).await), 1);
        assert_eq!(dave(world.lines(EntryKind::Left).await), 1);
    })
    .await;
}

#[tokio::test]
async fn coming_and_going_at_once_is_told_in_any_order() {
    conversation(async |world| {
        let room = declared(world).await;
        let carol = world.carol();
        // The notices in the channel come after the events, as they may.
        world
            .fault(
                "events",
                "delay",
                json!({ "value": 30, "skip": 1, "times": 1 }),
            )
            .await;
        let body = json!({ "user": "carol", "channel": room.id });
        world.control("act/join", &body).await;
        world.control("act/leave", &body).await;
        world.drain().await;

        for kind in [EntryKind::Joined, EntryKind::Left] {
            let lines = world.lines(kind).await;
            let count = lines
                .iter()
                .filter(|line| line.starts_with("carol:"))
                .count();
            assert_eq!(count, 1, "{kind:?}: {lines:#?}");
        }
        let id = carol.id(&world.state().await).as_str().into();
        let inside = world.store().is_member(IncidentId(1), &id);
        assert!(!inside.await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_late_message_of_somebody_who_left_does_not_bring_them_back() {
    conversation(async |world| {
        let room = declared(world).await;
        let carol = world.carol();
        carol.does("join", &room, json!({})).await;
        world.fault("events", "drop", json!({})).await;
        let said = json!({ "user": "carol", "channel": room.id, "text": "bye" });
        world.control("act/message", &said).await;
        carol.does("leave", &room, json!({})).await;
        let deliveries = world.deliveries().await;
        let lost = deliveries
            .iter()
            .find(|one| one["payload"]["event"]["text"] == "bye");
        world.knock(&Knock::again(lost.unwrap())).await;
        world.drain().await;

        assert!(
            world
                .lines(EntryKind::Message)
                .await
                .contains(&"carol: bye".to_owned())
        );
        let id = carol.id(&world.state().await).as_str().into();
        let inside = world.store().is_member(IncidentId(1), &id);
        assert!(!inside.await.unwrap());
    })
    .await;
}
