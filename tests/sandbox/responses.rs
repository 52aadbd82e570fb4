//! `response_url`: posting, replacing, deleting, and its limits.

use muster::sandbox::ids;
use serde_json::{Value, json};

use super::app::HttpApp;
use super::world::{SCOPES, World};

async fn button(world: &World, channel: &str) -> (Value, String) {
    let blocks = json!([{
        "type": "actions",
        "elements": [{
            "type": "button",
            "action_id": "go",
            "value": "1",
            "text": {"type": "plain_text", "text": "Go"},
        }],
    }]);
    let args = json!({"channel": channel, "text": "press", "blocks": blocks});
    let posted = world.ok("chat.postMessage", args).await;
    let ts = posted["ts"].as_str().unwrap().to_owned();
    (posted["message"].clone(), ts)
}

/// What the app got last.
fn last(app: &HttpApp) -> Value {
    let got = app.got();
    serde_json::from_str(&got.last().unwrap().field("payload")).unwrap()
}

async fn respond(world: &World, url: &Value, body: Value) -> (u16, String) {
    let answer = world
        .http
        .post(url.as_str().unwrap())
        .json(&body)
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn a_click_carries_slacks_fields_and_can_be_answered() {
    let world = World::new().await;
    let app = HttpApp::install(&world, SCOPES, &[]).await;
    let channel = world.channel("r-1").await;
    let (message, ts) = button(&world, &channel).await;
    let click = json!({"user": "alice", "channel": channel, "ts": ts, "action_id": "go"});
    let answer = world.act("click", click).await;
    assert_eq!(answer["status"], 200);
    let payload = last(&app);
    assert_eq!(payload["type"], "block_actions");
    assert_eq!(payload["user"]["id"], ids::ALICE);
    assert_eq!(payload["actions"][0]["value"], "1");
    assert_eq!(
        payload["actions"][0]["block_id"],
        message["blocks"][0]["block_id"]
    );
    assert_eq!(payload["container"]["message_ts"], ts);
    assert_eq!(payload["message"]["ts"], ts);
    assert_eq!(payload["channel"]["name"], "r-1");
    assert_eq!(payload["trigger_id"], answer["trigger_id"]);
    let url = &payload["response_url"];
    let ok = (200, "ok".to_owned());
    assert_eq!(respond(&world, url, json!({"text": "only you"})).await, ok);
    let aloud = json!({"text": "all", "response_type": "in_channel"});
    assert_eq!(respond(&world, url, aloud).await, ok);
    let replace = json!({"text": "done", "replace_original": true});
    assert_eq!(respond(&world, url, replace).await, ok);
    let history = world
        .ok("conversations.history", json!({"channel": channel}))
        .await;
    let texts: Vec<&str> = history["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["text"].as_str().unwrap())
        .collect();
    assert!(
        texts.contains(&"all") && texts.contains(&"done"),
        "{texts:?}"
    );
    assert_eq!(
        respond(&world, url, json!({"delete_original": true})).await,
        ok
    );
    assert_eq!(respond(&world, url, json!({"text": "5"})).await, ok);
    assert_eq!(
        respond(&world, url, json!({"text": "6"})).await,
        (404, "used_url".to_owned())
    );
    let state = world.state().await;
    assert_eq!(state["ephemerals"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn an_ephemeral_can_be_replaced_and_an_address_expires() {
    let world = World::new().await;
    let app = HttpApp::install(&world, SCOPES, &[]).await;
    let channel = world.channel("r-2").await;
    app.answers(
        200,
        &json!({"text": "choose", "blocks": [{"type": "actions", "elements": [{
            "type": "users_select", "action_id": "who",
            "placeholder": {"type": "plain_text", "text": "who"},
        }]}]})
        .to_string(),
    );
    let command = json!({"user": "bob", "channel": "payments", "command": "/try", "text": "x"});
    world.act("command", command).await;
    let shown = world.state().await["ephemerals"][0].clone();
    let click = json!({
        "user": "bob", "channel": "payments", "ts": shown["ts"], "action_id": "who",
        "value": ids::CAROL,
    });
    world.act("click", click).await;
    let payload = last(&app);
    assert_eq!(payload["container"]["is_ephemeral"], true);
    assert_eq!(payload["actions"][0]["selected_user"], ids::CAROL);
    let block = shown["blocks"][0]["block_id"].as_str().unwrap();
    assert_eq!(
        payload["state"]["values"][block]["who"]["selected_user"],
        ids::CAROL
    );
    let url = payload["response_url"].clone();
    let fault = json!({"target": "response_url", "kind": "http_503"});
    world.control("faults", &fault).await;
    let broken = respond(&world, &url, json!({"text": "x"})).await;
    assert_eq!(broken.0, 503);
    let replace = json!({"text": "carol it is", "replace_original": true});
    respond(&world, &url, replace).await;
    assert_eq!(world.state().await["ephemerals"][0]["text"], "carol it is");
    world.advance(30 * 60 * 1000 + 1).await;
    let late = respond(&world, &url, json!({"text": "x"})).await;
    assert_eq!(late, (404, "expired_url".to_owned()));
    let nobody = json!({"user": "bob", "channel": channel, "ts": "1.0", "action_id": "go"});
    assert_eq!(
        world.control("act/click", &nobody).await["error"],
        "message_not_found"
    );
}
