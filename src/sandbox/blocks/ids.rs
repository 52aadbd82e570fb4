//! Gives blocks and elements the identifiers their author left out.

use serde_json::{Map, Value};

/// Fills in missing `block_id`s and `action_id`s.
pub(super) fn fill(blocks: &mut Value, next: &mut dyn FnMut() -> String) {
    for_each(Some(blocks), &mut |block| {
        name(block, "block_id", next);
        let kind = block
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let mut named = |element: &mut Map<String, Value>| name(element, "action_id", next);
        match kind.as_str() {
            "actions" | "context_actions" => for_each(block.get_mut("elements"), &mut named),
            "card" => for_each(block.get_mut("actions"), &mut named),
            "input" => block
                .get_mut("element")
                .and_then(Value::as_object_mut)
                .into_iter()
                .for_each(named),
            "section" => block
                .get_mut("accessory")
                .and_then(Value::as_object_mut)
                .filter(|element| element.get("type").and_then(Value::as_str) != Some("image"))
                .into_iter()
                .for_each(named),
            "carousel" => {
                if let Some(cards) = block.get_mut("elements") {
                    fill(cards, next);
                }
            }
            "container" => {
                if let Some(children) = block.get_mut("child_blocks") {
                    fill(children, next);
                }
            }
            _ => {}
        }
    });
}

fn for_each(list: Option<&mut Value>, act: &mut impl FnMut(&mut Map<String, Value>)) {
    list.and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
        .for_each(act);
}

fn name(object: &mut Map<String, Value>, field: &str, next: &mut dyn FnMut() -> String) {
    let missing = object
        .get(field)
        .and_then(Value::as_str)
        .is_none_or(str::is_empty);
    if missing {
        object.insert(field.to_owned(), Value::String(next()));
    }
}
