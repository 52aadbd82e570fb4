//! Message events and messages of the history, with every subtype.

use serde_json::Value;

use super::channel::{ChannelEvent, ChannelEventKind as Kind, FileRef};
use super::json::{first, items, text};
use super::readable::readable;

/// A `message` event: a new message, or a change to one.
pub(super) fn live(event: &Value) -> Option<ChannelEvent> {
    let channel = first(event, &["/channel", "/channel/id"])?;
    match text(event, "/subtype").as_str() {
        "message_changed" => Some(changed(&channel, event)),
        "message_deleted" => Some(deleted(&channel, event)),
        "message_replied" => None,
        _ => Some(plain(&channel, event)),
    }
}

/// A message of the history, and its last edit.
pub(super) fn past(channel: &str, message: &Value) -> Vec<ChannelEvent> {
    let mut events = vec![plain(channel, message)];
    events.extend(edited_ts(message).map(|at| edit(channel, message, &at)));
    events
}

/// A message as it stands: a new one, or one read from the history.
fn plain(channel: &str, message: &Value) -> ChannelEvent {
    let subtype = first(message, &["/subtype"]);
    let ts = first(message, &["/ts", "/event_ts"]).unwrap_or_default();
    let kind = subtype.as_deref().map_or(Kind::Message, kind_of);
    let word = if kind == Kind::Deleted { "del" } else { "msg" };
    ChannelEvent {
        key: format!("{word}:{channel}:{ts}"),
        occurred: ts.clone(),
        value: first(message, &["/topic", "/purpose", "/name"]).filter(|_| kind != Kind::Message),
        old_text: first(message, &["/old_name"]),
        inviter: first(message, &["/inviter"]),
        ..written(kind, channel, message, ts)
    }
}

fn kind_of(subtype: &str) -> Kind {
    match subtype {
        "channel_join" | "group_join" => Kind::Joined,
        "channel_leave" | "group_leave" => Kind::Left,
        "channel_topic" | "group_topic" => Kind::Topic,
        "channel_purpose" | "group_purpose" => Kind::Purpose,
        "channel_name" | "group_name" => Kind::Renamed,
        "channel_archive" | "group_archive" => Kind::Archived,
        "channel_unarchive" | "group_unarchive" => Kind::Unarchived,
        "pinned_item" => Kind::Pinned,
        "unpinned_item" => Kind::Unpinned,
        "huddle_thread" | "sh_room_created" | "sh_room_shared" => Kind::Huddle,
        // What stands in place of a deleted message that has a thread.
        "tombstone" => Kind::Deleted,
        _ => Kind::Message,
    }
}

/// A change to a message: by its author, by Slack, or its deletion when it has a thread.
fn changed(channel: &str, event: &Value) -> ChannelEvent {
    let message = event.get("message").unwrap_or(&Value::Null);
    let before = event
        .get("previous_message")
        .filter(|before| before.is_object());
    let old_text = before.map(readable);
    let at = first(event, &["/event_ts", "/ts"]).unwrap_or_default();
    let ts = text(message, "/ts");
    if text(message, "/subtype") == "tombstone" {
        let author = before.unwrap_or(message);
        return ChannelEvent {
            key: format!("del:{channel}:{ts}"),
            occurred: at,
            text: String::new(),
            old_text,
            ..written(Kind::Deleted, channel, author, ts)
        };
    }
    let edited = edited_ts(message);
    let same_words = old_text
        .as_ref()
        .is_some_and(|old| *old == readable(message));
    let same_edit = before.is_some_and(|before| edited_ts(before) == edited);
    if same_words && same_edit {
        return ChannelEvent {
            key: format!("refresh:{channel}:{ts}:{at}"),
            occurred: at,
            old_text,
            ..written(Kind::Refreshed, channel, message, ts)
        };
    }
    // An edit that left no mark (an app's, mostly) has only the event's own time.
    let mark = if same_edit { None } else { edited };
    ChannelEvent {
        old_text,
        ..edit(channel, message, &mark.unwrap_or(at))
    }
}

/// An edit made at `at`, with the message as it is after it.
fn edit(channel: &str, message: &Value, at: &str) -> ChannelEvent {
    let ts = text(message, "/ts");
    ChannelEvent {
        key: format!("edit:{channel}:{ts}:{at}"),
        occurred: at.to_owned(),
        ..written(Kind::Edited, channel, message, ts)
    }
}

fn deleted(channel: &str, event: &Value) -> ChannelEvent {
    let before = event
        .get("previous_message")
        .filter(|before| before.is_object());
    let ts = first(event, &["/deleted_ts", "/previous_message/ts"]).unwrap_or_default();
    ChannelEvent {
        key: format!("del:{channel}:{ts}"),
        occurred: first(event, &["/event_ts", "/ts"]).unwrap_or_default(),
        text: String::new(),
        old_text: before.map(readable),
        ..written(Kind::Deleted, channel, before.unwrap_or(&Value::Null), ts)
    }
}

/// Who wrote a message, and what.
fn written(kind: Kind, channel: &str, message: &Value, ts: String) -> ChannelEvent {
    ChannelEvent {
        subtype: first(message, &["/subtype"]),
        ts: Some(ts).filter(|ts| !ts.is_empty()),
        thread_ts: first(message, &["/thread_ts"]),
        user: first(message, &["/user"]),
        user_team: first(message, &["/user_team", "/source_team", "/team"]),
        bot_id: first(message, &["/bot_id"]),
        bot_name: first(message, &["/username", "/bot_profile/name"]),
        text: readable(message),
        files: items(message, "files").map(file).collect(),
        metadata: message
            .get("metadata")
            .filter(|metadata| metadata.is_object())
            .cloned(),
        ..ChannelEvent::new(kind, channel)
    }
}

fn edited_ts(message: &Value) -> Option<String> {
    first(message, &["/edited/ts"])
}

fn file(file: &Value) -> FileRef {
    FileRef {
        id: text(file, "/id"),
        name: text(file, "/name"),
        title: text(file, "/title"),
        mimetype: text(file, "/mimetype"),
        permalink: text(file, "/permalink"),
    }
}
