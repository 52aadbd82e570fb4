//! What happened in a channel, as Slack tells it, and the timeline entry that it becomes.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::ids::{ChannelId, MessageRef, MessageTs, UserId};
use super::text::escape;
use super::timeline::{EntryKind, NewEntry};

/// The reactions that put a message on the curated timeline.
pub const PIN_REACTIONS: [&str; 2] = ["pushpin", "round_pushpin"];
/// The bot's reaction to a message that is on the curated timeline.
pub const MARK_REACTION: &str = "white_check_mark";

/// Something that happened in a channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// What; one of the kinds that Slack tells of.
    pub kind: EntryKind,
    /// Where.
    pub channel: ChannelId,
    /// When, by Slack's clock.
    pub at: DateTime<Utc>,
    /// The message that it is about.
    pub message: Option<MessageTs>,
    /// The thread that the message belongs to.
    pub thread: Option<MessageTs>,
    /// Who did it.
    pub actor: Option<UserId>,
    /// The name of a program without an account.
    pub bot_name: Option<String>,
    /// The text (mrkdwn).
    pub text: String,
    /// The text before an edit or a deletion (mrkdwn).
    pub old_text: Option<String>,
    /// The reaction's name.
    pub reaction: Option<String>,
    /// The new topic, purpose or name.
    pub value: Option<String>,
    /// Names and addresses of the files shared.
    pub files: Vec<(String, String)>,
    /// The channel's new id, when Slack gave it one.
    pub moved_to: Option<ChannelId>,
    /// The same for the same thing, however it was learned.
    pub key: String,
    /// What Slack sent.
    pub raw: Value,
}

impl Observed {
    /// The message that it is about, with its channel.
    pub fn message_ref(&self) -> Option<MessageRef> {
        let ts = self.message.clone()?;
        Some(MessageRef {
            channel: self.channel.clone(),
            ts,
        })
    }

    /// Whether it puts a message on the curated timeline, or (false) takes it off.
    pub fn curates(&self) -> Option<bool> {
        let pins = |name: &String| PIN_REACTIONS.contains(&name.as_str());
        match self.kind {
            EntryKind::ReactionAdded if self.reaction.as_ref().is_some_and(pins) => Some(true),
            EntryKind::ReactionRemoved if self.reaction.as_ref().is_some_and(pins) => Some(false),
            _ => None,
        }
    }

    /// The entry that it becomes.
    pub fn entry(&self) -> NewEntry {
        let mut entry = NewEntry::new(self.kind, self.at, self.sentence()).keyed(self.key.clone());
        entry.actor.clone_from(&self.actor);
        entry.channel = Some(self.channel.clone());
        entry.message_ts.clone_from(&self.message);
        entry.thread_ts.clone_from(&self.thread);
        entry.raw = Some(self.raw.clone());
        let mut detail = serde_json::Map::new();
        let mut add = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                detail.insert(name.to_owned(), value);
            }
        };
        add("bot_name", self.bot_name.as_ref().map(|name| json!(name)));
        add("old_text", self.old_text.as_ref().map(|text| json!(text)));
        add("reaction", self.reaction.as_ref().map(|name| json!(name)));
        add("value", self.value.as_ref().map(|value| json!(value)));
        add("files", (!self.files.is_empty()).then(|| json!(self.files)));
        if !detail.is_empty() {
            entry.detail = Value::Object(detail);
        }
        entry
    }

    /// What a person reads: a message is its text, everything else a sentence behind the name.
    fn sentence(&self) -> String {
        let old = self.old_text.as_deref().unwrap_or_default();
        let value = escape(self.value.as_deref().unwrap_or_default());
        let reaction = self.reaction.as_deref().unwrap_or_default();
        match self.kind {
            EntryKind::FileShared => self.shared(),
            EntryKind::MessageEdited => format!("edited a message: {}", self.text),
            EntryKind::MessageDeleted if old.is_empty() => "deleted a message".to_owned(),
            EntryKind::MessageDeleted => format!("deleted a message: {old}"),
            EntryKind::ReactionAdded => format!("reacted with :{reaction}:"),
            EntryKind::ReactionRemoved => format!("took back the reaction :{reaction}:"),
            EntryKind::Pinned => "pinned a message".to_owned(),
            EntryKind::Unpinned => "took off a pin".to_owned(),
            EntryKind::Joined => "joined the channel".to_owned(),
            EntryKind::Left => "left the channel".to_owned(),
            EntryKind::TopicChanged => format!("set the topic: {value}"),
            EntryKind::PurposeChanged => format!("set the purpose: {value}"),
            EntryKind::ChannelRenamed => format!("renamed the channel to #{value}"),
            EntryKind::ChannelArchived => "archived the channel".to_owned(),
            EntryKind::ChannelUnarchived => "took the channel out of the archive".to_owned(),
            EntryKind::ChannelDeleted => "deleted the channel".to_owned(),
            EntryKind::Message
            | EntryKind::ChannelOther
            // The rest is never told by Slack; the bot writes it itself.
            | EntryKind::Declared
            | EntryKind::RoomCreated
            | EntryKind::Announced
            | EntryKind::SeverityChanged
            | EntryKind::StatusChanged
            | EntryKind::UpdatePosted
            | EntryKind::RoleAssigned
            | EntryKind::RoleReleased
            | EntryKind::Note
            | EntryKind::Resolved
            | EntryKind::Reopened
            | EntryKind::StepFailed
            | EntryKind::PostmortemDrafted
            | EntryKind::Curated
            | EntryKind::Uncurated
            | EntryKind::CommandRun
            | EntryKind::ButtonPressed
            | EntryKind::ModalSubmitted => self.text.clone(),
        }
    }

    fn shared(&self) -> String {
        let names: Vec<String> = self.files.iter().map(|(name, _)| escape(name)).collect();
        let shared = format!("shared {}", names.join(", "));
        if self.text.is_empty() {
            shared
        } else {
            format!("{shared}: {}", self.text)
        }
    }
}
