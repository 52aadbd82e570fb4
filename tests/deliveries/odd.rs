//! What cannot be read is kept and counted; what can only just be read is read.

use muster::domain::EntryKind;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::conversation;
use crate::support::wire::Knock;
use crate::support::world::World;

/// Takes note of what was kept as failed, so that the conversation may end well.
async fn failed(world: &World) -> i64 {
    let failed = world
        .number("SELECT count(*) FROM inbox WHERE state = 'failed'")
        .await;
    let (open, counted) = world.store().inbox_counts().await.unwrap();
    assert_eq!((open, counted), (0, failed));
    world
        .sql(&["UPDATE inbox SET state = 'done' WHERE state = 'failed'"])
        .await;
    failed
}

#[tokio::test]
async fn unreadable_requests_are_acknowledged_kept_and_counted() {
    conversation(async |world| {
        let bodies: [(&str, &str, Vec<u8>); 6] = [
            ("/slack/events", "application/json", b"{\"type\":".to_vec()),
            ("/slack/events", "application/json", b"[]".to_vec()),
            ("/slack/events", "application/json", vec![0xff, 0xfe, 0x00]),
            (
                "/slack/interactions",
                "application/x-www-form-urlencoded",
                b"payload=%7B".to_vec(),
            ),
            (
                "/slack/interactions",
                "application/x-www-form-urlencoded",
                b"pay=load".to_vec(),
            ),
            (
                "/slack/commands",
                "application/x-www-form-urlencoded",
                b"no=command".to_vec(),
            ),
        ];
        for (path, content_type, body) in bodies {
            let (status, answer) = world.knock(&Knock::new(path, content_type, body)).await;
            assert_eq!(status, 200, "{path}: {answer}");
            world.drain().await;
        }
        assert_eq!(failed(world).await, 6);
        let told = world.alice().runs("/incident declare still here").await;
        assert!(told["ack"].to_string().contains("INC-1"), "{told}");
    })
    .await;
}

fn said(room: &str, number: u32, more: &str) -> String {
    format!(
        r#"{{"type":"event_callback","event_id":"EvODD{number}","event_time":1773111600,
            "team_id":"T0NORTHWND","api_app_id":"A0MUSTER001","event":{{"type":"message",
            "channel":"{room}","user":"U0BOB000001","ts":"1773111601.00000{number}",
            "event_ts":"1773111601.00000{number}",{more}}}}}"#
    )
}

#[tokio::test]
async fn half_an_emoji_and_a_zero_lose_no_message() {
    conversation(async |world| {
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        let room = world.room("inc-1-").await.id;
        let texts = [
            r#""text":"cut off \ud83d""#,
            r#""text":"a zero \u0000 within""#,
        ];
        for (number, text) in (1..).zip(texts) {
            let body = said(&room, number, text);
            let knock = Knock::new("/slack/events", "application/json", body);
            let (status, _) = world.knock(&knock).await;
            assert_eq!(status, 200);
            world.drain().await;
        }
        let lines = world.lines(EntryKind::Message).await;
        for line in ["bob: cut off \u{fffd}", "bob: a zero \u{fffd} within"] {
            assert!(lines.contains(&line.to_owned()), "{line}: {lines:#?}");
        }
    })
    .await;
}

#[tokio::test]
async fn numbers_of_every_kind_keep_the_chain_whole() {
    conversation(async |world| {
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        let room = world.room("inc-1-").await.id;
        let numbers = "[0.1, 1.7976931348623157e308, 123456789012345678901234567890, -0.0,
            51.24817837550540, 5.0e-324, 0.30000000000000004, 100892.05, 33.3333333333333333,
            9.594251494734487e-187, 18446744073709551616, 9007199254740993.0, 1e23]";
        let more = format!(
            r#""text":"measured","metadata":{{"event_type":"m","event_payload":{{"n":{numbers}}}}}"#
        );
        let body = said(&room, 1, &more);
        let (status, _) = world
            .knock(&Knock::new("/slack/events", "application/json", body))
            .await;
        assert_eq!(status, 200);
        world.drain().await;
        assert!(
            world
                .lines(EntryKind::Message)
                .await
                .contains(&"bob: measured".to_owned())
        );
        world.verify().await;
    })
    .await;
}

proptest! {
    /// What the timeline keeps of a payload must read back as the same text.
    #[test]
    fn every_number_reads_back_as_it_was_written(number in proptest::num::f64::NORMAL) {
        let written = json!(number).to_string();
        let read: Value = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(read.to_string(), written);
    }
}

#[tokio::test]
async fn an_event_without_a_time_is_not_lost() {
    conversation(async |world| {
        world.alice().runs("/incident declare checkout is down").await;
        let room = world.room("inc-1-").await.id;
        let event = json!({
            "type": "event_callback", "event_id": "EvX", "event_time": 1_773_111_660,
            "team_id": "T0NORTHWND",
            "event": { "type": "channel_shared", "channel": room, "connected_team_id": "T0PARTNER01" },
        });
        world.knock(&Knock::event(&event)).await;
        world.drain().await;
        let entries = world.entries(EntryKind::ChannelOther).await;
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].content.occurred_at.timestamp(), 1_773_111_660);
        let lines = world.lines(EntryKind::ChannelOther).await;
        assert!(lines[0].starts_with("Slack: "), "{lines:?}");
    })
    .await;
}

#[tokio::test]
async fn unknown_events_buttons_forms_and_shortcuts_do_no_harm() {
    conversation(async |world| {
        let event = json!({
            "type": "event_callback", "event_id": "EvY", "event_time": 1_773_111_660,
            "event": { "type": "something_new", "channel": { "deep": [1] }, "ts": 5 },
        });
        let alice = json!({ "id": "U0ALICE0001", "team_id": "T0NORTHWND" });
        let mut interactions: Vec<Value> = vec![
            json!({ "type": "block_actions", "actions": [{ "action_id": "gone", "type": "button" }] }),
            json!({ "type": "block_actions", "actions": [] }),
            json!({ "type": "view_submission", "view": { "id": "V1", "callback_id": "gone", "state": {} } }),
            json!({ "type": "view_submission", "view": { "id": "V2", "callback_id": "form.update",
                "private_metadata": "{", "state": { "values": {} } } }),
            json!({ "type": "shortcut", "callback_id": "gone" }),
            json!({ "type": "message_action", "callback_id": "shortcut.add_to_timeline" }),
            json!({ "type": "something_new" }),
        ];
        let (status, _) = world.knock(&Knock::event(&event)).await;
        assert_eq!(status, 200);
        for (number, interaction) in (0..).zip(&mut interactions) {
            interaction["user"] = alice.clone();
            interaction["trigger_id"] = format!("{number}.2.odd").into();
            let (status, answer) = world.knock(&Knock::interaction(interaction)).await;
            assert_eq!(status, 200, "{interaction}: {answer}");
            world.drain().await;
        }
        let failed = world.number("SELECT count(*) FROM inbox WHERE state = 'failed'").await;
        assert_eq!(failed, 0);
        world.alice().runs("/incident declare still here").await;
    })
    .await;
}
