//! What happens to the channel itself.

use muster::domain::EntryKind;
use serde_json::json;

use super::messages::declared;
use crate::support::conversation;
use crate::support::wire::Knock;
use crate::support::world::night;

#[tokio::test]
async fn topic_purpose_and_name() {
    conversation(async |world| {
        let room = declared(world).await;
        let bob = world.bob();
        bob.does("topic", &room, json!({ "value": "all hands & <b>" }))
            .await;
        bob.does("purpose", &room, json!({ "value": "fix checkout" }))
            .await;
        bob.does("rename", &room, json!({ "value": "inc-1-cards" }))
            .await;

        let topics = world.lines(EntryKind::TopicChanged).await;
        assert_eq!(
            topics.last().unwrap(),
            "bob: set the topic: all hands & <b>"
        );
        let purposes = world.lines(EntryKind::PurposeChanged).await;
        assert_eq!(purposes, ["bob: set the purpose: fix checkout"]);
        let names = world.lines(EntryKind::ChannelRenamed).await;
        assert_eq!(names, ["bob: renamed the channel to #inc-1-cards"]);
        let incident = world
            .store()
            .incident(muster::domain::IncidentId(1))
            .await
            .unwrap();
        assert_eq!(incident.unwrap().channel_name, "inc-1-cards");
    })
    .await;
}

#[tokio::test]
async fn archived_once_and_unarchived_once() {
    conversation(async |world| {
        let room = declared(world).await;
        world.bob().does("archive", &room, json!({})).await;
        assert_eq!(
            world.lines(EntryKind::ChannelArchived).await,
            ["bob: archived the channel"]
        );
        world.bob().does("unarchive", &room, json!({})).await;
        assert_eq!(world.lines(EntryKind::ChannelUnarchived).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_channel_is_the_last_entry() {
    conversation(async |world| {
        let room = declared(world).await;
        world.bob().does("delete_channel", &room, json!({})).await;
        assert_eq!(world.entries(EntryKind::ChannelDeleted).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_accounts_of_one_act_are_one_entry_whenever_they_come() {
    conversation(async |world| {
        let room = declared(world).await;
        // One on each side of a round number of seconds, the event before the notice.
        let event = |n: u32, event: serde_json::Value| {
            let at = night().timestamp() + 100;
            json!({
                "type": "event_callback", "event_id": format!("Ev0TWIN{n}"), "event_time": at,
                "team_id": "T0NORTHWND", "api_app_id": "A0MUSTER001", "event": event,
            })
        };
        let at = |fraction: &str| {
            let second = night().timestamp() + if fraction.starts_with('9') { 99 } else { 100 };
            format!("{second}.{fraction}")
        };
        let told = [
            json!({
                "type": "channel_rename", "event_ts": at("999900"),
                "channel": { "id": room.id, "name": "inc-1-cards" },
            }),
            json!({
                "type": "message", "subtype": "channel_name", "channel": room.id, "ts": at("000100"),
                "event_ts": at("000100"), "user": "U0BOB000001", "old_name": "inc-1-checkout-is-down",
                "name": "inc-1-cards", "text": "renamed",
            }),
            json!({
                "type": "message", "subtype": "channel_archive", "channel": room.id,
                "ts": at("999900"), "event_ts": at("999900"), "user": "U0BOB000001", "text": "archived",
            }),
            json!({
                "type": "channel_archive", "channel": room.id, "user": "U0BOB000001",
                "event_ts": at("000100"),
            }),
        ];
        for (n, one) in (0..).zip(told) {
            let (status, _) = world.knock(&Knock::event(&event(n, one))).await;
            assert_eq!(status, 200);
            world.drain().await;
        }
        assert_eq!(
            world.lines(EntryKind::ChannelRenamed).await,
            ["Slack: renamed the channel to #inc-1-cards"]
        );
        assert_eq!(world.entries(EntryKind::ChannelArchived).await.len(), 1);
    })
    .await;
}
