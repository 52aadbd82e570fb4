//! What happened in a channel, as Slack tells it, and the timeline entry that it becomes.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::ids::{ChannelId, MessageRef, MessageTs, UserId};
use super::text::escape;
use super::timeline::{Entry, EntryKind, NewEntry};

/// The reactions that put a message on the curated timeline.
pub const PIN_REACTIONS: [&str; 2] = ["pushpin", "round_pushpin"];
/// The bot's reaction to a message that is on the curated timeline.
pub const MARK_REACTION: &str = "white_check_mark";
/// Two accounts of one act are at most this far apart.
pub const TWIN: TimeDelta = TimeDelta::seconds(10);
/// Who does what Slack names nobody for.
const NOBODY: &str = "Slack";

/// Slack tells of some acts twice: by an event, and by a notice among the channel's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// By an event.
    ByEvent,
    /// By a notice.
    ByNotice,
}

impl Told {
    const fn key(self) -> &'static str {
        match self {
            Self::ByEvent => "event",
            Self::ByNotice => "notice",
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::ByEvent => Self::ByNotice,
            Self::ByNotice => Self::ByEvent,
        }
    }
}

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
    /// Which of two accounts it is, when Slack tells of such an act twice.
    pub told: Option<Told>,
    /// The same for the same account of the same thing, however it was learned.
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

    /// Whether it puts a pin on a message, or takes one off.
    pub fn is_pin(&self) -> bool {
        let name = self.reaction.as_deref().unwrap_or_default();
        PIN_REACTIONS.contains(&name)
    }

    /// Whether the entry is about the same act, of which Slack told in its other way.
    pub fn is_twin(&self, entry: &Entry) -> bool {
        let Some(told) = self.told else { return false };
        let known = |name: &str| entry.content.detail.get(name).and_then(Value::as_str);
        let other_way = known("told") == Some(told.other().key());
        let apart = (entry.content.occurred_at - self.at).abs();
        let same_person = match (&self.actor, &entry.content.actor) {
            (Some(one), Some(other)) => one == other,
            // Not every account says who it was.
            (None, _) | (_, None) => true,
        };
        other_way
            && entry.content.kind == self.kind
            && apart <= TWIN
            && same_person
            && known("value") == self.value.as_deref()
    }

    /// Whether the person's pin stands on the message after this: `before` are the entries of their
    /// reactions to it, oldest first. What happened later counts, not what was told later.
    pub fn pin_stands(&self, before: &[Entry]) -> bool {
        let told = before.iter().filter_map(|entry| {
            let name = entry
                .content
                .detail
                .get("reaction")
                .and_then(Value::as_str)?;
            Some((entry.content.occurred_at, entry.content.kind, name))
        });
        let this = self
            .reaction
            .as_deref()
            .map(|name| (self.at, self.kind, name));
        let mut acts: Vec<_> = told.chain(this).collect();
        acts.sort_by_key(|(at, ..)| *at);
        PIN_REACTIONS.iter().any(|pin| {
            let last = acts.iter().rev().find(|(_, _, name)| name == pin);
            last.is_some_and(|(_, kind, _)| *kind == EntryKind::ReactionAdded)
        })
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
        let nobody = self.actor.is_none().then_some(NOBODY);
        let program = self.bot_name.as_deref().or(nobody);
        add("bot_name", program.map(|name| json!(name)));
        add("told", self.told.map(|told| json!(told.key())));
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
