//! A request: who asks, by which delivery, and how that reads on the timeline.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::domain::{Actor, ChannelId, EntryKind, NewEntry, UserId};

/// Who asks, and by what.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who.
    pub actor: Actor,
    /// The inbox's number of the delivery that carried it; it is finished with the request.
    pub delivery: Option<i64>,
    /// How it was asked, for the timeline.
    pub interaction: Option<Interaction>,
}

impl Request {
    /// A request that came by no delivery, such as from the command line.
    pub fn by(actor: Actor) -> Self {
        Self {
            actor,
            delivery: None,
            interaction: None,
        }
    }
}

/// A command, a button or a form that somebody used.
#[derive(Clone, Debug)]
pub struct Interaction {
    /// [`EntryKind::CommandRun`], [`EntryKind::ButtonPressed`] or [`EntryKind::ModalSubmitted`].
    pub kind: EntryKind,
    /// What a person reads behind the name: ``ran `/incident sev 1` `` (mrkdwn).
    pub text: String,
    /// Where.
    pub channel: Option<ChannelId>,
    /// What Slack sent, without tokens, trigger ids and answer addresses.
    pub raw: Value,
}

impl Interaction {
    /// Its entry on the timeline; the delivery's number keeps it from being added twice.
    pub(super) fn entry(
        &self,
        user: &UserId,
        at: DateTime<Utc>,
        delivery: Option<i64>,
    ) -> NewEntry {
        let mut entry = NewEntry::new(self.kind, at, self.text.clone()).by(user);
        entry.channel.clone_from(&self.channel);
        entry.raw = Some(self.raw.clone());
        entry.source_key = delivery.map(|seq| format!("delivery:{seq}"));
        entry
    }
}
