//! The bot is stopped, or dies, with work left: the next start goes on with it.

use chrono::TimeDelta;
use muster::domain::EntryKind;
use serde_json::{Value, json};

use crate::support::conversation;
use crate::support::world::World;

const TITLE: &str = "checkout is down";

/// Makes it look as if a process had died while it was doing everything that is still to do.
async fn dies(world: &mut World) {
    world.stop().await;
    let now = world.clock.now().timestamp_micros();
    let lease = now + 30_000_000;
    world
        .sql(&[&format!(
            "UPDATE outbox SET state = 'sending', owner = 'gone', attempt = attempt + 1,
                 first_sent_at = coalesce(first_sent_at, {now}), lease_until = {lease}
             WHERE state IN ('pending', 'unknown')"
        )])
        .await;
}

#[tokio::test]
async fn effects_that_wait_are_done_by_the_next_start() {
    for method in [
        "conversations.create",
        "chat.postMessage",
        "pins.add",
        "bookmarks.add",
    ] {
        conversation(async |world| {
            let wait = json!({ "value": 20, "times": 0 });
            world.fault(method, "ratelimited", wait).await;
            world
                .alice()
                .runs(&format!("/incident declare {TITLE}"))
                .await;
            world.stop().await;
            world.mend().await;
            world.start().await;
            world.let_time_pass().await;
            world.expect_one_of_each(TITLE, &["alice"]).await;
        })
        .await;
    }
}

#[tokio::test]
async fn what_a_dead_process_was_doing_is_looked_up_and_done_once() {
    let methods = [
        "conversations.create",
        "conversations.invite",
        "chat.postMessage",
        "pins.add",
        "bookmarks.add",
        "conversations.setTopic",
    ];
    for method in methods {
        for fault in ["drop_before", "drop_after"] {
            conversation(async |world| {
                world.fault(method, fault, json!({})).await;
                world
                    .alice()
                    .runs(&format!("/incident declare {TITLE}"))
                    .await;
                dies(world).await;
                world.launch().await;
                world.advance(TimeDelta::seconds(31)).await;
                world.let_time_pass().await;
                world.expect_one_of_each(TITLE, &["alice"]).await;
            })
            .await;
        }
    }
}

/// Puts a delivery into the inbox as a process left it that died right after acknowledging it.
async fn left_in_inbox(world: &World, delivery: &Value) {
    let kind = delivery["kind"].as_str().unwrap();
    let raw = delivery["payload"].to_string().replace('\'', "''");
    let now = world.clock.now().timestamp_micros();
    world
        .sql(&[
            "UPDATE counters SET value = value + 1 WHERE name = 'inbox'",
            &format!(
                "INSERT INTO inbox (seq, delivery_key, source, kind, raw, received_at, state,
                     owner, lease_until, attempts)
                 SELECT value, 'left-behind', 'http', '{kind}', '{raw}', {now}, 'working', 'gone',
                     {now} + 30000000, 1
                 FROM counters WHERE name = 'inbox'"
            ),
        ])
        .await;
}

#[tokio::test]
async fn a_command_that_was_acknowledged_and_not_begun_is_carried_out() {
    conversation(async |world| {
        world.fault("commands", "drop", json!({})).await;
        let lost = json!({
            "user": "alice", "channel": "general", "command": "/incident",
            "text": format!("declare {TITLE}"),
        });
        world.try_control("act/command", &lost).await;
        let delivery = world.last_delivery("command").await;
        world.stop().await;
        left_in_inbox(world, &delivery).await;
        world.launch().await;
        world.advance(TimeDelta::seconds(31)).await;
        world.let_time_pass().await;
        world.expect_one_of_each(TITLE, &["alice"]).await;
        let told = world.alice().ephemerals().await;
        assert!(told.iter().any(|text| text.contains("INC-1")), "{told:#?}");
    })
    .await;
}

#[tokio::test]
async fn an_event_that_was_acknowledged_and_not_begun_is_recorded() {
    conversation(async |world| {
        world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        world.fault("events", "drop", json!({})).await;
        let room = world.room("inc-1-").await;
        world.alice().says(&room, "was it recorded?").await;
        let delivery = world.last_delivery("event").await;
        world.stop().await;
        left_in_inbox(world, &delivery).await;
        world.launch().await;
        world.advance(TimeDelta::seconds(31)).await;
        let lines = world.lines(EntryKind::Message).await;
        assert_eq!(
            lines
                .iter()
                .filter(|line| line.contains("was it recorded"))
                .count(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn a_start_without_slack_is_a_start() {
    conversation(async |world| {
        world.stop().await;
        world.fault("*", "http_503", json!({ "times": 0 })).await;
        world.start().await;
        let told = world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        assert!(told["ack"].to_string().contains("INC-1"), "{told}");
        world.mend().await;
        world.let_time_pass().await;
        world.let_time_pass().await;
        world.expect_one_of_each(TITLE, &["alice"]).await;
    })
    .await;
}
