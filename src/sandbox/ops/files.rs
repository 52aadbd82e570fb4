//! Files shared in channels.

use serde_json::{Value, json};

use super::messages::{self, Draft};
use crate::sandbox::api::error::ApiError;
use crate::sandbox::hub::Tx;
use crate::sandbox::state::{File, Object};

/// Where and how files are shared.
pub(crate) struct Share {
    pub(crate) channel: String,
    pub(crate) thread: Option<String>,
    pub(crate) comment: String,
    /// The author's fields of the message: `user`, and for the bot `bot_id` and so on.
    pub(crate) author: Object,
}

/// Keeps a file.
pub(crate) fn keep(tx: &mut Tx<'_>, file: File) {
    let item = json!({"kind": "file", "file": file.to_json(&tx.hub.base)});
    tx.ws.files.insert(file.id.clone(), file);
    tx.show_all(item);
}

/// Posts files as one message.
pub(crate) fn share(tx: &mut Tx<'_>, files: &[String], share: Share) -> Result<Object, ApiError> {
    let user = messages::author_of(&share.author).to_owned();
    let channel = share.channel;
    for id in files {
        if let Some(file) = tx.ws.files.get_mut(id) {
            file.shares.push((channel.clone(), String::new()));
        }
    }
    let listed: Vec<Value> = files
        .iter()
        .filter_map(|id| tx.ws.files.get(id))
        .map(|file| file.to_json(&tx.hub.base))
        .collect();
    let mut fields = share.author;
    fields.insert("subtype".to_owned(), json!("file_share"));
    fields.insert("text".to_owned(), json!(share.comment));
    fields.insert("files".to_owned(), Value::Array(listed));
    fields.insert("upload".to_owned(), json!(true));
    fields.insert("display_as_bot".to_owned(), json!(false));
    let draft = Draft {
        fields,
        thread: share.thread,
        broadcast: false,
    };
    let message = messages::post(tx, &channel, draft)?;
    let ts = message
        .get("ts")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    for id in files {
        if let Some(place) = tx
            .ws
            .files
            .get_mut(id)
            .and_then(|file| file.shares.last_mut())
        {
            place.1.clone_from(&ts);
        }
        let event = json!({
            "type": "file_shared",
            "file_id": id,
            "user_id": user,
            "file": {"id": id},
            "channel_id": channel,
        });
        tx.member_event("file_shared", &channel, event);
    }
    Ok(message)
}
