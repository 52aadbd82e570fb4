//! Messages: posting, editing, deleting, and the thread's parent that keeps count.

use serde_json::{Value, json};

use super::{channel, channel_mut, object};
use crate::sandbox::api::error::ApiError;
use crate::sandbox::blocks;
use crate::sandbox::hub::Tx;
use crate::sandbox::ids;
use crate::sandbox::state::{Channel, Object, text};

/// A message about to be posted.
#[derive(Default)]
pub(crate) struct Draft {
    /// The message's own fields: `text`, `user` or `bot_id`, `blocks`, `subtype`, …
    pub(crate) fields: Object,
    pub(crate) thread: Option<String>,
    /// Also show the reply in the channel.
    pub(crate) broadcast: bool,
}

impl Draft {
    /// A message with these fields, outside of threads.
    pub(crate) fn new(fields: Value) -> Self {
        Self {
            fields: object(fields),
            ..Self::default()
        }
    }
}

/// Posts a message and gives it with its `ts`.
pub(crate) fn post(tx: &mut Tx<'_>, channel_id: &str, draft: Draft) -> Result<Object, ApiError> {
    let mut message = draft.fields;
    let ts = tx.ts();
    message.insert("type".to_owned(), json!("message"));
    message.insert("ts".to_owned(), json!(ts));
    if let Some(list) = message.get_mut("blocks") {
        name_blocks(tx, list);
    }
    let thread = match draft.thread {
        Some(thread) => Some(root_of(channel(tx, channel_id)?, &thread)?),
        None => None,
    };
    if let Some(root) = &thread {
        join_thread(tx, channel_id, root, &mut message)?;
        if draft.broadcast {
            message.insert("subtype".to_owned(), json!("thread_broadcast"));
        }
    }
    channel_mut(tx, channel_id)?
        .messages
        .insert(ts, message.clone());
    tx.show_message(channel_id, &message);
    announce(tx, channel_id, message.clone())?;
    Ok(message)
}

/// Gives blocks and elements without an id one, as Slack does.
pub(crate) fn name_blocks(tx: &mut Tx<'_>, list: &mut Value) {
    blocks::fill_ids(list, || format!("b{:04}", tx.ws.new_number()));
}

/// The first message of the thread `ts` is in.
fn root_of(channel: &Channel, ts: &str) -> Result<String, ApiError> {
    let message = channel
        .messages
        .get(ts)
        .ok_or_else(|| ApiError::new("thread_not_found"))?;
    let root = text(message, "thread_ts");
    Ok(if root.is_empty() { ts } else { root }.to_owned())
}

fn join_thread(
    tx: &mut Tx<'_>,
    channel_id: &str,
    root: &str,
    message: &mut Object,
) -> Result<(), ApiError> {
    let channel = channel_mut(tx, channel_id)?;
    let author = author_of(message).to_owned();
    message.insert("thread_ts".to_owned(), json!(root));
    let Some(parent) = channel.messages.get_mut(root) else {
        return Ok(());
    };
    let parent_user = author_of(parent).to_owned();
    message.insert("parent_user_id".to_owned(), json!(parent_user));
    parent.insert("thread_ts".to_owned(), json!(root));
    let mut users: Vec<Value> = parent
        .get("reply_users")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    if !users.contains(&json!(author)) {
        users.push(json!(author));
    }
    let replies = parent
        .get("reply_count")
        .and_then(Value::as_u64)
        .unwrap_or_default();
    parent.insert("reply_count".to_owned(), json!(replies + 1));
    parent.insert("reply_users_count".to_owned(), json!(users.len()));
    parent.insert("reply_users".to_owned(), Value::Array(users));
    parent.insert(
        "latest_reply".to_owned(),
        message.get("ts").cloned().unwrap_or_default(),
    );
    parent.insert("is_locked".to_owned(), json!(false));
    parent.insert("subscribed".to_owned(), json!(false));
    let parent = parent.clone();
    tx.show_message(channel_id, &parent);
    Ok(())
}

/// Who wrote it: a user, or the bot.
pub(crate) fn author_of(message: &Object) -> &str {
    let user = text(message, "user");
    if user.is_empty() {
        text(message, "bot_id")
    } else {
        user
    }
}

/// Tells the app about a new message.
fn announce(tx: &mut Tx<'_>, channel_id: &str, message: Object) -> Result<(), ApiError> {
    let mentions_bot = text(&message, "text").contains(&format!("<@{}>", ids::BOT_USER))
        && text(&message, "user") != ids::BOT_USER
        && text(&message, "subtype").is_empty();
    let ts = message.get("ts").cloned().unwrap_or_default();
    if mentions_bot && channel(tx, channel_id)?.has_bot() {
        let mut mention = message.clone();
        mention.insert("type".to_owned(), json!("app_mention"));
        mention.insert("channel".to_owned(), json!(channel_id));
        mention.insert("event_ts".to_owned(), ts.clone());
        tx.event("app_mention", channel_id, Value::Object(mention));
    }
    let mut event = message;
    event.insert("event_ts".to_owned(), ts);
    message_event(tx, channel_id, event);
    Ok(())
}

/// Sends a `message` event to the app, if its bot is in the conversation.
pub(crate) fn message_event(tx: &mut Tx<'_>, channel_id: &str, mut event: Object) {
    let Some(found) = tx.ws.channels.get(channel_id) else {
        return;
    };
    let kind = found.channel_type();
    let subscription = match kind {
        "group" => "message.groups",
        "im" => "message.im",
        "mpim" => "message.mpim",
        _ => "message.channels",
    };
    event.insert("channel".to_owned(), json!(channel_id));
    event.insert("channel_type".to_owned(), json!(kind));
    tx.member_event(subscription, channel_id, Value::Object(event));
}

/// Puts `changed` in the place of the message with its `ts`, and tells everybody.
pub(crate) fn replace(
    tx: &mut Tx<'_>,
    channel_id: &str,
    mut changed: Object,
) -> Result<Object, ApiError> {
    if let Some(list) = changed.get_mut("blocks") {
        name_blocks(tx, list);
    }
    let ts = text(&changed, "ts").to_owned();
    let previous = channel_mut(tx, channel_id)?
        .messages
        .insert(ts, changed.clone());
    tx.show_message(channel_id, &changed);
    let event_ts = tx.ts();
    let event = json!({
        "type": "message",
        "subtype": "message_changed",
        "message": changed,
        "previous_message": previous,
        "hidden": true,
        "ts": event_ts,
        "event_ts": event_ts,
    });
    message_event(tx, channel_id, object(event));
    Ok(changed)
}

/// Marks a message as edited by a person.
pub(crate) fn mark_edited(tx: &Tx<'_>, message: &mut Object, user: &str) {
    let seconds = tx.hub.clock.now_s();
    let edited = json!({"user": user, "ts": format!("{seconds}.000000")});
    message.insert("edited".to_owned(), edited);
}

/// The message, or `message_not_found`.
pub(crate) fn find(tx: &Tx<'_>, channel_id: &str, ts: &str) -> Result<Object, ApiError> {
    let found = channel(tx, channel_id)?.messages.get(ts).cloned();
    found.ok_or_else(|| ApiError::new("message_not_found"))
}

/// Deletes a message. One with replies leaves a tombstone.
pub(crate) fn delete(tx: &mut Tx<'_>, channel_id: &str, ts: &str) -> Result<(), ApiError> {
    let message = find(tx, channel_id, ts)?;
    let replies = message
        .get("reply_count")
        .and_then(Value::as_u64)
        .unwrap_or_default();
    if replies > 0 {
        let mut tombstone = message;
        for field in [
            "blocks",
            "attachments",
            "files",
            "metadata",
            "bot_id",
            "app_id",
            "edited",
        ] {
            tombstone.remove(field);
        }
        tombstone.insert("subtype".to_owned(), json!("tombstone"));
        tombstone.insert("text".to_owned(), json!("This message was deleted."));
        tombstone.insert("user".to_owned(), json!("USLACKBOT"));
        tombstone.insert("hidden".to_owned(), json!(true));
        replace(tx, channel_id, tombstone)?;
    } else {
        remove(tx, channel_id, &message)?;
    }
    Ok(())
}

fn remove(tx: &mut Tx<'_>, channel_id: &str, message: &Object) -> Result<(), ApiError> {
    let ts = text(message, "ts").to_owned();
    let channel = channel_mut(tx, channel_id)?;
    channel.messages.remove(&ts);
    let pinned = channel.pins.iter().any(|pin| pin.ts == ts);
    channel.pins.retain(|pin| pin.ts != ts);
    leave_thread(tx, channel_id, message)?;
    let gone = object(json!({"ts": ts, "deleted": true}));
    tx.show_message(channel_id, &gone);
    if pinned {
        tx.show_channel(channel_id);
    }
    let event_ts = tx.ts();
    let event = json!({
        "type": "message",
        "subtype": "message_deleted",
        "deleted_ts": ts,
        "previous_message": message,
        "hidden": true,
        "ts": event_ts,
        "event_ts": event_ts,
    });
    message_event(tx, channel_id, object(event));
    Ok(())
}

fn leave_thread(tx: &mut Tx<'_>, channel_id: &str, message: &Object) -> Result<(), ApiError> {
    let root = text(message, "thread_ts").to_owned();
    let channel = channel_mut(tx, channel_id)?;
    let replies: Vec<(String, String)> = channel
        .messages
        .iter()
        .filter(|(ts, reply)| **ts != root && text(reply, "thread_ts") == root)
        .map(|(ts, reply)| (ts.clone(), author_of(reply).to_owned()))
        .collect();
    let Some(parent) = channel.messages.get_mut(&root) else {
        return Ok(());
    };
    let users: std::collections::BTreeSet<&str> =
        replies.iter().map(|(_, author)| author.as_str()).collect();
    parent.insert("reply_count".to_owned(), json!(replies.len()));
    parent.insert("reply_users_count".to_owned(), json!(users.len()));
    parent.insert("reply_users".to_owned(), json!(users));
    if let Some((latest, _)) = replies.last() {
        parent.insert("latest_reply".to_owned(), json!(latest));
    }
    let parent = parent.clone();
    tx.show_message(channel_id, &parent);
    Ok(())
}
