//! What happened in a channel, in one shape for the timeline: live events and Slack's history of
//! the same fact give the same key.

use serde_json::Value;

use super::json::{first, items, text};
use super::message;

/// The kinds of things that happen in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChannelEventKind {
    /// A message, a thread reply, a bot's post, a file, or any notice of Slack without a kind here.
    Message,
    /// Its author (or app) changed a message.
    Edited,
    /// Slack changed a message by itself: a link preview came, a thread grew.
    Refreshed,
    /// A message was deleted.
    Deleted,
    /// Somebody came in.
    Joined,
    /// Somebody left or was removed.
    Left,
    /// The topic was set; `value` is the new one.
    Topic,
    /// The purpose was set; `value` is the new one.
    Purpose,
    /// The channel has a new name, `value`; `old_text` is the old one where Slack tells it.
    Renamed,
    /// The channel was archived.
    Archived,
    /// The channel was taken out of the archive.
    Unarchived,
    /// The channel is gone for good.
    ChannelDeleted,
    /// The channel has a new id, `value`.
    IdChanged,
    /// The channel is now shared with another organisation, `value`.
    Shared,
    /// The channel is no longer shared with an organisation, `value`.
    Unshared,
    /// A message or file was pinned.
    Pinned,
    /// A message or file was unpinned.
    Unpinned,
    /// Somebody reacted to a message.
    ReactionAdded,
    /// Somebody took a reaction back.
    ReactionRemoved,
    /// A huddle was started or ended.
    Huddle,
}

/// A file named in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRef {
    /// Slack's id.
    pub id: String,
    /// The file's name.
    pub name: String,
    /// The title it was given.
    pub title: String,
    /// Its MIME type.
    pub mimetype: String,
    /// Where people open it.
    pub permalink: String,
}

/// Something that happened in a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelEvent {
    /// What happened.
    pub kind: ChannelEventKind,
    /// Slack's finer word for a message, such as `me_message` or `thread_broadcast`.
    pub subtype: Option<String>,
    /// The channel's id.
    pub channel: String,
    /// The message concerned.
    pub ts: Option<String>,
    /// The thread of that message.
    pub thread_ts: Option<String>,
    /// When it happened, as Slack writes times (`seconds.micros`); empty when Slack does not say.
    pub occurred: String,
    /// Who did it. For a deletion and for an edit, who had written the message.
    pub user: Option<String>,
    /// The workspace of that person, where Slack says it.
    pub user_team: Option<String>,
    /// The bot that wrote it.
    pub bot_id: Option<String>,
    /// The name under which a bot wrote.
    pub bot_name: Option<String>,
    /// What can be read, as mrkdwn, see [`super::readable()`].
    pub text: String,
    /// What could be read before an edit or deletion, or the old name.
    pub old_text: Option<String>,
    /// The reaction's name, without colons.
    pub reaction: Option<String>,
    /// The new topic, purpose, name or id; the organisation of a share.
    pub value: Option<String>,
    /// Who brought somebody in.
    pub inviter: Option<String>,
    /// The files of a message.
    pub files: Vec<FileRef>,
    /// Metadata of an app's post, `{event_type, event_payload}`.
    pub metadata: Option<Value>,
    /// Whether Slack usually also posts a message about it in the channel (joins, leaves, names,
    /// archiving). Workspaces can switch those off, so an echo may be the only word of it.
    pub echo: bool,
    /// The same for every delivery of the same fact, live or from the history.
    pub key: String,
}

impl ChannelEvent {
    /// What an event says about a channel; none if it is about something else, or is only an
    /// announcement that a thread grew (`message_replied`).
    pub fn from_event(event: &Value) -> Option<Self> {
        use ChannelEventKind as Kind;
        let kind = text(event, "/type");
        match kind.as_str() {
            "message" | "app_mention" => message::live(event),
            "reaction_added" => on_item(event, Kind::ReactionAdded, "react+"),
            "reaction_removed" => on_item(event, Kind::ReactionRemoved, "react-"),
            "pin_added" => on_item(event, Kind::Pinned, "pin+"),
            "pin_removed" => on_item(event, Kind::Unpinned, "pin-"),
            "member_joined_channel" => on_channel(event, Kind::Joined, "join", true),
            "member_left_channel" => on_channel(event, Kind::Left, "leave", true),
            "channel_left" | "group_left" => on_channel(event, Kind::Left, "left", false),
            "channel_rename" | "group_rename" => on_channel(event, Kind::Renamed, "rename", true),
            "channel_archive" | "group_archive" => {
                on_channel(event, Kind::Archived, "archive", true)
            }
            "channel_unarchive" | "group_unarchive" => {
                on_channel(event, Kind::Unarchived, "unarchive", true)
            }
            "channel_deleted" | "group_deleted" => {
                on_channel(event, Kind::ChannelDeleted, "gone", false)
            }
            "channel_id_changed" => on_channel(event, Kind::IdChanged, "id", false),
            "channel_shared" => on_channel(event, Kind::Shared, "share", false),
            "channel_unshared" => on_channel(event, Kind::Unshared, "unshare", false),
            _ => None,
        }
    }

    /// What a message of `conversations.history` or `.replies` says: the message, and its last edit
    /// if there was one (the text before it is not in the history).
    pub fn from_history(channel: &str, message: &Value) -> Vec<Self> {
        message::past(channel, message)
    }

    /// The reactions that stand on a message of the history. Slack does not say when they were made,
    /// so their keys (`react=:…`) match no live event: add only those that are not known to stand.
    pub fn reactions_in_history(channel: &str, message: &Value) -> Vec<Self> {
        let ts = text(message, "/ts");
        let mut events = Vec::new();
        for reaction in items(message, "reactions") {
            let name = text(reaction, "/name");
            for user in items(reaction, "users").filter_map(Value::as_str) {
                events.push(Self {
                    ts: Some(ts.clone()),
                    thread_ts: first(message, &["/thread_ts"]),
                    user: Some(user.to_owned()),
                    reaction: Some(name.clone()),
                    key: format!("react=:{channel}:{ts}:{user}:{name}"),
                    ..Self::new(ChannelEventKind::ReactionAdded, channel)
                });
            }
        }
        events
    }

    /// An event about which nothing is known yet.
    pub(super) fn new(kind: ChannelEventKind, channel: &str) -> Self {
        Self {
            kind,
            subtype: None,
            channel: channel.to_owned(),
            ts: None,
            thread_ts: None,
            occurred: String::new(),
            user: None,
            user_team: None,
            bot_id: None,
            bot_name: None,
            text: String::new(),
            old_text: None,
            reaction: None,
            value: None,
            inviter: None,
            files: Vec::new(),
            metadata: None,
            echo: false,
            key: String::new(),
        }
    }
}

/// Reactions and pins: they concern a message. Those on a file outside any channel are none of ours.
fn on_item(event: &Value, kind: ChannelEventKind, word: &str) -> Option<ChannelEvent> {
    let channel = first(event, &["/item/channel", "/channel_id", "/channel"])?;
    let occurred = text(event, "/event_ts");
    let ts = first(event, &["/item/ts", "/item/message/ts"]);
    let user = first(event, &["/user", "/user_id"]);
    let reaction = first(event, &["/reaction"]);
    let item = ts
        .clone()
        .or_else(|| first(event, &["/item/file/id", "/item/file_id", "/item/file"]));
    let mut key = format!("{word}:{channel}:{}", item.unwrap_or_default());
    if let Some(name) = &reaction {
        key = format!("{key}:{}:{name}", user.as_deref().unwrap_or_default());
    }
    Some(ChannelEvent {
        ts,
        thread_ts: first(event, &["/item/message/thread_ts"]),
        user,
        user_team: first(event, &["/user_team"]),
        reaction,
        text: event
            .pointer("/item/message")
            .map(super::readable)
            .unwrap_or_default(),
        key: format!("{key}:{occurred}"),
        occurred,
        ..ChannelEvent::new(kind, &channel)
    })
}

/// Events about the channel itself or who is in it.
fn on_channel(
    event: &Value,
    kind: ChannelEventKind,
    word: &str,
    echo: bool,
) -> Option<ChannelEvent> {
    let channel = first(event, &["/channel", "/channel/id", "/old_channel_id"])?;
    let occurred = first(event, &["/event_ts", "/ts"]).unwrap_or_default();
    let user = first(event, &["/user", "/actor_id"]);
    let value = [
        "/channel/name",
        "/new_channel_id",
        "/connected_team_id",
        "/previously_connected_team_id",
    ];
    let who = user.as_deref().unwrap_or_default();
    Some(ChannelEvent {
        key: format!("{word}:{channel}:{who}:{occurred}"),
        occurred,
        user_team: first(event, &["/team"]),
        value: first(event, &value),
        inviter: first(event, &["/inviter"]),
        user,
        echo,
        ..ChannelEvent::new(kind, &channel)
    })
}
