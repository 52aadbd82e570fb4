//! Events that come twice, late, out of order, or again: one entry each.

use chrono::TimeDelta;
use muster::domain::EntryKind;
use serde_json::json;

use super::messages::declared;
use crate::support::conversation;
use crate::support::wire::Knock;

#[tokio::test]
async fn a_repeated_event_makes_one_entry() {
    conversation(async |world| {
        let room = declared(world).await;
        world.fault("events", "repeat", json!({ "value": 3 })).await;
        world.bob().says(&room, "one of these").await;
        // Later, with Slack's retry headers.
        let delivery = world.last_delivery("event").await;
        world.advance(TimeDelta::minutes(6)).await;
        let mut again = Knock::again(&delivery);
        again.headers.push(("x-slack-retry-num", "3".to_owned()));
        again
            .headers
            .push(("x-slack-retry-reason", "http_timeout".to_owned()));
        let (status, _) = world.knock(&again).await;
        assert_eq!(status, 200);
        world.drain().await;

        let lines = world.lines(EntryKind::Message).await;
        let count = lines
            .iter()
            .filter(|line| line.contains("one of these"))
            .count();
        assert_eq!(count, 1, "{lines:#?}");
    })
    .await;
}

#[tokio::test]
async fn the_same_message_under_another_event_makes_one_entry() {
    conversation(async |world| {
        let room = declared(world).await;
        world.bob().says(&room, "told twice").await;
        let mut delivery = world.last_delivery("event").await;
        delivery["payload"]["event_id"] = json!("Ev0ANOTHER01");
        let (status, _) = world.knock(&Knock::again(&delivery)).await;
        assert_eq!(status, 200);
        world.drain().await;
        let lines = world.lines(EntryKind::Message).await;
        let count = lines
            .iter()
            .filter(|line| line.contains("told twice"))
            .count();
        assert_eq!(count, 1, "{lines:#?}");
    })
    .await;
}

#[tokio::test]
async fn events_out_of_order_stand_in_the_order_in_which_they_happened() {
    conversation(async |world| {
        let room = declared(world).await;
        world.fault("events", "reorder", json!({})).await;
        let body = |text: &str| json!({ "user": "bob", "channel": room.id, "text": text });
        world.control("act/message", &body("first")).await;
        world.control("act/message", &body("second")).await;
        world.drain().await;

        let lines = world.lines(EntryKind::Message).await;
        let (_, last) = lines.split_at(lines.len() - 2);
        assert_eq!(last, ["bob: first", "bob: second"]);
    })
    .await;
}

#[tokio::test]
async fn an_edit_that_comes_before_its_message_is_recorded_too() {
    conversation(async |world| {
        let room = declared(world).await;
        world.fault("events", "reorder", json!({})).await;
        let said = json!({ "user": "bob", "channel": room.id, "text": "tpyo" });
        let ts = world.control("act/message", &said).await["ts"].clone();
        world
            .bob()
            .does("edit", &room, json!({ "ts": ts, "text": "typo" }))
            .await;
        let edits = world.lines(EntryKind::MessageEdited).await;
        assert!(edits.contains(&"bob: edited a message: typo".to_owned()));
        let lines = world.lines(EntryKind::Message).await;
        assert_eq!(lines.last().unwrap(), "bob: tpyo");
    })
    .await;
}

#[tokio::test]
async fn what_came_while_the_bot_was_down_comes_with_slacks_retries() {
    conversation(async |world| {
        declared(world).await;
        world.stop().await;
        let room = world.room("inc-1-").await;
        let said = json!({ "user": "bob", "channel": room.id, "text": "is anybody there?" });
        world.control("act/message", &said).await;
        world.control("settle", &json!({})).await;
        world.start().await;
        world.advance(TimeDelta::minutes(6)).await;
        let lines = world.lines(EntryKind::Message).await;
        let count = lines.iter().filter(|line| line.contains("anybody")).count();
        assert_eq!(count, 1, "{lines:#?}");
    })
    .await;
}
