//! A payload as the timeline keeps it: without what would open a door, and without our own views,
//! which say nothing about what the person did.

use serde_json::Value;

/// What must not be kept: secrets and addresses for answering.
const SECRET: [&str; 4] = ["token", "trigger_id", "response_url", "response_urls"];
/// What we made ourselves; it may hold an address for answering.
const OURS: [&str; 3] = ["blocks", "private_metadata", "hash"];

/// The payload without them.
pub(super) fn scrubbed(payload: &Value) -> Value {
    let mut kept = payload.clone();
    if let Some(fields) = kept.as_object_mut() {
        for name in SECRET {
            fields.remove(name);
        }
    }
    if let Some(view) = kept.get_mut("view").and_then(Value::as_object_mut) {
        for name in OURS {
            view.remove(name);
        }
    }
    kept
}
