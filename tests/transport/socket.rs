//! Socket Mode: nothing is acknowledged before it is safe, and connections come back with patience.

use std::time::Duration;

use muster::slack::delivery::{Ack, DeliveryKind, Source};
use serde_json::{Value, json};

use super::fake_socket::{DRAIN, HELD, PING, STAGGER, Scene, event};
use super::samples::{sample, samples};

fn disconnect(reason: &str) -> Value {
    json!({"type": "disconnect", "reason": reason, "debug_info": {"host": "x"}})
}

#[tokio::test]
async fn each_is_acknowledged_when_it_is_safe_whatever_the_order() {
    let mut scene = Scene::new(1, &[]).await;
    let mut link = scene.greeted().await;
    link.say(&event("slow"));
    link.say(&event("fast"));
    let (slow, slow_answer) = scene.delivery().await;
    assert_eq!(
        (slow.source, slow.kind, slow.key.as_str()),
        (Source::Socket, DeliveryKind::Event, "Evslow")
    );
    scene.taken(Ack::Ok(None)).await;
    assert_eq!(link.hears().await, json!({"envelope_id": "fast"}));
    slow_answer.send(Ack::Ok(None)).unwrap();
    assert_eq!(link.hears().await, json!({"envelope_id": "slow"}));
}

#[tokio::test]
async fn an_answer_goes_along_only_where_slack_takes_one() {
    let mut scene = Scene::new(1, &[]).await;
    let mut link = scene.greeted().await;
    let form = sample("commands/slash_command.json")["form"].clone();
    for accepts in [true, false] {
        link.say(&json!({"envelope_id": "e1", "type": "slash_commands",
            "accepts_response_payload": accepts, "payload": form}));
        let delivery = scene.taken(Ack::Ok(Some(json!({"text": "done"})))).await;
        assert_eq!(delivery.kind, DeliveryKind::Command);
        assert_eq!(
            (delivery.payload, delivery.key.as_str()),
            (form.clone(), "123.456.abc")
        );
        let answer = link.hears().await;
        assert_eq!(answer["envelope_id"], "e1");
        assert_eq!(answer.get("payload").is_some(), accepts);
    }
}

#[tokio::test]
async fn what_was_not_taken_is_not_acknowledged() {
    let mut scene = Scene::new(1, &[]).await;
    let mut link = scene.greeted().await;
    link.say(&event("refused"));
    scene.taken(Ack::Busy).await;
    link.say(&event("taken"));
    scene.taken(Ack::Ok(None)).await;
    assert_eq!(link.hears().await, json!({"envelope_id": "taken"}));
}

#[tokio::test]
async fn sample_envelopes_are_delivered_as_they_came() {
    let mut scene = Scene::new(1, &[]).await;
    let mut link = scene.greeted().await;
    for sample in samples(&["socket_envelope"]) {
        let Some(id) = sample.content["envelope_id"].as_str() else {
            continue;
        };
        link.say_text(&serde_json::to_string_pretty(&sample.content).unwrap());
        let delivery = scene.taken(Ack::Ok(None)).await;
        assert_eq!(
            delivery.payload, sample.content["payload"],
            "{}",
            sample.file
        );
        assert!(
            delivery.raw.starts_with("{\n"),
            "the text as Slack wrote it: {}",
            delivery.raw
        );
        assert_eq!(
            serde_json::from_str::<Value>(&delivery.raw).unwrap(),
            delivery.payload
        );
        assert_eq!(link.hears().await["envelope_id"], id);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_before_it_is_acknowledged() {
    let mut scene = Scene::new(1, &[]).await;
    let mut link = scene.greeted().await;
    let frames = [
        r#"{"envelope_id": "e-1", "type": "events_api", "payload": {"#,
        r#"{"envelope_id": "e-1", "type": "events_api"}"#,
        r#"{"envelope_id": "e-1", "type": "events_api", "payload": "text"}"#,
        r#"{"envelope_id": "e-1", "type": "events_api", "retry_attempt": "x", "payload": {}}"#,
    ];
    for frame in frames {
        link.say_text("no frame at all");
        link.say_text(frame);
        let delivery = scene.taken(Ack::Ok(None)).await;
        assert_eq!(
            (delivery.kind, delivery.raw.as_str()),
            (DeliveryKind::Other, frame)
        );
        assert_eq!(delivery.payload, Value::Null);
        assert_eq!(link.hears().await, json!({"envelope_id": "e-1"}));
    }
    link.say(&json!({"envelope_id": "e-2", "type": "new_in_2030", "payload": {"a": 1}}));
    let delivery = scene.taken(Ack::Ok(None)).await;
    assert_eq!(
        (delivery.kind, delivery.payload),
        (DeliveryKind::Other, json!({"a": 1}))
    );
}

#[tokio::test]
async fn half_an_emoji_does_not_cost_the_message() {
    let mut scene = Scene::new(1, &[]).await;
    let link = scene.greeted().await;
    let payload = r#"{"event_id": "Ev1", "text": "\\ \ud83d\ude00 cut \ud83d", "b": "\ude00\n"}"#;
    link.say_text(&format!(
        r#"{{"envelope_id": "e", "type": "events_api", "retry_attempt": 2, "payload": {payload}}}"#
    ));
    let delivery = scene.taken(Ack::Ok(None)).await;
    assert_eq!((delivery.kind, delivery.retry), (DeliveryKind::Event, 2));
    assert_eq!(delivery.payload["text"], "\\ 😀 cut \u{fffd}");
    assert_eq!(delivery.payload["b"], "\u{fffd}\n");
    assert_eq!(delivery.raw, payload);
}

#[tokio::test]
async fn connections_start_one_after_the_other_and_are_counted_from_hello() {
    let mut scene = Scene::new(3, &[]).await;
    let first = scene.link().await;
    assert_eq!(*scene.connected.borrow(), 0);
    first.say(&json!({"type": "hello"}));
    scene.open(1).await;
    scene.pass(STAGGER).await;
    let second = scene.greeted().await;
    scene.open(2).await;
    scene.pass(STAGGER * 2).await;
    let _third = scene.greeted().await;
    scene.open(3).await;
    drop(second);
    scene.open(2).await;
}

#[tokio::test]
async fn a_refresh_opens_the_new_one_before_the_old_one_goes() {
    let mut scene = Scene::new(1, &[]).await;
    let mut old = scene.greeted().await;
    scene.pass(HELD).await;
    // Every delivery shows that the bot has seen what was said before.
    old.say(&event("before"));
    scene.taken(Ack::Ok(None)).await;
    old.hears().await;
    old.say(&event("late"));
    old.say(&disconnect("warning"));
    let (_, late) = scene.delivery().await;
    let mut new = scene.greeted().await;
    scene.open(2).await;
    old.say(&event("last"));
    scene.taken(Ack::Ok(None)).await;
    assert_eq!(old.hears().await, json!({"envelope_id": "last"}));
    late.send(Ack::Ok(None)).unwrap();
    assert_eq!(old.hears().await, json!({"envelope_id": "late"}));
    old.say(&disconnect("refresh_requested"));
    drop(old);
    scene.open(1).await;
    new.say(&event("new"));
    scene.taken(Ack::Ok(None)).await;
    assert_eq!(new.hears().await, json!({"envelope_id": "new"}));
    assert!(scene.no_link());
}

#[tokio::test]
async fn an_old_connection_that_slack_keeps_is_closed_in_the_end() {
    let mut scene = Scene::new(1, &[]).await;
    let mut old = scene.greeted().await;
    scene.pass(HELD).await;
    old.say(&event("before"));
    scene.taken(Ack::Ok(None)).await;
    old.hears().await;
    old.say(&disconnect("warning"));
    let _new = scene.greeted().await;
    scene.pass(DRAIN).await;
    old.closed().await;
}

#[tokio::test]
async fn a_server_that_greets_and_sends_away_is_not_called_in_a_loop() {
    let mut scene = Scene::new(1, &[]).await;
    for seconds in [1, 2, 4, 8, 8] {
        let link = scene.greeted().await;
        link.say(&disconnect("refresh_requested"));
        scene.pass(Duration::from_secs(seconds)).await;
    }
    for seconds in [8, 8] {
        drop(scene.link().await);
        scene.pass(Duration::from_secs(seconds)).await;
    }
    let mut link = scene.greeted().await;
    scene.open(1).await;
    scene.pass(HELD).await;
    link.say(&event("seen"));
    scene.taken(Ack::Ok(None)).await;
    link.hears().await;
    drop(link);
    // It had held, so this is a first failure again.
    scene.pass(Duration::from_secs(1)).await;
    scene.link().await;
}

#[tokio::test]
async fn a_slack_that_wants_no_connection_is_left_alone_for_long() {
    for reason in ["link_disabled", "too_many_websockets"] {
        let mut scene = Scene::new(1, &[]).await;
        let mut link = scene.greeted().await;
        link.say(&disconnect(reason));
        link.closed().await;
        scene.pass(Duration::from_secs(8)).await;
        scene.link().await;
    }
}

#[tokio::test]
async fn a_failed_opening_waits_as_long_as_it_should() {
    let mut scene = Scene::new(
        1,
        &[
            json!({"ok": false, "error": "internal_error"}),
            json!({"ok": false, "error": "internal_error"}),
            json!({"ok": false, "error": "ratelimited"}),
            json!({"ok": false, "error": "invalid_auth"}),
            json!({"ok": true, "url": "ws://127.0.0.1:9/closed"}),
            json!({"ok": true}),
        ],
    )
    .await;
    for seconds in [1, 2, 30, 8, 8, 8] {
        scene.pass(Duration::from_secs(seconds)).await;
    }
    scene.greeted().await;
    assert_eq!(*scene.connected.borrow(), 0, "dropped at once");
    scene.answer(json!({"ok": false, "error": "not_allowed_token_type"}));
    scene.pass(Duration::from_secs(8)).await;
    scene.pass(Duration::from_secs(8)).await;
    scene.link().await;
}

#[tokio::test]
async fn a_silent_connection_is_asked_and_then_given_up() {
    let mut scene = Scene::new(1, &[]).await;
    let mut link = scene.greeted().await;
    scene.open(1).await;
    for _ in 0..6 {
        scene.pass(PING).await;
        link.pinged().await;
        // The answer to the ping is behind the bot once it has taken what came after it.
        link.say(&event("alive"));
        scene.taken(Ack::Ok(None)).await;
        link.hears().await;
    }
    assert_eq!(*scene.connected.borrow(), 1);
    link.goes_deaf();
    for _ in 0..4 {
        scene.pass(PING).await;
    }
    scene.open(0).await;
    scene.pass(Duration::from_secs(1)).await;
    scene.link().await;
}

#[tokio::test]
async fn a_stop_sends_the_acknowledgements_and_closes() {
    let mut scene = Scene::new(2, &[]).await;
    let mut link = scene.greeted().await;
    link.say(&event("going"));
    let (_, answer) = scene.delivery().await;
    scene.stop.cancel();
    answer.send(Ack::Ok(None)).unwrap();
    assert_eq!(link.hears().await, json!({"envelope_id": "going"}));
    link.closed().await;
    scene.stopped().await;
    assert_eq!(*scene.connected.borrow(), 0);
    assert!(scene.no_link());
}
