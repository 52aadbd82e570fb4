//! Reading: incidents as a viewer may know them, and timelines.

use std::collections::{HashMap, HashSet};

use super::{Failure, Ops};
use crate::domain::postmortem::Head;
use crate::domain::{
    ChannelId, Entry, EntryKind, Incident, IncidentId, MessageRef, Policy, Refusal, UserId,
};

/// How many entries are read at once.
const PAGE: i64 = 1_000;

/// What is said of an incident that does not exist, or not for this person.
pub(super) fn unknown_incident(id: IncidentId, policy: &Policy) -> Refusal {
    Refusal::new(format!(
        "There is no {id}. `{} list` shows the open incidents.",
        policy.command
    ))
}

impl Ops {
    /// The incident, if the viewer may know of it.
    pub async fn incident(&self, id: IncidentId, viewer: &UserId) -> Result<Incident, Failure> {
        let unknown = || Failure::from(unknown_incident(id, self.policy()));
        let incident = self.store().incident(id).await?.ok_or_else(unknown)?;
        if self.may_see(&incident, viewer).await? {
            Ok(incident)
        } else {
            Err(unknown())
        }
    }

    /// Whether the viewer may know of the incident.
    pub async fn may_see(&self, incident: &Incident, viewer: &UserId) -> Result<bool, Failure> {
        Ok(!incident.private
            || incident.people().contains(viewer)
            || self.store().is_member(incident.id, viewer).await?)
    }

    /// The incident whose war room the channel is. Whoever is in the channel may know of it.
    pub async fn incident_of_channel(
        &self,
        channel: &ChannelId,
    ) -> Result<Option<Incident>, Failure> {
        Ok(self.store().incident_of_channel(channel).await?)
    }

    /// The open incidents that the viewer may know of, newest first.
    pub async fn open_incidents(&self, viewer: &UserId) -> Result<Vec<Incident>, Failure> {
        Ok(self.store().incidents(Some(viewer), true, 100).await?)
    }

    /// Open and closed incidents that the viewer may know of, newest first.
    pub async fn recent_incidents(
        &self,
        viewer: &UserId,
        limit: i64,
    ) -> Result<Vec<Incident>, Failure> {
        Ok(self.store().incidents(Some(viewer), false, limit).await?)
    }

    /// The timeline in the order in which things happened: everything, or the curated view.
    pub async fn timeline(&self, id: IncidentId, full: bool) -> Result<Vec<Entry>, Failure> {
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let after = entries.last().map_or(0, |entry| entry.idx);
            let page = self.store().entries(id, after, PAGE).await?;
            let last = page.is_empty();
            entries.extend(page);
            if last {
                break;
            }
        }
        if !full {
            entries = curated_view(entries, self.store().curated(id).await?);
        }
        entries.sort_by_key(|entry| (entry.content.occurred_at, entry.idx));
        Ok(entries)
    }

    /// The end of the timeline's chain.
    pub async fn timeline_head(&self, id: IncidentId) -> Result<Head, Failure> {
        Ok(self.store().head(id).await?)
    }
}

/// Milestones, and the messages that people picked; an edited message with its newest text.
pub fn curated_view(entries: Vec<Entry>, picked: Vec<MessageRef>) -> Vec<Entry> {
    let picked: HashSet<MessageRef> = picked.into_iter().collect();
    let mut newest: HashMap<MessageRef, String> = HashMap::new();
    for entry in &entries {
        if entry.content.kind == EntryKind::MessageEdited
            && let Some(message) = message_of(entry)
        {
            let text = entry.content.text.trim_start_matches("edited a message: ");
            newest.insert(message, format!("{text} (edited)"));
        }
    }
    let mut seen = HashSet::new();
    let mut shown = Vec::new();
    for mut entry in entries {
        let kind = entry.content.kind;
        if kind.is_milestone() {
            shown.push(entry);
            continue;
        }
        let carries = entry.content.detail.get("carries_message") == Some(&true.into());
        let Some(message) = message_of(&entry).filter(|message| picked.contains(message)) else {
            continue;
        };
        let is_message = matches!(kind, EntryKind::Message | EntryKind::FileShared)
            || (kind == EntryKind::Curated && carries);
        if is_message && seen.insert(message.clone()) {
            if let Some(text) = newest.get(&message) {
                entry.content.text.clone_from(text);
            }
            shown.push(entry);
        }
    }
    shown
}

fn message_of(entry: &Entry) -> Option<MessageRef> {
    let channel = entry.content.channel.clone()?;
    let ts = entry.content.message_ts.clone()?;
    Some(MessageRef { channel, ts })
}
