//! `views.*`: modals and the App Home.

use serde_json::{Value, json};

use super::Method;
use super::args::Args;
use super::error::{Answer, ApiError};
use crate::sandbox::blocks;
use crate::sandbox::hub::Tx;
use crate::sandbox::ids;
use crate::sandbox::ops::messages::name_blocks;
use crate::sandbox::state::{Object, text};

/// How long a trigger lives.
const TRIGGER_MS: i64 = 3000;
/// How many modals a person's stack holds.
const MAX_STACK: usize = 3;

pub(super) fn method(name: &str) -> Option<Method> {
    Some(match name {
        "views.open" => open,
        "views.push" => push,
        "views.update" => update,
        "views.publish" => publish,
        _ => return None,
    })
}

/// The view in the arguments, checked.
fn given_view(args: &Args, kind: &str) -> Result<Object, ApiError> {
    if !args.has("view") {
        return Err(invalid(&["missing required field: view".to_owned()]));
    }
    let Some(Value::Object(view)) = args.json("view") else {
        return Err(invalid(&[
            "must provide an object [json-pointer:/view]".to_owned()
        ]));
    };
    check_view(view, kind)
}

/// Refuses a view Slack refuses.
pub(crate) fn check_view(view: Object, kind: &str) -> Result<Object, ApiError> {
    let found = text(&view, "type").to_owned();
    if found != kind {
        let message = format!("must be of type {kind} [json-pointer:/view/type]");
        return Err(invalid(&[message]));
    }
    let view = Value::Object(view);
    let problems = blocks::validate_view(&view);
    if problems
        .iter()
        .any(|problem| problem.message.starts_with("view_too_large"))
    {
        return Err("view_too_large".into());
    }
    if !problems.is_empty() {
        let messages: Vec<String> = problems
            .iter()
            .map(|problem| problem.to_slack("/view"))
            .collect();
        return Err(invalid(&messages));
    }
    Ok(match view {
        Value::Object(view) => view,
        _ => Object::new(),
    })
}

fn invalid(messages: &[String]) -> ApiError {
    ApiError::new("invalid_arguments").with_messages(messages)
}

/// Uses up the trigger and gives the person it belongs to, and the view it came from.
fn use_trigger(tx: &mut Tx<'_>, args: &Args) -> Result<(String, Option<String>), ApiError> {
    let id = args
        .text("trigger_id")
        .or_else(|| args.text("interactivity_pointer"))
        .ok_or_else(|| invalid(&["missing required field: trigger_id".to_owned()]))?;
    let now = tx.hub.clock.now_ms();
    let trigger = tx
        .ws
        .triggers
        .get_mut(&id)
        .ok_or_else(|| ApiError::new("invalid_trigger_id"))?;
    if trigger.used {
        return Err("exchanged_trigger_id".into());
    }
    if now - trigger.issued_ms > TRIGGER_MS {
        return Err("expired_trigger_id".into());
    }
    trigger.used = true;
    Ok((trigger.user.clone(), trigger.view.clone()))
}

fn check_external_id(tx: &Tx<'_>, view: &Object, own: Option<&str>) -> Result<(), ApiError> {
    let external = text(view, "external_id");
    let taken = tx
        .ws
        .views
        .values()
        .flatten()
        .chain(tx.ws.homes.values())
        .any(|other| {
            !external.is_empty()
                && text(other, "external_id") == external
                && Some(text(other, "id")) != own
        });
    if taken {
        Err("duplicate_external_id".into())
    } else {
        Ok(())
    }
}

/// Completes a view with the fields Slack adds.
fn complete(tx: &mut Tx<'_>, mut view: Object, place: &Object) -> Object {
    if let Some(list) = view.get_mut("blocks") {
        name_blocks(tx, list);
    }
    let defaults = json!({
        "team_id": ids::TEAM,
        "app_id": ids::APP,
        "app_installed_team_id": ids::TEAM,
        "bot_id": ids::BOT,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": false,
        "notify_on_close": false,
        "close": null,
        "submit": null,
        "previous_view_id": null,
    });
    if let Value::Object(defaults) = defaults {
        for (key, value) in defaults {
            view.entry(key).or_insert(value);
        }
    }
    view.extend(place.clone());
    let hash = format!("{}.{}", tx.hub.clock.now_s(), random_word());
    view.insert("hash".to_owned(), json!(hash));
    let state = blocks::current_state(&Value::Object(view.clone()), &Object::new());
    view.insert(
        "state".to_owned(),
        state.unwrap_or_else(|_| json!({"values": {}})),
    );
    view
}

fn random_word() -> String {
    uuid::Uuid::new_v4()
        .simple()
        .to_string()
        .chars()
        .take(8)
        .collect()
}

/// Puts a new modal on top of a person's stack.
pub(crate) fn push_view(tx: &mut Tx<'_>, user: &str, view: Object) -> Result<Object, ApiError> {
    check_external_id(tx, &view, None)?;
    let stack = tx.ws.views.get(user).map(Vec::as_slice).unwrap_or_default();
    if stack.len() >= MAX_STACK {
        return Err("push_limit_reached".into());
    }
    let root = stack.first().map(|view| text(view, "id").to_owned());
    let previous = stack.last().map(|view| text(view, "id").to_owned());
    let id = tx.ws.new_id("V");
    let mut place = Object::new();
    place.insert(
        "root_view_id".to_owned(),
        json!(root.unwrap_or_else(|| id.clone())),
    );
    place.insert("previous_view_id".to_owned(), json!(previous));
    place.insert("id".to_owned(), json!(id));
    let view = complete(tx, view, &place);
    tx.ws
        .views
        .entry(user.to_owned())
        .or_default()
        .push(view.clone());
    tx.show_views(user);
    Ok(view)
}

/// Puts other contents in the place of a view, keeping what a person entered where blocks stay.
pub(crate) fn replace_view(tx: &mut Tx<'_>, id: &str, view: Object) -> Result<Object, ApiError> {
    check_external_id(tx, &view, Some(id))?;
    let Some((user, old)) = tx.ws.view(id) else {
        return Err("not_found".into());
    };
    let user = user.to_owned();
    let mut place = Object::new();
    for key in ["id", "root_view_id", "previous_view_id"] {
        place.insert(key.to_owned(), old.get(key).cloned().unwrap_or_default());
    }
    let entered = old.get("state").cloned().unwrap_or_default();
    let mut view = complete(tx, view, &place);
    keep_entered(&mut view, &entered);
    if let Some(slot) = tx.ws.view_mut(id) {
        slot.clone_from(&view);
    }
    if text(&view, "type") == "home" {
        tx.show_to(&user, json!({"kind": "home", "user": user, "home": view}));
    } else {
        tx.show_views(&user);
    }
    Ok(view)
}

/// What was entered survives an update where block and action keep their names.
fn keep_entered(view: &mut Object, entered: &Value) {
    let Some(Value::Object(values)) = view.get_mut("state").and_then(|s| s.get_mut("values"))
    else {
        return;
    };
    for (block, actions) in values {
        for (action, state) in actions.as_object_mut().into_iter().flatten() {
            let old = entered
                .get("values")
                .and_then(|v| v.get(block)?.get(action));
            if let Some(old) = old
                && old.get("type") == state.get("type")
            {
                *state = old.clone();
            }
        }
    }
}

fn open(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let view = given_view(args, "modal")?;
    let (user, _) = use_trigger(tx, args)?;
    // Opening starts a new stack.
    tx.ws.views.remove(&user);
    let view = push_view(tx, &user, view)?;
    Ok(json!({"view": view}))
}

fn push(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let view = given_view(args, "modal")?;
    let (user, from) = use_trigger(tx, args)?;
    let in_modal = from.is_some_and(|id| tx.ws.view(&id).is_some());
    if !in_modal {
        return Err("not_found".into());
    }
    let view = push_view(tx, &user, view)?;
    Ok(json!({"view": view}))
}

/// The id of the view that `view_id` or `external_id` names.
fn named_view(tx: &Tx<'_>, args: &Args) -> Result<String, ApiError> {
    if let Some(id) = args.text("view_id") {
        return Ok(id);
    }
    let missing = || invalid(&["either view_id or external_id is required".to_owned()]);
    let wanted = args.text("external_id").ok_or_else(missing)?;
    let mut all = tx.ws.views.values().flatten().chain(tx.ws.homes.values());
    let found = all.find(|view| text(view, "external_id") == wanted);
    Ok(found
        .map(|view| text(view, "id").to_owned())
        .unwrap_or_default())
}

fn update(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let id = named_view(tx, args)?;
    let Some((_, old)) = tx.ws.view(&id) else {
        return Err("not_found".into());
    };
    let kind = text(old, "type").to_owned();
    let hash = text(old, "hash").to_owned();
    let view = given_view(args, &kind)?;
    if args.text("hash").is_some_and(|given| given != hash) {
        return Err("hash_conflict".into());
    }
    let view = replace_view(tx, &id, view)?;
    Ok(json!({"view": view}))
}

fn publish(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let user = args.required("user_id", "user_not_found")?;
    if !tx.ws.users.contains_key(&user) {
        return Err("user_not_found".into());
    }
    let view = given_view(args, "home")?;
    if let Some(old) = tx.ws.homes.get(&user) {
        let hash = text(old, "hash");
        if args.text("hash").is_some_and(|given| given != hash) {
            return Err("hash_conflict".into());
        }
    }
    let known = tx
        .ws
        .homes
        .get(&user)
        .map(|view| text(view, "id").to_owned());
    check_external_id(tx, &view, known.as_deref())?;
    let id = known.unwrap_or_else(|| tx.ws.new_id("V"));
    let mut place = Object::new();
    place.insert("root_view_id".to_owned(), json!(id));
    place.insert("previous_view_id".to_owned(), Value::Null);
    place.insert("id".to_owned(), json!(id));
    let view = complete(tx, view, &place);
    tx.ws.homes.insert(user.clone(), view.clone());
    tx.show_to(&user, json!({"kind": "home", "user": user, "home": view}));
    Ok(json!({"view": view}))
}
