//! The timeline: entries that are only added, each in its incident's chain; and what people picked
//! for the curated view.

use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Result, Store, Tx, json, keyed, micros, storable, time};
use crate::domain::postmortem::Head;
use crate::domain::timeline::GENESIS;
use crate::domain::{
    ChannelId, Entry, EntryKind, IncidentId, MessageRef, MessageTs, NewEntry, UserId,
};

impl Store {
    /// Entries in the order in which they were written, from place `after` on (0: from the first).
    pub async fn entries(&self, id: IncidentId, after: i64, limit: i64) -> Result<Vec<Entry>> {
        let rows = sqlx::query(
            "SELECT * FROM timeline WHERE incident = $1 AND idx > $2 ORDER BY idx LIMIT $3",
        )
        .bind(id.0)
        .bind(after)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// The messages that people put on the curated timeline.
    pub async fn curated(&self, id: IncidentId) -> Result<Vec<MessageRef>> {
        let rows = sqlx::query(
            "SELECT DISTINCT channel, message_ts FROM curated WHERE incident = $1
             ORDER BY channel, message_ts",
        )
        .bind(id.0)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let (channel, ts): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                Ok(MessageRef {
                    channel: channel.into(),
                    ts: ts.into(),
                })
            })
            .collect()
    }

    /// The end of an incident's chain.
    pub async fn head(&self, id: IncidentId) -> Result<Head> {
        let row = sqlx::query("SELECT length, hash FROM timeline_heads WHERE incident = $1")
            .bind(id.0)
            .fetch_optional(&self.pool)
            .await?;
        row.map_or_else(
            || {
                Ok(Head {
                    length: 0,
                    hash: GENESIS.to_owned(),
                })
            },
            |row| {
                Ok(Head {
                    length: row.try_get("length")?,
                    hash: row.try_get("hash")?,
                })
            },
        )
    }
}

impl Tx {
    /// Adds entries to an incident's timeline; those whose source is on it already are left out.
    /// Gives how many were added.
    pub async fn append(
        &mut self,
        id: IncidentId,
        entries: Vec<NewEntry>,
        now: DateTime<Utc>,
    ) -> Result<usize> {
        let mut head = self.chain_head(id).await?;
        let before = head.length;
        for mut content in entries {
            content.text = storable(&content.text);
            if let Some(key) = &content.source_key
                && self.has_entry(id, key).await?
            {
                continue;
            }
            let entry = Entry::seal(id, head.length + 1, now, content, head.hash);
            self.insert_entry(&entry).await?;
            head = Head {
                length: entry.idx,
                hash: entry.hash,
            };
        }
        if head.length > before {
            sqlx::query("UPDATE timeline_heads SET length = $2, hash = $3 WHERE incident = $1")
                .bind(id.0)
                .bind(head.length)
                .bind(head.hash.as_str())
                .execute(&mut *self.inner)
                .await?;
        }
        Ok(usize::try_from(head.length - before).unwrap_or(0))
    }

    /// Whether the timeline has an entry from this source.
    pub async fn has_entry(&mut self, id: IncidentId, source_key: &str) -> Result<bool> {
        let row =
            sqlx::query("SELECT 1 FROM timeline WHERE incident = $1 AND source_key = $2 LIMIT 1")
                .bind(id.0)
                .bind(source_key)
                .fetch_optional(&mut *self.inner)
                .await?;
        Ok(row.is_some())
    }

    /// The end of the chain, kept from being moved by others until the commit.
    async fn chain_head(&mut self, id: IncidentId) -> Result<Head> {
        let row = sqlx::query(
            "INSERT INTO timeline_heads (incident, length, hash) VALUES ($1, 0, $2)
             ON CONFLICT (incident) DO UPDATE SET length = timeline_heads.length
             RETURNING length, hash",
        )
        .bind(id.0)
        .bind(GENESIS)
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(Head {
            length: row.try_get("length")?,
            hash: row.try_get("hash")?,
        })
    }

    async fn insert_entry(&mut self, entry: &Entry) -> Result<()> {
        let content = &entry.content;
        sqlx::query(
            "INSERT INTO timeline (incident, idx, occurred_at, recorded_at, kind, actor, text,
                 channel, message_ts, thread_ts, source_key, detail, raw, prev_hash, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        )
        .bind(entry.incident.0)
        .bind(entry.idx)
        .bind(micros(content.occurred_at))
        .bind(micros(entry.recorded_at))
        .bind(content.kind.key())
        .bind(content.actor.as_ref().map(UserId::as_str))
        .bind(content.text.as_str())
        .bind(content.channel.as_ref().map(ChannelId::as_str))
        .bind(content.message_ts.as_ref().map(MessageTs::as_str))
        .bind(content.thread_ts.as_ref().map(MessageTs::as_str))
        .bind(content.source_key.as_deref())
        .bind(content.detail.to_string())
        .bind(content.raw.as_ref().map(ToString::to_string))
        .bind(entry.prev_hash.as_str())
        .bind(entry.hash.as_str())
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Somebody puts a message on the curated timeline; gives whether it was not on it before.
    pub async fn curate(
        &mut self,
        id: IncidentId,
        message: &MessageRef,
        by: &UserId,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let first = self.picks(id, message).await? == 0;
        sqlx::query(
            "INSERT INTO curated (incident, channel, message_ts, user_id, at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (incident, channel, message_ts, user_id) DO NOTHING",
        )
        .bind(id.0)
        .bind(message.channel.as_str())
        .bind(message.ts.as_str())
        .bind(by.as_str())
        .bind(micros(now))
        .execute(&mut *self.inner)
        .await?;
        Ok(first)
    }

    /// Somebody takes back their pick; gives whether the message is off the curated timeline now.
    pub async fn uncurate(
        &mut self,
        id: IncidentId,
        message: &MessageRef,
        by: &UserId,
    ) -> Result<bool> {
        let removed = sqlx::query(
            "DELETE FROM curated WHERE incident = $1 AND channel = $2 AND message_ts = $3
                 AND user_id = $4",
        )
        .bind(id.0)
        .bind(message.channel.as_str())
        .bind(message.ts.as_str())
        .bind(by.as_str())
        .execute(&mut *self.inner)
        .await?;
        Ok(removed.rows_affected() == 1 && self.picks(id, message).await? == 0)
    }

    async fn picks(&mut self, id: IncidentId, message: &MessageRef) -> Result<i64> {
        let row = sqlx::query(
            "SELECT CAST(count(*) AS BIGINT) FROM curated
             WHERE incident = $1 AND channel = $2 AND message_ts = $3",
        )
        .bind(id.0)
        .bind(message.channel.as_str())
        .bind(message.ts.as_str())
        .fetch_one(&mut *self.inner)
        .await?;
        Ok(row.try_get(0)?)
    }
}

/// An entry as it is stored.
pub(super) fn read(row: &AnyRow) -> Result<Entry> {
    let text = |column: &str| row.try_get::<Option<String>, _>(column);
    Ok(Entry {
        incident: IncidentId(row.try_get("incident")?),
        idx: row.try_get("idx")?,
        recorded_at: time(row, "recorded_at")?,
        content: NewEntry {
            occurred_at: time(row, "occurred_at")?,
            kind: keyed(row, "kind", EntryKind::from_key)?,
            actor: text("actor")?.map(Into::into),
            text: row.try_get("text")?,
            channel: text("channel")?.map(Into::into),
            message_ts: text("message_ts")?.map(Into::into),
            thread_ts: text("thread_ts")?.map(Into::into),
            source_key: text("source_key")?,
            detail: json("detail", row.try_get("detail")?)?,
            raw: text("raw")?
                .map(|stored| json("raw", &stored))
                .transpose()?,
        },
        prev_hash: row.try_get("prev_hash")?,
        hash: row.try_get("hash")?,
    })
}
