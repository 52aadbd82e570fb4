//! Finds an element people can use, and works out what using it says.

use serde_json::{Value, json};

use crate::sandbox::blocks;
use crate::sandbox::control::Refusal;
use crate::sandbox::state::{Object, Workspace, text};

/// An interactive element and the block it is in.
pub(super) struct Found<'a> {
    pub(super) element: &'a Object,
    pub(super) block_id: &'a str,
    pub(super) in_input: bool,
    /// Whether an input sends its changes at once.
    pub(super) dispatches: bool,
}

/// The element with this action id (and block id, when given) in a list of blocks.
pub(super) fn find<'a>(
    list: &'a Value,
    action_id: &str,
    block_id: Option<&str>,
) -> Option<Found<'a>> {
    list.as_array()?
        .iter()
        .filter_map(Value::as_object)
        .find_map(|block| {
            let id = text(block, "block_id");
            if block_id.is_some_and(|wanted| wanted != id) {
                return None;
            }
            let element =
                elements(block).find(|element| text(element, "action_id") == action_id)?;
            Some(Found {
                element,
                block_id: id,
                in_input: text(block, "type") == "input",
                dispatches: block.get("dispatch_action") == Some(&Value::Bool(true)),
            })
        })
}

fn elements(block: &Object) -> impl Iterator<Item = &Object> {
    let one = ["accessory", "element"]
        .into_iter()
        .filter_map(|key| block.get(key));
    let many = block
        .get("elements")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    one.chain(many).filter_map(Value::as_object)
}

/// What using the element with a value says: the entry of `actions`.
pub(super) fn action(found: &Found<'_>, value: &Value, ts: &str) -> Result<Object, Refusal> {
    let element = Value::Object(found.element.clone());
    let chosen = blocks::chosen(&element, value)
        .map_err(|problem| Refusal::new("invalid_value", problem.message))?;
    let mut action = match chosen {
        Value::Object(fields) => fields,
        _ => Object::new(),
    };
    action.insert("block_id".to_owned(), json!(found.block_id));
    action.insert("action_ts".to_owned(), json!(ts));
    Ok(action)
}

/// The `state` of a view, or of a message's blocks, after more was entered: what was there before, `values` as in a
/// submission, each where it fits.
pub(super) fn state_with(form: &Value, before: &Value, values: &Object) -> Value {
    let mut given = Object::new();
    for (key, value) in entered(before).iter().chain(values) {
        let mut one = Object::new();
        one.insert(key.clone(), value.clone());
        if blocks::current_state(form, &one).is_ok() {
            given.insert(key.clone(), value.clone());
        }
    }
    blocks::current_state(form, &given).unwrap_or_else(|_| json!({"values": {}}))
}

/// What a state holds, as the `values` of a submission: by block id where the block has one entry.
pub(super) fn entered(state: &Value) -> Object {
    let mut given = Object::new();
    let blocks = state.get("values").and_then(Value::as_object);
    for (block, actions) in blocks.into_iter().flatten() {
        let actions = actions.as_object().into_iter().flatten();
        let entries: Vec<(&String, Value)> = actions
            .filter_map(|(action, entry)| Some((action, plain(entry)?)))
            .collect();
        let alone = entries.len() == 1;
        for (action, value) in entries {
            given.insert(if alone { block } else { action }.clone(), value);
        }
    }
    given
}

/// The value a person gave, from a state's entry.
fn plain(entry: &Value) -> Option<Value> {
    let fields = entry.as_object()?;
    let (_, value) = fields.iter().find(|(key, _)| {
        *key == "value" || *key == "rich_text_value" || key.starts_with("selected_")
    })?;
    // Options stay whole: of those an app offered, only the state knows the text.
    (!value.is_null()).then(|| value.clone())
}

/// Values of external selects as the options the app offered for them.
pub(super) fn with_offered(ws: &Workspace, user: &str, action_id: &str, value: Value) -> Value {
    let offered = ws.offered.get(&(user.to_owned(), action_id.to_owned()));
    let Some(offered) = offered else { return value };
    let option = |value: Value| {
        let known = value.as_str().and_then(|value| offered.get(value)).cloned();
        known.unwrap_or(value)
    };
    match value {
        Value::Array(items) => items.into_iter().map(option).collect(),
        value => option(value),
    }
}
