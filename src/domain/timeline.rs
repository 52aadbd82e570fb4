//! The timeline: what happened, in entries that are only ever added.
//! Each entry's hash covers its content and the hash before it, so a change anywhere shows.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::ids::{ChannelId, IncidentId, MessageTs, UserId};
use super::text::Names;

/// The hash that stands before the first entry: 64 zeros.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $key:literal),+ $(,)?) => {
        /// What kind of thing an entry records.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum EntryKind {
            $($(#[$doc])* $name),+
        }

        impl EntryKind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The key under which it is stored; never changed once used.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key),+
                }
            }

            /// The kind stored under the key.
            pub fn from_key(key: &str) -> Option<Self> {
                match key {
                    $($key => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    /// The incident was declared.
    Declared = "declared",
    /// The war room exists.
    RoomCreated = "room_created",
    /// Stakeholders were told for the first time.
    Announced = "announced",
    /// The severity was set or changed.
    SeverityChanged = "severity_changed",
    /// The status changed.
    StatusChanged = "status_changed",
    /// An update was posted.
    UpdatePosted = "update_posted",
    /// Somebody took or was given a role.
    RoleAssigned = "role_assigned",
    /// Somebody no longer holds a role.
    RoleReleased = "role_released",
    /// A note.
    Note = "note",
    /// The incident was resolved.
    Resolved = "resolved",
    /// The incident was opened again.
    Reopened = "reopened",
    /// A step that Slack refused.
    StepFailed = "step_failed",
    /// A postmortem draft was asked for.
    PostmortemDrafted = "postmortem_drafted",
    /// A message was put on the curated timeline.
    Curated = "curated",
    /// A message was taken off the curated timeline.
    Uncurated = "uncurated",
    /// A slash command was given.
    CommandRun = "command_run",
    /// A button or menu was used.
    ButtonPressed = "button_pressed",
    /// A form was sent.
    ModalSubmitted = "modal_submitted",
    /// A message from a person or a program.
    Message = "message",
    /// A message was edited.
    MessageEdited = "message_edited",
    /// A message was deleted.
    MessageDeleted = "message_deleted",
    /// A file was shared.
    FileShared = "file_shared",
    /// A reaction was added.
    ReactionAdded = "reaction_added",
    /// A reaction was taken off.
    ReactionRemoved = "reaction_removed",
    /// A message was pinned.
    Pinned = "pinned",
    /// A pin was taken off.
    Unpinned = "unpinned",
    /// Somebody came into the channel.
    Joined = "joined",
    /// Somebody left the channel.
    Left = "left",
    /// The topic changed.
    TopicChanged = "topic_changed",
    /// The purpose changed.
    PurposeChanged = "purpose_changed",
    /// The channel was renamed.
    ChannelRenamed = "channel_renamed",
    /// The channel was archived.
    ChannelArchived = "channel_archived",
    /// The channel was taken out of the archive.
    ChannelUnarchived = "channel_unarchived",
    /// The channel was deleted.
    ChannelDeleted = "channel_deleted",
    /// Something else that Slack told of the channel.
    ChannelOther = "channel_other",
}

impl EntryKind {
    /// Whether an entry of this kind stands on the curated timeline by itself.
    /// Messages get there by a pin, and leave it when the pin is taken off.
    pub const fn is_milestone(self) -> bool {
        matches!(
            self,
            Self::Declared
                | Self::SeverityChanged
                | Self::StatusChanged
                | Self::UpdatePosted
                | Self::RoleAssigned
                | Self::RoleReleased
                | Self::Note
                | Self::Resolved
                | Self::Reopened
                | Self::StepFailed
        )
    }
}

/// An entry before it has its place in the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEntry {
    /// When it happened, by the clock of where it happened.
    pub occurred_at: DateTime<Utc>,
    /// What it is.
    pub kind: EntryKind,
    /// Who did it; none for the bot itself and for programs without an account.
    pub actor: Option<UserId>,
    /// What a person reads, as Slack wrote it: mentions are still ids.
    pub text: String,
    /// The channel in which it happened.
    pub channel: Option<ChannelId>,
    /// The message that it is about.
    pub message_ts: Option<MessageTs>,
    /// The thread that the message belongs to.
    pub thread_ts: Option<MessageTs>,
    /// What makes it this one thing: a second entry with the same key is not added.
    pub source_key: Option<String>,
    /// The facts as data: old and new values.
    pub detail: Value,
    /// What Slack sent, without tokens.
    pub raw: Option<Value>,
}

impl NewEntry {
    /// An entry that the bot makes itself.
    pub fn new(kind: EntryKind, at: DateTime<Utc>, text: impl Into<String>) -> Self {
        Self {
            occurred_at: at,
            kind,
            actor: None,
            text: text.into(),
            channel: None,
            message_ts: None,
            thread_ts: None,
            source_key: None,
            detail: Value::Null,
            raw: None,
        }
    }

    /// The same, done by this person.
    #[must_use]
    pub fn by(mut self, user: &UserId) -> Self {
        self.actor = Some(user.clone());
        self
    }

    /// The same, with these facts.
    #[must_use]
    pub fn with(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }

    /// The same, kept from being added twice by this key.
    #[must_use]
    pub fn keyed(mut self, key: impl Into<String>) -> Self {
        self.source_key = Some(key.into());
        self
    }
}

/// An entry in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Whose timeline.
    pub incident: IncidentId,
    /// Its place, counted from 1.
    pub idx: i64,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// What happened.
    pub content: NewEntry,
    /// The hash of the entry before, or [`GENESIS`].
    pub prev_hash: String,
    /// The hash of this entry.
    pub hash: String,
}

impl Entry {
    /// Puts a new entry behind `prev_hash`, at place `idx`.
    pub fn seal(
        incident: IncidentId,
        idx: i64,
        recorded_at: DateTime<Utc>,
        content: NewEntry,
        prev_hash: String,
    ) -> Self {
        let mut entry = Self {
            incident,
            idx,
            recorded_at,
            content,
            prev_hash,
            hash: String::new(),
        };
        entry.hash = entry.expected_hash();
        entry
    }

    /// Who did it, by name: a person, a program, or the bot itself.
    pub fn author(&self, names: &impl Names) -> String {
        match (
            &self.content.actor,
            self.content.detail.get("bot_name").and_then(Value::as_str),
        ) {
            (Some(user), _) => names
                .person(user.as_str())
                .unwrap_or_else(|| user.to_string()),
            (None, Some(program)) => program.to_owned(),
            (None, None) => "Muster".to_owned(),
        }
    }

    /// What the hash must be for this content: SHA-256 over a version byte, the hash before, and
    /// each field behind its length, so that no two contents give the same bytes.
    pub fn expected_hash(&self) -> String {
        let content = &self.content;
        let mut hasher = Sha256::new();
        hasher.update([1_u8]);
        hasher.update(self.prev_hash.as_bytes());
        for number in [
            self.incident.0,
            self.idx,
            self.recorded_at.timestamp_micros(),
            content.occurred_at.timestamp_micros(),
        ] {
            hasher.update(number.to_be_bytes());
        }
        let raw = content.raw.as_ref().map(Value::to_string);
        for field in [
            Some(content.kind.key()),
            content.actor.as_ref().map(UserId::as_str),
            Some(content.text.as_str()),
            content.channel.as_ref().map(ChannelId::as_str),
            content.message_ts.as_ref().map(MessageTs::as_str),
            content.thread_ts.as_ref().map(MessageTs::as_str),
            content.source_key.as_deref(),
            Some(content.detail.to_string().as_str()),
            raw.as_deref(),
        ] {
            match field {
                None => hasher.update([0_u8]),
                Some(text) => {
                    hasher.update([1_u8]);
                    hasher.update((text.len() as u64).to_be_bytes());
                    hasher.update(text.as_bytes());
                }
            }
        }
        hex::encode(hasher.finalize())
    }
}

/// The first place at which a chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The place of the first entry that is wrong.
    pub idx: i64,
    /// What is wrong with it.
    pub why: String,
}

/// Checks a chain entry by entry, in order.
#[derive(Clone, Debug)]
pub struct Verifier {
    next: i64,
    head: String,
}

impl Default for Verifier {
    fn default() -> Self {
        Self {
            next: 1,
            head: GENESIS.to_owned(),
        }
    }
}

impl Verifier {
    /// Takes the next entry.
    pub fn take(&mut self, entry: &Entry) -> Result<(), Broken> {
        let broken = |why: String| {
            Err(Broken {
                idx: self.next,
                why,
            })
        };
        if entry.idx != self.next {
            return broken(format!("entry {} is missing", self.next));
        }
        if entry.prev_hash != self.head {
            return broken("it does not follow the entry before it".to_owned());
        }
        if entry.hash != entry.expected_hash() {
            return broken("its content is not what was written".to_owned());
        }
        self.next += 1;
        self.head.clone_from(&entry.hash);
        Ok(())
    }

    /// Compares with the recorded end of the chain; gives the number of entries.
    pub fn finish(self, length: i64, head: &str) -> Result<i64, Broken> {
        let found = self.next - 1;
        let (idx, why) = match found.cmp(&length) {
            Ordering::Equal if self.head == head => return Ok(length),
            Ordering::Equal => (
                length,
                "it is not the last entry that was recorded".to_owned(),
            ),
            Ordering::Less => (
                self.next,
                format!("the chain ends here, but {length} entries were recorded"),
            ),
            Ordering::Greater => (length + 1, format!("only {length} entries were recorded")),
        };
        Err(Broken { idx, why })
    }
}
