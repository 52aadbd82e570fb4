//! Messages: what is refused, threads, edits, deletions, pins, reactions, metadata.

use muster::sandbox::ids;
use serde_json::{Value, json};

use super::world::World;

#[tokio::test]
async fn contents_are_checked() {
    let world = World::new().await;
    let channel = world.channel("m-1").await;
    let post = async |args: Value| {
        let mut args = args;
        args["channel"] = json!(channel);
        world.api("chat.postMessage", args).await
    };
    assert_eq!(post(json!({})).await["error"], "no_text");
    assert_eq!(
        post(json!({"text": "x".repeat(40_001)})).await["error"],
        "msg_too_long"
    );
    let blocks = json!([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]);
    let answer = post(json!({"text": "x", "blocks": blocks})).await;
    assert_eq!(answer["error"], "invalid_blocks");
    let message = answer["response_metadata"]["messages"][0].as_str().unwrap();
    assert!(
        message.contains("[json-pointer:/blocks/0/text"),
        "{message}"
    );
    assert_eq!(
        post(json!({"text": "x", "blocks": {}})).await["error"],
        "invalid_blocks_format"
    );
    let error = world
        .refused(
            "chat.postMessage",
            json!({"channel": "C0NONE", "text": "x"}),
        )
        .await;
    assert_eq!(error, "channel_not_found");
}

#[tokio::test]
async fn only_own_messages_can_be_changed() {
    let world = World::new().await;
    let channel = world.channel("m-2").await;
    world
        .act("join", json!({"user": "alice", "channel": channel}))
        .await;
    let theirs = world.say("alice", &channel, "mine").await;
    let edit = json!({"channel": channel, "ts": theirs, "text": "x"});
    assert_eq!(
        world.refused("chat.update", edit).await,
        "cant_update_message"
    );
    let delete = json!({"channel": channel, "ts": theirs});
    assert_eq!(
        world.refused("chat.delete", delete).await,
        "cant_delete_message"
    );
    let own = world
        .ok("chat.postMessage", json!({"channel": channel, "text": "a"}))
        .await;
    let ts = own["ts"].as_str().unwrap();
    let long = json!({"channel": channel, "ts": ts, "text": "x".repeat(4001)});
    assert_eq!(world.refused("chat.update", long).await, "msg_too_long");
    let edit = json!({"channel": channel, "ts": ts, "text": "b"});
    assert_eq!(world.ok("chat.update", edit).await["message"]["text"], "b");
    world
        .ok("chat.delete", json!({"channel": channel, "ts": ts}))
        .await;
    let gone = json!({"channel": channel, "ts": ts, "text": "c"});
    assert_eq!(
        world.refused("chat.update", gone).await,
        "message_not_found"
    );
}

#[tokio::test]
async fn an_update_of_the_text_alone_takes_the_blocks_away() {
    let world = World::new().await;
    let channel = world.channel("m-3").await;
    let blocks = json!([{"type": "divider"}]);
    let args = json!({"channel": channel, "text": "a", "blocks": blocks});
    let ts = world.ok("chat.postMessage", args).await["ts"].clone();
    let args = json!({"channel": channel, "ts": ts, "text": "b", "blocks": blocks});
    let kept = world.ok("chat.update", args).await;
    assert!(kept["message"]["blocks"].is_array());
    assert!(kept["message"]["edited"].is_null());
    let args = json!({"channel": channel, "ts": ts, "text": "c"});
    let gone = world.ok("chat.update", args).await;
    assert!(gone["message"]["blocks"].is_null());
    assert_eq!(gone["message"]["edited"]["user"], ids::BOT_USER);
}

#[tokio::test]
async fn threads_count_their_replies() {
    let world = World::new().await;
    let channel = world.channel("m-4").await;
    world
        .act("join", json!({"user": "bob", "channel": channel}))
        .await;
    let root = world.say("bob", &channel, "root").await;
    for text in ["one", "two"] {
        let args = json!({"channel": channel, "text": text, "thread_ts": root});
        world.ok("chat.postMessage", args).await;
    }
    let args = json!({"channel": channel, "ts": root});
    let replies = world.ok("conversations.replies", args).await;
    let texts: Vec<&str> = replies["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["root", "one", "two"]);
    assert_eq!(replies["messages"][0]["reply_count"], 2);
    let history = world
        .ok("conversations.history", json!({"channel": channel}))
        .await;
    assert_eq!(history["messages"][0]["text"], "root");
    let none = json!({"channel": channel, "ts": "1.000001"});
    assert_eq!(
        world.refused("conversations.replies", none).await,
        "thread_not_found"
    );
}

#[tokio::test]
async fn history_is_paged_and_bounded() {
    let world = World::new().await;
    let channel = world.channel("m-5").await;
    let mut stamps = Vec::new();
    for n in 0..5 {
        let args = json!({"channel": channel, "text": n.to_string()});
        stamps.push(
            world.ok("chat.postMessage", args).await["ts"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    let first = world
        .ok(
            "conversations.history",
            json!({"channel": channel, "limit": 2}),
        )
        .await;
    assert_eq!(first["has_more"], true);
    assert_eq!(first["messages"][0]["text"], "4");
    let cursor = &first["response_metadata"]["next_cursor"];
    let args = json!({"channel": channel, "limit": 2, "cursor": cursor});
    let second = world.ok("conversations.history", args).await;
    assert_eq!(second["messages"][0]["text"], "2");
    let args = json!({"channel": channel, "oldest": stamps[1], "latest": stamps[3]});
    let between = world.ok("conversations.history", args.clone()).await;
    assert_eq!(between["messages"].as_array().unwrap().len(), 1);
    let mut args = args;
    args["inclusive"] = json!(true);
    let bounds = world.ok("conversations.history", args).await;
    assert_eq!(bounds["messages"].as_array().unwrap().len(), 3);
    stamps.dedup();
    assert!(stamps.is_sorted() && stamps.len() == 5, "{stamps:?}");
}

#[tokio::test]
async fn metadata_is_kept_and_given_on_demand() {
    let world = World::new().await;
    let channel = world.channel("m-6").await;
    let metadata = json!({"event_type": "incident", "event_payload": {"number": 7}});
    let args = json!({"channel": channel, "text": "x", "metadata": metadata});
    world.ok("chat.postMessage", args).await;
    let plain = world
        .ok(
            "conversations.history",
            json!({"channel": channel, "limit": 1}),
        )
        .await;
    assert!(plain["messages"][0]["metadata"].is_null());
    let args = json!({"channel": channel, "limit": 1, "include_all_metadata": true});
    let full = world.ok("conversations.history", args).await;
    assert_eq!(full["messages"][0]["metadata"], metadata);
    let bad = json!({"channel": channel, "text": "x", "metadata": {"event_type": "x"}});
    assert_eq!(
        world.refused("chat.postMessage", bad).await,
        "invalid_metadata_schema"
    );
}

#[tokio::test]
async fn pins_and_reactions_happen_once() {
    let world = World::new().await;
    let channel = world.channel("m-7").await;
    let posted = world
        .ok("chat.postMessage", json!({"channel": channel, "text": "x"}))
        .await;
    let ts = &posted["ts"];
    let pin = json!({"channel": channel, "timestamp": ts});
    world.ok("pins.add", pin.clone()).await;
    assert_eq!(
        world.refused("pins.add", pin.clone()).await,
        "already_pinned"
    );
    let list = world.ok("pins.list", json!({"channel": channel})).await;
    assert_eq!(list["items"][0]["message"]["ts"], *ts);
    world.ok("pins.remove", pin.clone()).await;
    assert_eq!(world.refused("pins.remove", pin).await, "no_pin");
    let react = json!({"channel": channel, "timestamp": ts, "name": "eyes"});
    world.ok("reactions.add", react.clone()).await;
    assert_eq!(
        world.refused("reactions.add", react.clone()).await,
        "already_reacted"
    );
    world
        .act("join", json!({"user": "alice", "channel": channel}))
        .await;
    let also = json!({"user": "alice", "channel": channel, "ts": ts, "name": "eyes"});
    world.act("react", also).await;
    let get = world
        .ok(
            "reactions.get",
            json!({"channel": channel, "timestamp": ts}),
        )
        .await;
    assert_eq!(get["message"]["reactions"][0]["count"], 2);
    world.ok("reactions.remove", react.clone()).await;
    assert_eq!(
        world.refused("reactions.remove", react).await,
        "no_reaction"
    );
    let bad = json!({"channel": channel, "timestamp": "yesterday", "name": "eyes"});
    assert_eq!(world.refused("reactions.add", bad).await, "bad_timestamp");
}
