//! Messages only one person sees.

use serde_json::json;

use super::messages::name_blocks;
use crate::sandbox::hub::Tx;
use crate::sandbox::state::{Object, text};

/// Shows a message to one person in a channel and gives it with its `ts`.
pub(crate) fn show(tx: &mut Tx<'_>, channel: &str, user: &str, mut message: Object) -> Object {
    let id = tx.ws.new_id("E");
    if let Some(list) = message.get_mut("blocks") {
        name_blocks(tx, list);
    }
    message.insert("id".to_owned(), json!(id));
    message.insert("type".to_owned(), json!("message"));
    message.insert("ephemeral".to_owned(), json!(true));
    message.insert("channel".to_owned(), json!(channel));
    message.insert("user".to_owned(), json!(user));
    message.insert("ts".to_owned(), json!(tx.ts()));
    tx.ws.ephemerals.push(message.clone());
    tx.show_ephemeral(&message);
    message
}

/// A person's ephemeral by its `ts`.
pub(crate) fn find(tx: &Tx<'_>, user: &str, ts: &str) -> Option<Object> {
    let mut mine = tx.ws.ephemerals.iter();
    mine.find(|message| text(message, "user") == user && text(message, "ts") == ts)
        .cloned()
}

/// Puts other contents in the place of an ephemeral.
pub(crate) fn replace(tx: &mut Tx<'_>, user: &str, ts: &str, mut contents: Object) {
    if let Some(list) = contents.get_mut("blocks") {
        name_blocks(tx, list);
    }
    let found = tx
        .ws
        .ephemerals
        .iter_mut()
        .find(|message| text(message, "user") == user && text(message, "ts") == ts);
    let Some(message) = found else { return };
    message.remove("blocks");
    message.extend(contents);
    let message = message.clone();
    tx.show_ephemeral(&message);
}

/// Takes an ephemeral away.
pub(crate) fn remove(tx: &mut Tx<'_>, user: &str, ts: &str) {
    let position = tx
        .ws
        .ephemerals
        .iter()
        .position(|message| text(message, "user") == user && text(message, "ts") == ts);
    let Some(position) = position else { return };
    let mut message = tx.ws.ephemerals.remove(position);
    message.insert("deleted".to_owned(), json!(true));
    tx.show_ephemeral(&message);
}
