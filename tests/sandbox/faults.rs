//! Faults on Web API methods, and the rate limits.

use muster::sandbox::ids;
use serde_json::{Value, json};

use super::world::World;

async fn post(world: &World, text: &str) -> reqwest::Result<reqwest::Response> {
    let call = world
        .http
        .post(world.at("/api/chat.postMessage"))
        .bearer_auth(ids::BOT_TOKEN);
    call.json(&json!({"channel": ids::GENERAL, "text": text}))
        .send()
        .await
}

async fn fault(world: &World, spec: Value) {
    let answer = world.control("faults", &spec).await;
    assert_eq!(answer["ok"], true, "{answer}");
}

async fn posted(world: &World) -> Vec<String> {
    let state = world.state().await;
    let messages = state["messages"][ids::GENERAL].as_array().unwrap().clone();
    let own = messages
        .iter()
        .filter(|message| message["bot_id"] == ids::BOT);
    own.map(|message| message["text"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn answers_can_be_errors() {
    let world = World::new().await;
    let method = "chat.postMessage";
    fault(
        &world,
        json!({"target": method, "kind": "ratelimited", "value": 7}),
    )
    .await;
    fault(&world, json!({"target": "*", "kind": "http_503"})).await;
    fault(&world, json!({"target": method, "kind": "http_500"})).await;
    fault(
        &world,
        json!({"target": method, "kind": "error", "value": "fatal_error"}),
    )
    .await;
    let limited = post(&world, "a").await.unwrap();
    assert_eq!(limited.status(), 429);
    assert_eq!(limited.headers()["retry-after"], "7");
    assert_eq!(post(&world, "b").await.unwrap().status(), 503);
    assert_eq!(post(&world, "c").await.unwrap().status(), 500);
    let error: Value = post(&world, "d").await.unwrap().json().await.unwrap();
    assert_eq!(error["error"], "fatal_error");
    assert_eq!(post(&world, "e").await.unwrap().status(), 200);
    assert_eq!(posted(&world).await, ["e"]);
    let log = world.get("log?method=chat.postMessage").await;
    let statuses: Vec<&Value> = log["calls"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| &call["status"])
        .collect();
    assert_eq!(statuses, [429, 503, 500, 200, 200]);
}

#[tokio::test]
async fn connections_can_be_cut_before_and_after() {
    let world = World::new().await;
    let target = "chat.postMessage";
    fault(&world, json!({"target": target, "kind": "drop_before"})).await;
    fault(&world, json!({"target": target, "kind": "drop_after"})).await;
    assert!(post(&world, "before").await.is_err());
    assert!(post(&world, "after").await.is_err());
    assert!(post(&world, "fine").await.is_ok());
    assert_eq!(posted(&world).await, ["after", "fine"]);
}

#[tokio::test]
async fn a_call_can_be_applied_later_than_its_connection_lives() {
    let world = World::new().await;
    let spec = json!({"target": "chat.postMessage", "kind": "late_apply", "value": 5000});
    fault(&world, spec).await;
    assert!(post(&world, "late").await.is_err());
    world.advance(4999).await;
    assert!(posted(&world).await.is_empty());
    world.advance(1).await;
    assert_eq!(posted(&world).await, ["late"]);
}

#[tokio::test]
async fn calls_are_held_until_released() {
    let world = World::new().await;
    let target = "chat.postMessage";
    fault(&world, json!({"target": target, "kind": "hold_before"})).await;
    fault(
        &world,
        json!({"target": target, "kind": "hold_after", "skip": 0}),
    )
    .await;
    let held = async |world: &World, count: u64| {
        while world.get("faults").await["held"] != count {
            tokio::task::yield_now().await;
        }
    };
    let calls = async { tokio::join!(post(&world, "one"), post(&world, "two")) };
    let control = async {
        held(&world, 2).await;
        let before = posted(&world).await;
        world.control("faults/release", &json!({})).await;
        before
    };
    let ((one, two), before) = tokio::join!(calls, control);
    assert_eq!(before.len(), 1, "one was applied before it was held");
    assert_eq!(
        (one.unwrap().status(), two.unwrap().status()),
        (200.into_status(), 200.into_status())
    );
    assert_eq!(posted(&world).await.len(), 2);
}

/// A status from a number.
trait IntoStatus {
    fn into_status(self) -> reqwest::StatusCode;
}

impl IntoStatus for u16 {
    fn into_status(self) -> reqwest::StatusCode {
        reqwest::StatusCode::from_u16(self).unwrap()
    }
}

#[tokio::test]
async fn faults_can_skip_and_choose_a_channel() {
    let world = World::new().await;
    let spec = json!({
        "target": "chat.postMessage", "kind": "error", "value": "fatal_error",
        "channel": ids::GENERAL, "skip": 1, "times": 2,
    });
    fault(&world, spec).await;
    let other = json!({"channel": ids::SUPPORT, "text": "x"});
    world.ok("chat.postMessage", other.clone()).await;
    for text in ["a", "b", "c", "d"] {
        post(&world, text).await.unwrap();
    }
    world.ok("chat.postMessage", other).await;
    assert_eq!(posted(&world).await, ["a", "d"]);
    fault(
        &world,
        json!({"target": "*", "kind": "http_500", "times": 0}),
    )
    .await;
    assert_eq!(post(&world, "x").await.unwrap().status(), 500);
    assert_eq!(post(&world, "x").await.unwrap().status(), 500);
    let cleared = world
        .http
        .delete(world.at("/_sandbox/faults"))
        .send()
        .await
        .unwrap();
    assert_eq!(cleared.status(), 200);
    assert_eq!(post(&world, "e").await.unwrap().status(), 200);
}

#[tokio::test]
async fn latency_delays_every_call_until_cleared() {
    let world = World::new().await;
    fault(
        &world,
        json!({"target": "*", "kind": "latency", "value": 1}),
    )
    .await;
    fault(
        &world,
        json!({"target": "chat.postMessage", "kind": "http_500"}),
    )
    .await;
    assert_eq!(
        post(&world, "x").await.unwrap().status(),
        500,
        "latency adds to others"
    );
    let faults = world.get("faults").await;
    assert_eq!(faults["faults"][0]["hits"], 1);
    assert_eq!(faults["faults"][0]["kind"], "latency");
}

#[tokio::test]
async fn limits_are_slacks_when_they_are_on() {
    let world = World::new().await;
    world.control("limits", &json!({"enabled": true})).await;
    let mut limited = None;
    for n in 0..10 {
        let answer = post(&world, &n.to_string()).await.unwrap();
        if answer.status() == 429 {
            limited = Some(answer);
            break;
        }
    }
    let limited = limited.expect("a message a second in a channel");
    let wait: i64 = limited.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    world.advance(wait * 1000).await;
    assert_eq!(post(&world, "again").await.unwrap().status(), 200);
    for n in 0..25 {
        let answer = world
            .api("conversations.create", json!({"name": format!("c{n}")}))
            .await;
        if answer["error"] == "ratelimited" {
            assert!(n >= 20, "tier 2 is twenty a minute, not {n}");
            world.control("limits", &json!({"enabled": false})).await;
            world.channel("free").await;
            return;
        }
    }
    panic!("tier 2 was never reached");
}
