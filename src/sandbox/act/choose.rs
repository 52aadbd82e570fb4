//! Finds an element people can use, and works out what using it says.

use serde_json::{Value, json};

use crate::sandbox::blocks;
use crate::sandbox::control::Refusal;
use crate::sandbox::state::{Object, text};

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

/// Notes a choice in a `state` (`{"values": {block: {action: …}}}`), unless the element has none (a button).
pub(super) fn remember(state: &mut Value, found: &Found<'_>, value: &Value) {
    let list = json!([{
        "type": "actions",
        "block_id": found.block_id,
        "elements": [found.element],
    }]);
    let as_input = json!([{
        "type": "input",
        "block_id": found.block_id,
        "label": {"type": "plain_text", "text": "-"},
        "element": found.element,
    }]);
    let list = if found.in_input { as_input } else { list };
    let mut given = Object::new();
    given.insert(text(found.element, "action_id").to_owned(), value.clone());
    let Ok(Value::Object(fresh)) = blocks::current_state(&list, &given) else {
        return;
    };
    let Some(Value::Object(blocks)) = fresh.get("values") else {
        return;
    };
    for (block, actions) in blocks {
        for (action, entry) in actions.as_object().into_iter().flatten() {
            if let Some(values) = values_of(state) {
                let slot = values.entry(block.clone()).or_insert_with(|| json!({}));
                if let Value::Object(slot) = slot {
                    slot.insert(action.clone(), entry.clone());
                }
            }
        }
    }
}

fn values_of(state: &mut Value) -> Option<&mut Object> {
    if !state.is_object() {
        *state = json!({});
    }
    let fields = state.as_object_mut()?;
    fields
        .entry("values")
        .or_insert_with(|| json!({}))
        .as_object_mut()
}
