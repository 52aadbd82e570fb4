//! Signed HTTP deliveries, their retries, and faults on the way.

use hmac::{Hmac, KeyInit, Mac};
use muster::sandbox::ids;
use serde_json::{Value, json};
use sha2::Sha256;

use super::app::{Got, HttpApp};
use super::world::{SCOPES, World};

const EVENTS: &[&str] = &["message.channels"];

async fn in_channel() -> (World, HttpApp, String) {
    let world = World::new().await;
    let channel = world.channel("war").await;
    world
        .act("join", json!({"user": "alice", "channel": channel}))
        .await;
    let app = HttpApp::install(&world, SCOPES, EVENTS).await;
    (world, app, channel)
}

fn texts(app: &HttpApp) -> Vec<String> {
    let text = |got: &Got| got.json()["event"]["text"].as_str().unwrap().to_owned();
    app.got().iter().map(text).collect()
}

#[tokio::test]
async fn requests_are_signed() {
    let (world, app, channel) = in_channel().await;
    world.say("alice", &channel, "x").await;
    world.settle().await;
    let got = &app.got()[0];
    assert_eq!(got.path, "events");
    assert_eq!(got.header("x-slack-request-timestamp"), "1800000000");
    let mut mac = Hmac::<Sha256>::new_from_slice(ids::SIGNING_SECRET.as_bytes()).unwrap();
    mac.update(b"v0:1800000000:");
    mac.update(&got.body);
    let expected = format!("v0={}", hex::encode(mac.finalize().into_bytes()));
    assert_eq!(got.header("x-slack-signature"), expected);
    assert_eq!(got.header("x-slack-retry-num"), "");
}

#[tokio::test]
async fn failed_events_are_retried_on_slacks_schedule() {
    let (world, app, channel) = in_channel().await;
    for _ in 0..4 {
        app.answers(500, "");
    }
    world.say("alice", &channel, "x").await;
    let attempts = async || -> usize {
        world.settle().await;
        app.got().len()
    };
    assert_eq!(attempts().await, 2, "the first retry follows at once");
    world.advance(59_999).await;
    assert_eq!(attempts().await, 2);
    world.advance(1).await;
    assert_eq!(attempts().await, 3);
    world.advance(300_000).await;
    assert_eq!(attempts().await, 4);
    world.advance(10_000_000).await;
    assert_eq!(attempts().await, 4);
    let last = &app.got()[3];
    assert_eq!(last.header("x-slack-retry-num"), "3");
    assert_eq!(last.header("x-slack-retry-reason"), "http_error");
    assert_eq!(last.json()["event_id"], app.got()[0].json()["event_id"]);
    let sent = world.deliveries().await;
    let attempts: Vec<&Value> = sent.iter().map(|delivery| &delivery["attempt"]).collect();
    assert_eq!(attempts, [0, 1, 2, 3]);
    assert_eq!(sent[0]["status"], 500);
}

#[tokio::test]
async fn commands_are_forms_and_their_answers_are_shown() {
    let (world, app, channel) = in_channel().await;
    app.answers(200, "all *fine*");
    let act = json!({
        "user": "alice", "channel": channel, "command": "/try", "text": "it (@bob) in #payments, a@bob",
    });
    let answer = world.act("command", act).await;
    assert_eq!(answer["ack"], "all *fine*");
    let got = &app.got()[0];
    assert_eq!(got.path, "commands");
    assert_eq!(
        got.field("text"),
        "it (<@U0BOB000001|bob>) in <#C0PAYMENTS1|payments>, a@bob"
    );
    assert_eq!(got.field("channel_name"), "war");
    assert_eq!(got.field("user_name"), "alice");
    let state = world.state().await;
    assert_eq!(state["ephemerals"][0]["text"], "all *fine*");
    assert_eq!(state["ephemerals"][0]["user"], ids::ALICE);
    let unknown = json!({"user": "alice", "channel": channel, "command": "/other"});
    assert_eq!(
        world.control("act/command", &unknown).await["error"],
        "unknown_command"
    );
}

#[tokio::test]
async fn a_command_without_an_answer_fails_after_three_seconds() {
    let (world, app, channel) = in_channel().await;
    let fault = json!({"target": "commands", "kind": "drop"});
    world.control("faults", &fault).await;
    let act = json!({"user": "alice", "channel": channel, "command": "/try", "text": ""});
    let answer = world.control("act/command", &act).await;
    assert_eq!(answer["error"], "operation_timeout");
    assert!(app.got().is_empty());
    app.answers(500, "");
    let answer = world.control("act/command", &act).await;
    assert_eq!(answer["error"], "dispatch_failed");
    assert_eq!(answer["status"], 500);
}

#[tokio::test]
async fn events_are_dropped_repeated_and_reordered_on_demand() {
    let (world, app, channel) = in_channel().await;
    world
        .control("faults", &json!({"target": "events", "kind": "drop"}))
        .await;
    world.say("alice", &channel, "lost").await;
    world.say("alice", &channel, "kept").await;
    world.settle().await;
    assert_eq!(texts(&app), ["kept"]);
    world
        .control(
            "faults",
            &json!({"target": "events", "kind": "repeat", "value": 3}),
        )
        .await;
    world.say("alice", &channel, "thrice").await;
    world.settle().await;
    assert_eq!(texts(&app), ["kept", "thrice", "thrice", "thrice"]);
    world
        .control("faults", &json!({"target": "events", "kind": "reorder"}))
        .await;
    world.say("alice", &channel, "first").await;
    world.settle().await;
    assert_eq!(texts(&app).len(), 4, "held back");
    world.say("alice", &channel, "second").await;
    world.settle().await;
    let mut late = texts(&app).split_off(4);
    late.sort();
    assert_eq!(late, ["first", "second"]);
    world
        .control(
            "faults",
            &json!({"target": "events", "kind": "delay", "value": 5}),
        )
        .await;
    world.say("alice", &channel, "slow").await;
    world.settle().await;
    assert_eq!(texts(&app).len(), 7, "settle waits for what is delayed");
    let wrong = json!({"target": "events", "kind": "http_500"});
    assert_eq!(
        world.control("faults", &wrong).await["error"],
        "invalid_fault"
    );
}

#[tokio::test]
async fn a_request_url_can_be_asked_to_prove_itself() {
    let (world, app, _) = in_channel().await;
    let mut manifest = super::world::manifest(SCOPES, EVENTS);
    let settings = &mut manifest["settings"];
    settings["socket_mode_enabled"] = json!(false);
    settings["interactivity"]["request_url"] = json!(format!("{}/interactions", app.url));
    settings["event_subscriptions"]["request_url"] = json!(format!("{}/events", app.url));
    manifest["features"]["slash_commands"][0]["url"] = json!(format!("{}/commands", app.url));
    let answer = world.control("manifest?verify=true", &manifest).await;
    assert_eq!(answer["error"], "url_verification_failed");
    let asked = app.got()[0].json();
    assert_eq!(asked["type"], "url_verification");
    assert!(asked["challenge"].is_string());
}

#[tokio::test]
async fn an_app_that_hangs_is_given_three_seconds() {
    let (world, app, channel) = in_channel().await;
    app.stalls();
    let act = json!({"user": "alice", "channel": channel, "command": "/try", "text": ""});
    let clock = async {
        app.has_got(1).await;
        world.control("clock", &json!({"advance_ms": 2999})).await;
        world.control("clock", &json!({"advance_ms": 1})).await;
    };
    let (answer, ()) = tokio::join!(world.control("act/command", &act), clock);
    assert_eq!(answer["error"], "operation_timeout");
    app.stalls();
    world.say("alice", &channel, "x").await;
    app.has_got(2).await;
    world.advance(3000).await;
    let again = &app.got()[2];
    assert_eq!(again.header("x-slack-retry-reason"), "http_timeout");
    let state = world.state().await;
    assert_eq!(
        state["ephemerals"],
        json!([]),
        "Slack itself tells the person"
    );
}
