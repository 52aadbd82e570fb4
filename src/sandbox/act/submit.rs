//! Submitting and closing modals.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};

use super::who::{self, Given};
use super::{choose, payload};
use crate::sandbox::api::args::Args;
use crate::sandbox::api::views;
use crate::sandbox::blocks::{self, Problem};
use crate::sandbox::body::Body;
use crate::sandbox::control::{Outcome, Refusal};
use crate::sandbox::delivery::{self, Kind};
use crate::sandbox::hub::{Hub, Tx};
use crate::sandbox::state::{Object, User, text};

type Shared = State<Arc<Hub>>;

/// `POST /_sandbox/act/submit`
pub(super) async fn submit(State(hub): Shared, Body(given): Given) -> Outcome {
    let body = Args(given);
    let (user, view) = match fill(&hub, &body)? {
        Filled::Complete(user, view) => (user, view),
        Filled::Incomplete(errors) => {
            return Ok(Json(
                json!({"ok": true, "response_action": "errors", "errors": errors}),
            ));
        }
    };
    let (payload, trigger) = submission(&hub, &user, &view);
    let reply = delivery::send_and_wait(&hub, Kind::Interaction, payload).await;
    if let Some(error) = reply.error {
        return Err(Refusal::new(error, "the app did not take the submission")
            .with("status", json!(reply.status)));
    }
    let mut answer = react(&hub, &user, text(&view, "id"), &reply.body)?;
    answer.insert("ok".to_owned(), json!(true));
    answer.insert("status".to_owned(), json!(reply.status));
    answer.insert("ack".to_owned(), reply.body);
    answer.insert("trigger_id".to_owned(), json!(trigger));
    Ok(Json(Value::Object(answer)))
}

/// The action id of the input in this block.
fn action_of<'a>(view: &'a Object, block_id: &str) -> Option<&'a str> {
    let blocks = view.get("blocks")?.as_array()?;
    let block = blocks
        .iter()
        .find(|block| block.get("block_id") == Some(&json!(block_id)))?;
    block.pointer("/element/action_id")?.as_str()
}

/// What was entered earlier gives way to new values, whether they name the block or the action.
fn forget_named(view: &Object, given: &mut Object, values: &Object) {
    for block in view
        .get("blocks")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let action = block.pointer("/element/action_id").and_then(Value::as_str);
        let named = action.is_some_and(|action| values.contains_key(action));
        if let (true, Some(id)) = (named, block.get("block_id").and_then(Value::as_str)) {
            given.remove(id);
        }
    }
}

enum Filled {
    Complete(User, Object),
    Incomplete(Map<String, Value>),
}

/// The person's top view with what they entered.
fn fill(hub: &Arc<Hub>, body: &Args) -> Result<Filled, Refusal> {
    let mut tx = hub.open();
    let user = who::user(&tx, body)?;
    let id = who::required(body, "view_id")?;
    let stack = tx
        .ws
        .views
        .get(&user.id)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let mut view = match stack.last() {
        Some(top) if text(top, "id") == id => top.clone(),
        Some(_) if stack.iter().any(|view| text(view, "id") == id) => {
            return Err(Refusal::new(
                "view_not_on_top",
                format!("{id} is covered by another view"),
            ));
        }
        _ => {
            return Err(Refusal::new(
                "view_not_found",
                format!("{} has no view {id}", user.name),
            ));
        }
    };
    let mut given = choose::entered(view.get("state").unwrap_or(&Value::Null));
    if let Some(Value::Object(values)) = body.json("values") {
        forget_named(&view, &mut given, &values);
        for (key, value) in values {
            let action = action_of(&view, &key).unwrap_or(&key);
            let value = choose::with_offered(&tx.ws, &user.id, action, value);
            given.insert(key, value);
        }
    }
    match blocks::view_state(&Value::Object(view.clone()), &given) {
        Ok(state) => {
            view.insert("state".to_owned(), state);
            view.remove("errors");
            if let Some(kept) = tx.ws.view_mut(&id) {
                kept.clone_from(&view);
            }
            Ok(Filled::Complete(user, view))
        }
        Err(problems) => {
            let errors = by_block(&view, &problems)?;
            show_errors(&mut tx, &user, &id, &errors);
            Ok(Filled::Incomplete(errors))
        }
    }
}

/// Problems as errors of the blocks they are in.
fn by_block(view: &Object, problems: &[Problem]) -> Result<Map<String, Value>, Refusal> {
    let view = Value::Object(view.clone());
    let mut errors = Map::new();
    for problem in problems {
        let block = problem
            .pointer
            .split('/')
            .nth(2)
            .and_then(|index| view.pointer(&format!("/blocks/{index}/block_id")))
            .and_then(Value::as_str);
        let Some(block) = block else {
            return Err(Refusal::new("invalid_value", problem.message.clone()));
        };
        errors
            .entry(block.to_owned())
            .or_insert_with(|| json!(problem.message));
    }
    Ok(errors)
}

fn show_errors(tx: &mut Tx<'_>, user: &User, view_id: &str, errors: &Map<String, Value>) {
    if let Some(view) = tx.ws.view_mut(view_id) {
        view.insert("errors".to_owned(), Value::Object(errors.clone()));
    }
    tx.show_views(&user.id);
}

fn submission(hub: &Arc<Hub>, user: &User, view: &Object) -> (Value, String) {
    let mut tx = hub.open();
    let trigger = payload::trigger(&mut tx, user, Some(text(view, "id").to_owned()));
    let mut payload = payload::interaction("view_submission", user, &trigger);
    payload.insert("view".to_owned(), payload::view(view));
    payload.insert("response_urls".to_owned(), json!([]));
    (Value::Object(payload), trigger)
}

/// Does what the app answered with: closes, updates, pushes, clears, or shows errors.
fn react(hub: &Arc<Hub>, user: &User, view_id: &str, body: &Value) -> Result<Object, Refusal> {
    let mut tx = hub.open();
    let mut answer = Object::new();
    let action = body.get("response_action").and_then(Value::as_str);
    if let Some(action) = action {
        answer.insert("response_action".to_owned(), json!(action));
    }
    let new_view = || match body.get("view") {
        Some(Value::Object(view)) => views::check_view(view.clone(), "modal")
            .map_err(|error| Refusal::new("invalid_response_action", error.to_json().to_string())),
        _ => Err(Refusal::new(
            "invalid_response_action",
            "there is no view in the answer",
        )),
    };
    match action {
        None => pop(&mut tx, user, view_id),
        Some("clear") => {
            tx.ws.views.remove(&user.id);
            tx.show_views(&user.id);
        }
        Some("update") => {
            views::replace_view(&mut tx, view_id, new_view()?)?;
        }
        Some("push") => {
            views::push_view(&mut tx, &user.id, new_view()?)?;
        }
        Some("errors") => {
            let Some(Value::Object(errors)) = body.get("errors") else {
                return Err(Refusal::new(
                    "invalid_response_action",
                    "there are no errors in it",
                ));
            };
            check_errors(&tx, view_id, errors)?;
            show_errors(&mut tx, user, view_id, errors);
            answer.insert("errors".to_owned(), Value::Object(errors.clone()));
        }
        Some(other) => {
            return Err(Refusal::new(
                "invalid_response_action",
                format!("{other:?} is unknown"),
            ));
        }
    }
    Ok(answer)
}

/// Errors have to name input blocks of the view.
fn check_errors(tx: &Tx<'_>, view_id: &str, errors: &Map<String, Value>) -> Result<(), Refusal> {
    let Some((_, view)) = tx.ws.view(view_id) else {
        return Ok(());
    };
    let list = view
        .get("blocks")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let known = |key: &String| {
        list.iter().any(|block| {
            block.get("block_id") == Some(&json!(key)) && block.get("type") == Some(&json!("input"))
        })
    };
    match errors.keys().find(|key| !known(key)) {
        Some(key) => Err(Refusal::new(
            "invalid_response_action",
            format!("the errors name {key:?}, which is no input block of the view"),
        )),
        None => Ok(()),
    }
}

fn pop(tx: &mut Tx<'_>, user: &User, view_id: &str) {
    if let Some(stack) = tx.ws.views.get_mut(&user.id) {
        stack.retain(|view| text(view, "id") != view_id);
    }
    tx.show_views(&user.id);
}

/// `POST /_sandbox/act/close`
pub(super) async fn close(State(hub): Shared, Body(given): Given) -> Outcome {
    let Some(payload) = dismiss(&hub, &Args(given))? else {
        return Ok(Json(json!({"ok": true, "status": null, "ack": null})));
    };
    let reply = delivery::send_and_wait(&hub, Kind::Interaction, payload).await;
    match reply.error {
        Some(error) => Err(Refusal::new(error, "the app did not take it")),
        None => Ok(Json(
            json!({"ok": true, "status": reply.status, "ack": reply.body}),
        )),
    }
}

/// Takes the view off the stack; gives the payload for apps that want to know.
fn dismiss(hub: &Arc<Hub>, body: &Args) -> Result<Option<Value>, Refusal> {
    let mut tx = hub.open();
    let user = who::user(&tx, body)?;
    let id = who::required(body, "view_id")?;
    let stack = tx.ws.views.get(&user.id).cloned().unwrap_or_default();
    let Some(view) = stack.iter().find(|view| text(view, "id") == id) else {
        return Err(Refusal::new(
            "view_not_found",
            format!("{} has no view {id}", user.name),
        ));
    };
    let clears = body.flag("clear").unwrap_or_default()
        || view.get("clear_on_close") == Some(&Value::Bool(true));
    if clears {
        tx.ws.views.remove(&user.id);
    }
    pop(&mut tx, &user, &id);
    if view.get("notify_on_close") != Some(&Value::Bool(true)) {
        return Ok(None);
    }
    let mut payload = payload::interaction("view_closed", &user, "");
    payload.remove("trigger_id");
    payload.insert("view".to_owned(), payload::view(view));
    payload.insert("is_cleared".to_owned(), json!(clears));
    Ok(Some(Value::Object(payload)))
}
