//! The contents of a message as a call gives them: text, blocks, attachments, metadata, checked.

use serde_json::{Value, json};

use super::args::Args;
use super::error::ApiError;
use crate::sandbox::blocks;
use crate::sandbox::hub::Hub;
use crate::sandbox::ids;
use crate::sandbox::state::Object;

/// Longer texts are refused.
const MAX_TEXT: usize = 40_000;
const MAX_MARKDOWN: usize = 12_000;
const MAX_ATTACHMENTS: usize = 100;

/// The contents given by `text`, `markdown_text`, `blocks`, `attachments` and `metadata`.
pub(crate) fn contents(args: &Args) -> Result<Object, ApiError> {
    let mut fields = Object::new();
    let text = match args.text("markdown_text") {
        Some(_) if args.has("text") || args.has("blocks") => {
            return Err("markdown_text_conflict".into());
        }
        Some(markdown) if markdown.chars().count() > MAX_MARKDOWN => {
            return Err("msg_too_long".into());
        }
        Some(markdown) => markdown,
        None => args.text("text").unwrap_or_default(),
    };
    if text.chars().count() > MAX_TEXT {
        return Err("msg_too_long".into());
    }
    fields.insert("text".to_owned(), json!(text));
    if let Some(list) = list(args, "blocks", "invalid_blocks_format")? {
        let problems = blocks::validate_message(&list);
        if !problems.is_empty() {
            let messages: Vec<String> = problems
                .iter()
                .map(|problem| problem.to_slack("/blocks"))
                .collect();
            return Err(ApiError::new("invalid_blocks")
                .with("errors", json!(messages))
                .with_messages(&messages));
        }
        if list.as_array().is_some_and(|blocks| !blocks.is_empty()) {
            fields.insert("blocks".to_owned(), list);
        }
    }
    if let Some(list) = list(args, "attachments", "invalid_attachments")? {
        match list.as_array().map(Vec::len) {
            Some(0) | None => {}
            Some(count) if count > MAX_ATTACHMENTS => return Err("too_many_attachments".into()),
            Some(_) => {
                fields.insert("attachments".to_owned(), list);
            }
        }
    }
    if args.has("metadata") {
        fields.insert("metadata".to_owned(), metadata(args)?);
    }
    Ok(fields)
}

/// Whether there is nothing to show.
pub(crate) fn is_empty(fields: &Object) -> bool {
    let blank = fields
        .get("text")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .is_empty();
    blank && !fields.contains_key("blocks") && !fields.contains_key("attachments")
}

fn list(args: &Args, name: &str, error: &'static str) -> Result<Option<Value>, ApiError> {
    if args.text(name).is_none() && !args.0.get(name).is_some_and(Value::is_array) {
        return if args.0.get(name).is_some_and(Value::is_object) {
            Err(error.into())
        } else {
            Ok(None)
        };
    }
    match args.json(name) {
        Some(list @ Value::Array(_)) => Ok(Some(list)),
        _ => Err(error.into()),
    }
}

fn metadata(args: &Args) -> Result<Value, ApiError> {
    let given = args
        .json("metadata")
        .ok_or_else(|| ApiError::new("invalid_metadata_format"))?;
    let typed = given.get("event_type").is_some_and(Value::is_string);
    if typed && given.get("event_payload").is_some_and(Value::is_object) {
        return Ok(given);
    }
    if given.get("entities").is_some_and(Value::is_array) {
        return Ok(given);
    }
    Err("invalid_metadata_schema".into())
}

/// The fields that say that the app's bot wrote a message.
pub(crate) fn bot_author(hub: &Hub) -> Object {
    let mut fields = Object::new();
    fields.insert("user".to_owned(), json!(ids::BOT_USER));
    fields.insert("bot_id".to_owned(), json!(ids::BOT));
    fields.insert("app_id".to_owned(), json!(ids::APP));
    fields.insert("team".to_owned(), json!(ids::TEAM));
    let profile = json!({
        "id": ids::BOT,
        "deleted": false,
        "name": hub.app().name(),
        "updated": hub.clock.now_s(),
        "app_id": ids::APP,
        "user_id": ids::BOT_USER,
        "icons": icons(&hub.base),
        "team_id": ids::TEAM,
    });
    fields.insert("bot_profile".to_owned(), profile);
    fields
}

/// The app's pictures.
pub(crate) fn icons(base: &str) -> Value {
    let icon = format!("{base}/_sandbox/icon.svg");
    json!({"image_36": icon, "image_48": icon, "image_72": icon})
}
