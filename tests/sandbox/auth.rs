//! Tokens, scopes, and the ways arguments come in.

use muster::sandbox::ids;
use serde_json::{Value, json};

use super::world::World;

#[tokio::test]
async fn tokens_are_checked() {
    let world = World::new().await;
    let url = world.at("/api/auth.test");
    let ask = async |token: Option<&str>| -> Value {
        let mut call = world.http.post(&url);
        if let Some(token) = token {
            call = call.bearer_auth(token);
        }
        call.send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(ask(None).await["error"], "not_authed");
    assert_eq!(ask(Some("xoxb-other")).await["error"], "invalid_auth");
    assert_eq!(
        ask(Some(ids::APP_TOKEN)).await["error"],
        "not_allowed_token_type"
    );
    let me = ask(Some(ids::BOT_TOKEN)).await;
    assert_eq!(me["user_id"], ids::BOT_USER);
    assert_eq!(me["team_id"], ids::TEAM);
}

#[tokio::test]
async fn arguments_come_as_query_form_and_json() {
    let world = World::new().await;
    let query = format!(
        "/api/users.info?token={}&user={}",
        ids::BOT_TOKEN,
        ids::ALICE
    );
    let by_query: Value = world
        .http
        .get(world.at(&query))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(by_query["user"]["name"], "alice");
    let blocks = json!([{"type": "section", "text": {"type": "mrkdwn", "text": "hi"}}]);
    let fields = [
        ("token", ids::BOT_TOKEN.to_owned()),
        ("channel", ids::GENERAL.to_owned()),
        ("text", "hi".to_owned()),
        ("blocks", blocks.to_string()),
    ];
    let call = world
        .http
        .post(world.at("/api/chat.postMessage"))
        .form(&fields);
    let by_form: Value = call.send().await.unwrap().json().await.unwrap();
    assert_eq!(by_form["message"]["blocks"][0]["text"]["text"], "hi");
    let by_json = world.ok("users.info", json!({"user": ids::BOB})).await;
    assert_eq!(by_json["user"]["name"], "bob");
}

#[tokio::test]
async fn unknown_methods_and_missing_scopes_are_refused() {
    let world = World::with(&["commands", "chat:write", "channels:read"], &[]).await;
    assert_eq!(
        world.refused("chat.shout", json!({})).await,
        "unknown_method"
    );
    let answer = world
        .api("conversations.create", json!({"name": "x"}))
        .await;
    assert_eq!(answer["error"], "missing_scope");
    assert_eq!(answer["needed"], "channels:manage");
    assert_eq!(answer["provided"], "commands,chat:write,channels:read");
    let private = json!({"name": "x", "is_private": true});
    let answer = world.api("conversations.create", private).await;
    assert_eq!(answer["needed"], "groups:write");
    let listed = world.ok("conversations.list", json!({})).await;
    assert_eq!(listed["channels"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn a_manifest_slack_would_refuse_is_refused() {
    let world = World::new().await;
    let mut manifest = super::world::manifest(&["commands"], &["message.channels"]);
    let answer = world.control("manifest", &manifest).await;
    assert_eq!(answer["error"], "invalid_manifest", "{answer}");
    manifest["settings"]["event_subscriptions"]["bot_events"] = json!([]);
    let answer = world.control("manifest", &manifest).await;
    assert_eq!(answer["ok"], true, "{answer}");
}

#[tokio::test]
async fn control_calls_answer_bad_bodies_as_json() {
    let world = World::new().await;
    let call = world.http.post(world.at("/_sandbox/act/message")).body("{");
    let answer: Value = call.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["ok"], false);
    assert_eq!(answer["error"], "invalid_arguments");
    let call = world
        .http
        .post(world.at("/_sandbox/settle"))
        .header("origin", "https://evil.example");
    let answer: Value = call.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["error"], "forbidden");
}
