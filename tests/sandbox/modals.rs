//! Triggers, modals and their stack, submissions, options, the App Home.

use muster::sandbox::ids;
use serde_json::{Value, json};

use super::app::HttpApp;
use super::world::{SCOPES, World};

fn modal(title: &str) -> Value {
    json!({
        "type": "modal",
        "callback_id": "declare",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Save"},
        "notify_on_close": true,
        "blocks": [
            {
                "type": "input",
                "block_id": "title",
                "label": {"type": "plain_text", "text": "Title"},
                "element": {"type": "plain_text_input", "action_id": "title"},
            },
            {
                "type": "input",
                "block_id": "level",
                "optional": true,
                "label": {"type": "plain_text", "text": "Level"},
                "element": {
                    "type": "external_select",
                    "action_id": "level",
                    "min_query_length": 0,
                },
            },
        ],
    })
}

struct Desk {
    world: World,
    app: HttpApp,
}

impl Desk {
    async fn new() -> Self {
        let world = World::new().await;
        let app = HttpApp::install(&world, SCOPES, &["app_home_opened"]).await;
        Self { world, app }
    }

    async fn trigger(&self) -> String {
        let act = json!({"user": "alice", "callback_id": "do"});
        let answer = self.world.act("shortcut", act).await;
        answer["trigger_id"].as_str().unwrap().to_owned()
    }

    async fn open(&self) -> Value {
        let args = json!({"trigger_id": self.trigger().await, "view": modal("One")});
        self.world.ok("views.open", args).await["view"].clone()
    }

    fn last(&self) -> Value {
        serde_json::from_str(&self.app.got().last().unwrap().field("payload")).unwrap()
    }

    async fn stack(&self) -> Vec<Value> {
        let state = self.world.state().await;
        state["views"][ids::ALICE]
            .as_array()
            .cloned()
            .unwrap_or_default()
    }

    async fn submit(&self, view: &Value, values: Value) -> Value {
        let act = json!({"user": "alice", "view_id": view["id"], "values": values});
        self.world.control("act/submit", &act).await
    }
}

#[tokio::test]
async fn triggers_work_once_and_for_three_seconds() {
    let desk = Desk::new().await;
    let open = async |trigger: &str| -> String {
        let args = json!({"trigger_id": trigger, "view": modal("One")});
        let answer = desk.world.api("views.open", args).await;
        answer["error"].as_str().unwrap_or("none").to_owned()
    };
    let trigger = desk.trigger().await;
    assert_eq!(open(&trigger).await, "none");
    assert_eq!(open(&trigger).await, "exchanged_trigger_id");
    assert_eq!(open("1.2.3").await, "invalid_trigger_id");
    let late = desk.trigger().await;
    desk.world.advance(3001).await;
    assert_eq!(open(&late).await, "expired_trigger_id");
    assert_eq!(desk.stack().await.len(), 1);
}

#[tokio::test]
async fn views_are_checked_and_hashes_guard_updates() {
    let desk = Desk::new().await;
    let mut bad = modal("A title that is much too long for a modal");
    bad["blocks"][0]["element"]["action_id"] = json!(7);
    let args = json!({"trigger_id": desk.trigger().await, "view": bad});
    let answer = desk.world.api("views.open", args).await;
    assert_eq!(answer["error"], "invalid_arguments");
    let messages = answer["response_metadata"]["messages"].to_string();
    assert!(messages.contains("json-pointer:/view/title"), "{messages}");
    let view = desk.open().await;
    let update = async |hash: &Value| {
        let args = json!({"view_id": view["id"], "hash": hash, "view": modal("Two")});
        desk.world.api("views.update", args).await
    };
    let fresh = update(&view["hash"]).await;
    assert_eq!(fresh["view"]["title"]["text"], "Two");
    assert_eq!(update(&view["hash"]).await["error"], "hash_conflict");
    assert_eq!(update(&fresh["view"]["hash"]).await["ok"], true);
    let gone = json!({"view_id": "V0NONE", "view": modal("x")});
    assert_eq!(desk.world.refused("views.update", gone).await, "not_found");
}

#[tokio::test]
async fn required_fields_are_asked_for_before_the_app_is() {
    let desk = Desk::new().await;
    let view = desk.open().await;
    let before = desk.app.got().len();
    let answer = desk.submit(&view, json!({})).await;
    assert_eq!(answer["response_action"], "errors");
    assert!(answer["errors"]["title"].is_string(), "{answer}");
    assert_eq!(desk.app.got().len(), before);
    desk.app.answers(
        200,
        r#"{"response_action":"errors","errors":{"title":"taken"}}"#,
    );
    let answer = desk.submit(&view, json!({"title": "Checkout"})).await;
    assert_eq!(answer["errors"], json!({"title": "taken"}));
    assert_eq!(desk.stack().await[0]["errors"]["title"], "taken");
    let answer = desk
        .submit(&view, json!({"title": "Checkout is down"}))
        .await;
    assert_eq!(answer["ok"], true, "{answer}");
    assert!(desk.stack().await.is_empty());
    let payload = desk.last();
    assert_eq!(payload["type"], "view_submission");
    let values = &payload["view"]["state"]["values"];
    assert_eq!(values["title"]["title"]["value"], "Checkout is down");
    assert_eq!(payload["view"]["callback_id"], "declare");
    assert!(payload["view"]["errors"].is_null());
}

#[tokio::test]
async fn answers_update_push_and_clear() {
    let desk = Desk::new().await;
    let view = desk.open().await;
    let answer_with = |action: &str, title: &str| {
        let body = json!({"response_action": action, "view": modal(title)});
        desk.app.answers(200, &body.to_string());
    };
    let values = json!({"title": "x"});
    answer_with("update", "Updated");
    desk.submit(&view, values.clone()).await;
    let stack = desk.stack().await;
    assert_eq!(
        (stack.len(), &stack[0]["title"]["text"]),
        (1, &json!("Updated"))
    );
    assert_eq!(stack[0]["id"], view["id"]);
    let mut top = stack[0].clone();
    for title in ["Second", "Third"] {
        answer_with("push", title);
        desk.submit(&top, values.clone()).await;
        top = desk.stack().await.last().unwrap().clone();
        assert_eq!(top["title"]["text"], title);
        assert_eq!(top["root_view_id"], view["id"]);
    }
    answer_with("push", "Fourth");
    let full = desk.submit(&top, values.clone()).await;
    assert_eq!(full["error"], "push_limit_reached");
    let covered = desk.submit(&view, values.clone()).await;
    assert_eq!(covered["error"], "view_not_on_top");
    let close = json!({"user": "alice", "view_id": top["id"]});
    desk.world.act("close", close).await;
    assert_eq!(desk.last()["type"], "view_closed");
    assert_eq!(desk.last()["is_cleared"], false);
    let top = desk.stack().await.last().unwrap().clone();
    desk.app.answers(200, r#"{"response_action":"clear"}"#);
    desk.submit(&top, values).await;
    assert!(desk.stack().await.is_empty());
}

#[tokio::test]
async fn options_and_typed_values_reach_the_app() {
    let desk = Desk::new().await;
    let view = desk.open().await;
    let option = json!({"text": {"type": "plain_text", "text": "SEV1"}, "value": "1"});
    desk.app
        .answers(200, &json!({"options": [option]}).to_string());
    let ask = json!({"user": "alice", "view_id": view["id"], "action_id": "level", "query": "se"});
    let options = desk.world.act("options", ask).await;
    assert_eq!(options["options"][0]["value"], "1");
    let payload = desk.last();
    assert_eq!(payload["type"], "block_suggestion");
    assert_eq!(
        (&payload["value"], &payload["block_id"]),
        (&json!("se"), &json!("level"))
    );
    desk.submit(&view, json!({"title": "x", "level": "1"}))
        .await;
    let values = &desk.last()["view"]["state"]["values"];
    assert_eq!(
        values["level"]["level"]["selected_option"]["text"]["text"],
        "SEV1"
    );
    let wrong = json!({"user": "bob", "view_id": view["id"], "action_id": "level"});
    assert_eq!(
        desk.world.control("act/click", &wrong).await["error"],
        "view_not_found"
    );
}

#[tokio::test]
async fn pushing_needs_a_trigger_from_a_modal() {
    let desk = Desk::new().await;
    let mut view = modal("One");
    let button = json!({
        "type": "actions", "block_id": "more", "elements": [{
            "type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"},
        }],
    });
    view["blocks"].as_array_mut().unwrap().push(button);
    let args = json!({"trigger_id": desk.trigger().await, "view": view});
    let view = desk.world.ok("views.open", args).await["view"].clone();
    let outside = json!({"trigger_id": desk.trigger().await, "view": modal("Two")});
    assert_eq!(desk.world.refused("views.push", outside).await, "not_found");
    let click = json!({
        "user": "alice", "view_id": view["id"], "action_id": "more", "values": {"title": "typed"},
    });
    let trigger = desk.world.act("click", click).await["trigger_id"].clone();
    let payload = desk.last();
    assert_eq!(
        payload["view"]["state"]["values"]["title"]["title"]["value"],
        "typed"
    );
    assert_eq!(payload["container"]["view_id"], view["id"]);
    let inside = json!({"trigger_id": trigger, "view": modal("Two")});
    let pushed = desk.world.ok("views.push", inside).await;
    assert_eq!(pushed["view"]["previous_view_id"], view["id"]);
}

#[tokio::test]
async fn the_home_is_published_for_one_person() {
    let desk = Desk::new().await;
    desk.world.act("home", json!({"user": "alice"})).await;
    desk.world.settle().await;
    let event = desk.app.got().last().unwrap().json()["event"].clone();
    assert_eq!(
        (&event["type"], &event["tab"]),
        (&json!("app_home_opened"), &json!("home"))
    );
    let home = json!({"type": "home", "blocks": [{"type": "divider"}]});
    let args = json!({"user_id": ids::ALICE, "view": home});
    let first = desk.world.ok("views.publish", args.clone()).await;
    let second = desk.world.ok("views.publish", args).await;
    assert_eq!(first["view"]["id"], second["view"]["id"]);
    let outdated = json!({"user_id": ids::ALICE, "view": home, "hash": first["view"]["hash"]});
    assert_eq!(
        desk.world.refused("views.publish", outdated).await,
        "hash_conflict"
    );
    let state = desk.world.state().await;
    assert_eq!(state["homes"][ids::ALICE]["type"], "home");
}
