//! Clicks and choices in messages and views, options of external selects, shortcuts, and opening the App Home.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::choose;
use super::payload::{self, Place};
use super::who::{self, Given};
use crate::sandbox::api::args::Args;
use crate::sandbox::body::Body;
use crate::sandbox::control::{Outcome, Refusal};
use crate::sandbox::delivery::{self, Kind, Reply};
use crate::sandbox::hub::{Hub, Tx};
use crate::sandbox::manifest::ShortcutKind;
use crate::sandbox::ops::{channels, ephemeral, messages};
use crate::sandbox::state::{MessageRef, Object, User, text};

type Shared = State<Arc<Hub>>;

/// What is clicked in.
enum Surface {
    Message {
        channel: String,
        message: Object,
        ephemeral: bool,
    },
    View(Object),
}

impl Surface {
    fn find(tx: &Tx<'_>, body: &Args, user: &User) -> Result<Self, Refusal> {
        if let Some(id) = body.text("view_id") {
            return match tx.ws.view(&id) {
                Some((owner, view)) if owner == user.id => Ok(Self::View(view.clone())),
                _ => Err(Refusal::new(
                    "view_not_found",
                    format!("{} has no view {id}", user.name),
                )),
            };
        }
        let channel = who::channel(tx, body, user)?;
        let ts = who::required(body, "ts")?;
        if let Some(message) = ephemeral::find(tx, &user.id, &ts) {
            return Ok(Self::Message {
                channel,
                message,
                ephemeral: true,
            });
        }
        let message = messages::find(tx, &channel, &ts)?;
        Ok(Self::Message {
            channel,
            message,
            ephemeral: false,
        })
    }

    fn blocks(&self) -> Value {
        let fields = match self {
            Self::Message { message, .. } => message,
            Self::View(view) => view,
        };
        fields.get("blocks").cloned().unwrap_or_default()
    }
}

fn answered(reply: &Reply, trigger: Option<String>) -> Outcome {
    if let Some(error) = reply.error {
        return Err(
            Refusal::new(error, "the app did not take it").with("status", json!(reply.status))
        );
    }
    let mut answer = json!({"ok": true, "status": reply.status, "ack": reply.body});
    if let (Some(trigger), Value::Object(fields)) = (trigger, &mut answer) {
        fields.insert("trigger_id".to_owned(), json!(trigger));
    }
    Ok(Json(answer))
}

/// `POST /_sandbox/act/click`
pub(super) async fn click(State(hub): Shared, Body(given): Given) -> Outcome {
    let body = Args(given);
    let (payload, trigger) = press(&hub, &body)?;
    let Some(payload) = payload else {
        // An input that does not dispatch only remembers.
        return Ok(Json(json!({"ok": true, "status": null, "ack": null})));
    };
    let reply = delivery::send_and_wait(&hub, Kind::Interaction, payload).await;
    answered(&reply, Some(trigger))
}

fn press(hub: &Arc<Hub>, body: &Args) -> Result<(Option<Value>, String), Refusal> {
    let mut tx = hub.open();
    let user = who::user(&tx, body)?;
    let surface = Surface::find(&tx, body, &user)?;
    let list = surface.blocks();
    let action_id = who::required(body, "action_id")?;
    let block_id = body.text("block_id");
    let found = choose::find(&list, &action_id, block_id.as_deref()).ok_or_else(|| {
        Refusal::new(
            "no_such_element",
            format!("nothing there has the action_id {action_id:?}"),
        )
    })?;
    let value = body.0.get("value").cloned().unwrap_or_default();
    let value = choose::with_offered(&tx.ws, &user.id, &action_id, value);
    let ts = tx.ts();
    let action = choose::action(&found, &value, &ts)?;
    let view = match &surface {
        Surface::View(view) => Some(text(view, "id").to_owned()),
        Surface::Message { .. } => None,
    };
    let trigger = payload::trigger(&mut tx, &user, view);
    let mut payload = payload::interaction("block_actions", &user, &trigger);
    payload.insert("actions".to_owned(), json!([action]));
    let mut values = match body.json("values") {
        Some(Value::Object(values)) => values,
        _ => Object::new(),
    };
    values.insert(action_id, value);
    match surface {
        Surface::View(view) => in_view(&mut tx, &mut payload, view, &values),
        Surface::Message {
            channel,
            message,
            ephemeral,
        } => {
            in_message(
                &mut tx,
                &mut payload,
                (&channel, &message, ephemeral),
                &user,
            );
            let state = chosen_in_message(&mut tx, (&channel, &message), &user, &values);
            payload.insert("state".to_owned(), state);
        }
    }
    let silent = found.in_input && !found.dispatches;
    Ok(((!silent).then_some(Value::Object(payload)), trigger))
}

/// Completes a click in a view, and remembers what was entered and chosen.
fn in_view(tx: &mut Tx<'_>, payload: &mut Object, mut view: Object, values: &Object) {
    let id = text(&view, "id").to_owned();
    let before = view.get("state").cloned().unwrap_or_default();
    let state = choose::state_with(&Value::Object(view.clone()), &before, values);
    view.insert("state".to_owned(), state.clone());
    if let Some(kept) = tx.ws.view_mut(&id) {
        kept.insert("state".to_owned(), state);
    }
    payload.insert(
        "container".to_owned(),
        json!({"type": "view", "view_id": id}),
    );
    payload.insert("view".to_owned(), payload::view(&view));
}

/// Completes an interaction with a message.
fn in_message(
    tx: &mut Tx<'_>,
    payload: &mut Object,
    (channel, message, ephemeral): (&str, &Object, bool),
    user: &User,
) {
    let ts = text(message, "ts").to_owned();
    let source = if ephemeral {
        MessageRef::Ephemeral(ts)
    } else {
        MessageRef::Posted(ts)
    };
    let thread_ts = Some(text(message, "thread_ts").to_owned()).filter(|ts| !ts.is_empty());
    let place = Place {
        channel: channel.to_owned(),
        source: Some(source),
        thread_ts,
    };
    let url = payload::response_url(tx, "actions", user, place);
    payload.insert(
        "container".to_owned(),
        payload::container(channel, message, ephemeral),
    );
    payload.insert("channel".to_owned(), payload::channel(tx, channel));
    payload.insert("response_url".to_owned(), json!(url));
    if !ephemeral {
        payload.insert("message".to_owned(), payload::message(message));
    }
}

/// Remembers a choice in a message and gives the message's state as this person sees it.
fn chosen_in_message(
    tx: &mut Tx<'_>,
    (channel, message): (&str, &Object),
    user: &User,
    values: &Object,
) -> Value {
    let key = (
        channel.to_owned(),
        text(message, "ts").to_owned(),
        user.id.clone(),
    );
    let list = message.get("blocks").cloned().unwrap_or_default();
    let before = tx.ws.choices.get(&key).cloned().unwrap_or_default();
    let state = choose::state_with(&list, &before, values);
    tx.ws.choices.insert(key, state.clone());
    state
}

/// `POST /_sandbox/act/options`
pub(super) async fn options(State(hub): Shared, Body(given): Given) -> Outcome {
    let body = Args(given);
    let payload = suggestion(&hub, &body)?;
    let key = (
        payload_text(&payload, "/user/id"),
        payload_text(&payload, "/action_id"),
    );
    let reply = delivery::send_and_wait(&hub, Kind::Interaction, payload).await;
    if let Some(error) = reply.error {
        return Err(Refusal::new(error, "the app gave no options"));
    }
    hub.open()
        .ws
        .offered
        .entry(key)
        .or_default()
        .extend(options_in(&reply.body));
    let mut answer = json!({"ok": true});
    for key in ["options", "option_groups"] {
        if let (Some(list), Value::Object(fields)) = (reply.body.get(key), &mut answer) {
            fields.insert(key.to_owned(), list.clone());
        }
    }
    Ok(Json(answer))
}

fn payload_text(payload: &Value, pointer: &str) -> String {
    payload
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// The options in an app's answer, groups or not, by value.
fn options_in(answer: &Value) -> Vec<(String, Value)> {
    let list = |value: &Value| {
        value
            .get("options")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let groups = answer.get("option_groups").and_then(Value::as_array);
    let grouped = groups.into_iter().flatten().flat_map(list);
    let by_value = |option: Value| Some((option.get("value")?.as_str()?.to_owned(), option));
    list(answer)
        .into_iter()
        .chain(grouped)
        .filter_map(by_value)
        .collect()
}

fn suggestion(hub: &Arc<Hub>, body: &Args) -> Result<Value, Refusal> {
    let mut tx = hub.open();
    let user = who::user(&tx, body)?;
    let surface = Surface::find(&tx, body, &user)?;
    let list = surface.blocks();
    let action_id = who::required(body, "action_id")?;
    let block_id = body.text("block_id");
    let found = choose::find(&list, &action_id, block_id.as_deref()).ok_or_else(|| {
        Refusal::new(
            "no_such_element",
            format!("nothing there has the action_id {action_id:?}"),
        )
    })?;
    let mut payload = payload::interaction("block_suggestion", &user, "");
    payload.remove("trigger_id");
    payload.insert("action_id".to_owned(), json!(action_id));
    payload.insert("block_id".to_owned(), json!(found.block_id));
    payload.insert(
        "value".to_owned(),
        json!(body.text("query").unwrap_or_default()),
    );
    match surface {
        Surface::View(view) => {
            let container = json!({"type": "view", "view_id": text(&view, "id")});
            payload.insert("container".to_owned(), container);
            payload.insert("view".to_owned(), payload::view(&view));
        }
        Surface::Message {
            channel,
            message,
            ephemeral,
        } => {
            in_message(
                &mut tx,
                &mut payload,
                (&channel, &message, ephemeral),
                &user,
            );
            payload.remove("response_url");
        }
    }
    Ok(Value::Object(payload))
}

/// `POST /_sandbox/act/shortcut`
pub(super) async fn shortcut(State(hub): Shared, Body(given): Given) -> Outcome {
    let body = Args(given);
    let (payload, trigger) = prepare_shortcut(&hub, &body)?;
    let reply = delivery::send_and_wait(&hub, Kind::Interaction, payload).await;
    answered(&reply, Some(trigger))
}

fn prepare_shortcut(hub: &Arc<Hub>, body: &Args) -> Result<(Value, String), Refusal> {
    let callback_id = who::required(body, "callback_id")?;
    let on_message = body.has("ts");
    let kind = if on_message {
        ShortcutKind::Message
    } else {
        ShortcutKind::Global
    };
    if !hub.app().knows_shortcut(&callback_id, kind) {
        let detail = format!("the app has no such shortcut {callback_id:?}");
        return Err(Refusal::new("unknown_shortcut", detail));
    }
    let mut tx = hub.open();
    let user = who::user(&tx, body)?;
    let trigger = payload::trigger(&mut tx, &user, None);
    let name = if on_message {
        "message_action"
    } else {
        "shortcut"
    };
    let mut payload = payload::interaction(name, &user, &trigger);
    payload.insert("callback_id".to_owned(), json!(callback_id));
    payload.insert("action_ts".to_owned(), json!(tx.ts()));
    if on_message {
        let channel = who::channel(&tx, body, &user)?;
        let ts = who::required(body, "ts")?;
        let message = messages::find(&tx, &channel, &ts)?;
        let place = Place {
            channel: channel.clone(),
            source: None,
            thread_ts: None,
        };
        let url = payload::response_url(&mut tx, "app", &user, place);
        payload.insert("response_url".to_owned(), json!(url));
        payload.insert("channel".to_owned(), payload::channel(&tx, &channel));
        payload.insert("message_ts".to_owned(), json!(ts));
        payload.insert("message".to_owned(), payload::message(&message));
    }
    Ok((Value::Object(payload), trigger))
}

/// `POST /_sandbox/act/home`
pub(super) async fn home(State(hub): Shared, Body(given): Given) -> Outcome {
    let mut tx = hub.open();
    let user = who::user(&tx, &Args(given))?;
    let channel = channels::open_direct(&mut tx, std::slice::from_ref(&user.id));
    let mut event = json!({
        "type": "app_home_opened",
        "user": user.id,
        "channel": channel,
        "tab": "home",
    });
    if let (Some(view), Value::Object(fields)) = (tx.ws.homes.get(&user.id), &mut event) {
        fields.insert("view".to_owned(), payload::view(view));
    }
    tx.event("app_home_opened", "", event);
    Ok(Json(json!({"ok": true, "channel": channel})))
}
