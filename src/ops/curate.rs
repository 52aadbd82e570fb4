//! Put a message on the curated timeline.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{Failure, Ops, Request};
use crate::domain::{
    Change, Effect, EntryKind, Incident, IncidentId, MessageRef, NewEntry, UserId,
};
use crate::store::Tx;

/// A message that somebody picked.
#[derive(Clone, Debug)]
pub struct Picked {
    /// Which.
    pub message: MessageRef,
    /// Who wrote it.
    pub author: Option<UserId>,
    /// The name of the program that wrote it.
    pub author_name: Option<String>,
    /// What it says (mrkdwn).
    pub text: String,
    /// When it was written.
    pub occurred_at: DateTime<Utc>,
}

impl Ops {
    /// Puts a message, from wherever, on the curated timeline at its original time. Again is no
    /// harm.
    pub async fn curate(
        &self,
        request: &Request,
        id: IncidentId,
        picked: &Picked,
    ) -> Result<Incident, Failure> {
        request.actor.may_act(self.policy())?;
        let mut tx = self.store().begin().await?;
        let incident = self.lock_visible(&mut tx, id, &request.actor.user).await?;
        let mut change = Change {
            incident,
            entries: Vec::new(),
            effects: Vec::new(),
        };
        let now = self.clock().now();
        if tx
            .curate(id, &picked.message, &request.actor.user, now)
            .await?
        {
            let known = is_recorded(&mut tx, id, &picked.message).await?;
            change
                .entries
                .push(curated_entry(picked, &request.actor.user, known, now));
            if change.incident.channel.as_ref() == Some(&picked.message.channel) {
                let message = picked.message.clone();
                change.effects.push(Effect::Mark {
                    incident: id,
                    message,
                    on: true,
                });
            }
        }
        self.conclude(tx, request, change).await
    }
}

/// Whether the message itself stands on the timeline.
pub(super) async fn is_recorded(
    tx: &mut Tx,
    id: IncidentId,
    message: &MessageRef,
) -> Result<bool, Failure> {
    let key = format!("msg:{}:{}", message.channel, message.ts);
    Ok(tx.has_entry(id, &key).await?)
}

/// The entry of a pick. A message that is not on the timeline itself is carried by this entry, at
/// its own time and under its author's name.
pub(super) fn curated_entry(
    picked: &Picked,
    by: &UserId,
    known: bool,
    now: DateTime<Utc>,
) -> NewEntry {
    let detail = json!({ "carries_message": !known, "by": by, "bot_name": picked.author_name });
    let mut entry = if known {
        NewEntry::new(
            EntryKind::Curated,
            now,
            "put a message on the curated timeline",
        )
        .by(by)
    } else {
        let mut entry = NewEntry::new(EntryKind::Curated, picked.occurred_at, picked.text.clone());
        entry.actor.clone_from(&picked.author);
        entry
    };
    entry.channel = Some(picked.message.channel.clone());
    entry.message_ts = Some(picked.message.ts.clone());
    entry.with(detail)
}
