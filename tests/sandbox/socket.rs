//! Socket Mode: envelopes to any one socket, acks, redelivery, disconnects.

use serde_json::{Value, json};

use super::app::Socket;
use super::world::{SCOPES, World};

async fn talkative() -> (World, String) {
    let world = World::new().await;
    let channel = world.channel("s-1").await;
    world
        .act("join", json!({"user": "alice", "channel": channel}))
        .await;
    world
        .install(&super::world::manifest(SCOPES, &["message.channels"]))
        .await;
    (world, channel)
}

fn said(envelope: &Value) -> &str {
    envelope["payload"]["event"]["text"].as_str().unwrap()
}

#[tokio::test]
async fn each_envelope_goes_to_one_socket() {
    let (world, channel) = talkative().await;
    let (mut one, mut two) = (Socket::open(&world).await, Socket::open(&world).await);
    assert_eq!(world.get("sockets").await["connected"], 2);
    world.say("alice", &channel, "a").await;
    world.say("alice", &channel, "b").await;
    let (first, second) = (one.take().await, two.take().await);
    assert_eq!((said(&first), said(&second)), ("a", "b"));
    assert_eq!(first["type"], "events_api");
    assert_eq!(first["accepts_response_payload"], false);
    assert_eq!(first["retry_attempt"], 0);
    world.settle().await;
    assert_eq!(world.get("sockets").await["unacked"], 0);
    let reused = world
        .http
        .get(world.at("/socket?ticket=old"))
        .send()
        .await
        .unwrap();
    assert!(!reused.status().is_success());
}

#[tokio::test]
async fn what_is_not_acked_comes_again() {
    let (world, channel) = talkative().await;
    let mut socket = Socket::open(&world).await;
    world.say("alice", &channel, "x").await;
    let first = socket.next().await.unwrap();
    for attempt in 1..=3 {
        world.control("clock", &json!({"advance_ms": 3000})).await;
        let again = socket.next().await.unwrap();
        assert_eq!(again["envelope_id"], first["envelope_id"]);
        assert_eq!(again["retry_attempt"], attempt);
        assert_eq!(again["retry_reason"], "timeout");
        assert_eq!(again["payload"], first["payload"]);
    }
    world.control("clock", &json!({"advance_ms": 3000})).await;
    assert_eq!(world.get("sockets").await["unacked"], 0, "given up");
    world.say("alice", &channel, "y").await;
    assert_eq!(said(&socket.take().await), "y");
}

#[tokio::test]
async fn commands_are_answered_in_the_ack() {
    let (world, channel) = talkative().await;
    let mut socket = Socket::open(&world).await;
    let act = json!({"user": "alice", "channel": channel, "command": "/try", "text": "t"});
    let app = async {
        let envelope = socket.next().await.unwrap();
        assert_eq!(envelope["type"], "slash_commands");
        assert_eq!(envelope["accepts_response_payload"], true);
        assert_eq!(envelope["payload"]["command"], "/try");
        socket.ack(&envelope, Some(json!({"text": "hi"}))).await;
    };
    let (answer, ()) = tokio::join!(world.act("command", act), app);
    assert_eq!(answer["ack"], json!({"text": "hi"}));
    assert_eq!(world.state().await["ephemerals"][0]["text"], "hi");
}

#[tokio::test]
async fn a_command_that_is_not_acked_times_out_and_comes_again() {
    let (world, channel) = talkative().await;
    let mut socket = Socket::open(&world).await;
    let act = json!({"user": "alice", "channel": channel, "command": "/try", "text": "t"});
    let app = async {
        socket.next().await.unwrap();
        world.control("clock", &json!({"advance_ms": 3000})).await;
        socket.take().await
    };
    let (answer, again) = tokio::join!(world.control("act/command", &act), app);
    assert_eq!(answer["error"], "operation_timeout");
    assert_eq!(again["retry_attempt"], 1);
}

#[tokio::test]
async fn events_wait_for_a_socket_and_commands_do_not() {
    let (world, channel) = talkative().await;
    world.say("alice", &channel, "early").await;
    let act = json!({"user": "alice", "channel": channel, "command": "/try", "text": "t"});
    assert_eq!(
        world.control("act/command", &act).await["error"],
        "dispatch_failed"
    );
    world.settle().await;
    let mut socket = Socket::open(&world).await;
    let late = socket.take().await;
    assert_eq!(said(&late), "early");
    assert_eq!(late["retry_attempt"], 1);
}

#[tokio::test]
async fn sockets_are_disconnected_in_every_way() {
    let (world, _) = talkative().await;
    for reason in ["refresh_requested", "link_disabled"] {
        let mut socket = Socket::open(&world).await;
        world
            .control("sockets/disconnect", &json!({"reason": reason}))
            .await;
        let frame = socket.next().await.unwrap();
        assert_eq!(
            (&frame["type"], &frame["reason"]),
            (&json!("disconnect"), &json!(reason))
        );
        assert!(socket.next().await.is_none());
    }
    let mut warned = Socket::open(&world).await;
    world
        .control("sockets/disconnect", &json!({"reason": "warning"}))
        .await;
    assert_eq!(warned.next().await.unwrap()["reason"], "warning");
    world.control("clock", &json!({"advance_ms": 10_000})).await;
    assert!(warned.next().await.is_none(), "closed ten seconds later");
    let mut reset = Socket::open(&world).await;
    world
        .control("sockets/disconnect", &json!({"reason": "reset"}))
        .await;
    assert!(reset.next().await.is_none());
}

#[tokio::test]
async fn a_silent_socket_swallows_until_another_gets_it() {
    let (world, channel) = talkative().await;
    let _silent = Socket::open(&world).await;
    world
        .control("sockets/disconnect", &json!({"reason": "silent"}))
        .await;
    world.say("alice", &channel, "x").await;
    assert_eq!(world.get("sockets").await["silent"], 1);
    let mut other = Socket::open(&world).await;
    world.control("clock", &json!({"advance_ms": 3000})).await;
    let again = other.take().await;
    assert_eq!((said(&again), &again["retry_attempt"]), ("x", &json!(1)));
}

#[tokio::test]
async fn an_eleventh_socket_is_turned_away() {
    let (world, _) = talkative().await;
    let mut open = Vec::new();
    for _ in 0..10 {
        open.push(Socket::open(&world).await);
    }
    let url = world.http.post(world.at("/api/apps.connections.open"));
    let url = url.bearer_auth(muster::sandbox::ids::APP_TOKEN);
    let answer: Value = url.send().await.unwrap().json().await.unwrap();
    let (mut stream, _) = tokio_tungstenite::connect_async(answer["url"].as_str().unwrap())
        .await
        .unwrap();
    let frame = futures_util::StreamExt::next(&mut stream)
        .await
        .unwrap()
        .unwrap();
    assert!(frame.into_text().unwrap().contains("too_many_websockets"));
}
