//! Deliveries as the inbox keeps them: the word for their kind, and their text read again.

use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::slack::delivery::DeliveryKind;
use crate::slack::lenient::read_json;

/// The word for a kind.
pub(super) const fn key(kind: DeliveryKind) -> &'static str {
    match kind {
        DeliveryKind::Event => "event",
        DeliveryKind::Command => "command",
        DeliveryKind::Interaction => "interaction",
        DeliveryKind::Other => "other",
    }
}

/// The kind of a word.
pub(super) fn kind(key: &str) -> DeliveryKind {
    match key {
        "event" => DeliveryKind::Event,
        "command" => DeliveryKind::Command,
        "interaction" => DeliveryKind::Interaction,
        _ => DeliveryKind::Other,
    }
}

/// The payload: JSON as it came, the JSON in a form's field `payload`, or a form's fields.
pub(super) fn payload(raw: &str) -> Option<Value> {
    if let Some(json) = read_json(raw) {
        return json.is_object().then_some(json);
    }
    let fields: Map<String, Value> = form_urlencoded::parse(raw.as_bytes())
        .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
        .collect();
    match fields.get("payload").and_then(Value::as_str) {
        Some(inner) => read_json(inner),
        None => fields
            .contains_key("command")
            .then_some(Value::Object(fields)),
    }
}
