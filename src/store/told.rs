//! Questions about what an incident's timeline tells already.

use chrono::{DateTime, Utc};

use super::timeline::read;
use super::{Result, Tx, micros};
use crate::domain::{Entry, EntryKind, IncidentId, MessageRef, UserId};

impl Tx {
    /// The entries of one kind about what happened from one moment to another, both included.
    pub async fn entries_between(
        &mut self,
        id: IncidentId,
        kind: EntryKind,
        (from, to): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<Vec<Entry>> {
        let rows = sqlx::query(
            "SELECT * FROM timeline
             WHERE incident = $1 AND kind = $2 AND occurred_at BETWEEN $3 AND $4 ORDER BY idx",
        )
        .bind(id.0)
        .bind(kind.key())
        .bind(micros(from))
        .bind(micros(to))
        .fetch_all(&mut *self.inner)
        .await?;
        rows.iter().map(read).collect()
    }

    /// The last entry about the person's coming or going, by the time at which it happened.
    pub async fn last_presence(&mut self, id: IncidentId, user: &UserId) -> Result<Option<Entry>> {
        let row = sqlx::query(
            "SELECT * FROM timeline
             WHERE incident = $1 AND actor = $2 AND kind IN ('joined', 'left')
             ORDER BY occurred_at DESC, idx DESC LIMIT 1",
        )
        .bind(id.0)
        .bind(user.as_str())
        .fetch_optional(&mut *self.inner)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// The person's reactions to a message, given and taken back, in the order in which they were.
    pub async fn reactions(
        &mut self,
        id: IncidentId,
        message: &MessageRef,
        user: &UserId,
    ) -> Result<Vec<Entry>> {
        let rows = sqlx::query(
            "SELECT * FROM timeline
             WHERE incident = $1 AND channel = $2 AND message_ts = $3 AND actor = $4
               AND kind IN ('reaction_added', 'reaction_removed') ORDER BY occurred_at, idx",
        )
        .bind(id.0)
        .bind(message.channel.as_str())
        .bind(message.ts.as_str())
        .bind(user.as_str())
        .fetch_all(&mut *self.inner)
        .await?;
        rows.iter().map(read).collect()
    }
}
