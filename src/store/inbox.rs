//! The inbox: everything that was received, once, as it came, until it has been worked off.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::{Dialect, Result, Store, StoreError, Tx, keyed, micros, storable, time};

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InboxState {
    /// Nobody works on it yet.
    New,
    /// Somebody works on it.
    Working,
    /// Worked off.
    Done,
    /// Refused, and the person was told.
    Refused,
    /// It could not be worked off; kept.
    Failed,
}

impl InboxState {
    const ALL: [Self; 5] = [
        Self::New,
        Self::Working,
        Self::Done,
        Self::Refused,
        Self::Failed,
    ];

    /// The key under which it is stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Working => "working",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// A delivery as it came.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// What makes it this one delivery; a second one with this key is a repeat.
    pub key: String,
    /// Where from: `http` or `socket`.
    pub source: &'static str,
    /// What it is: `event`, `command`, `interaction`, …
    pub kind: &'static str,
    /// Deliveries of one stream are worked off in order.
    pub stream: Option<String>,
    /// The payload, byte for byte.
    pub raw: String,
    /// Who works on it from the start and until when; none: whoever comes first.
    pub worker: Option<(String, DateTime<Utc>)>,
}

/// What the inbox says to a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// Seen for the first time, under this number.
    New(i64),
    /// Seen before.
    Repeat {
        /// Its number.
        seq: i64,
        /// What came of it.
        state: InboxState,
        /// The answer that was given when it was refused (JSON).
        reply: Option<String>,
    },
}

/// A delivery that is to be worked off.
#[derive(Clone, Debug)]
pub struct InboxRow {
    /// Its number: the order of arrival.
    pub seq: i64,
    /// Where from.
    pub source: String,
    /// What it is.
    pub kind: String,
    /// The key of the delivery.
    pub key: String,
    /// The payload.
    pub raw: String,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// How many times it was begun before.
    pub attempts: i64,
}

impl InboxRow {
    fn read(row: &AnyRow) -> Result<Self> {
        Ok(Self {
            seq: row.try_get("seq")?,
            source: row.try_get("source")?,
            kind: row.try_get("kind")?,
            key: row.try_get("delivery_key")?,
            raw: row.try_get("raw")?,
            received_at: time(row, "received_at")?,
            attempts: row.try_get("attempts")?,
        })
    }
}

/// One statement for a whole group: 20 times faster than one for each row.
const RECEIVE_SQLITE: &str = "INSERT INTO inbox
        (seq, delivery_key, source, kind, stream, raw, received_at, state, owner, lease_until, attempts)
    SELECT json_extract(value, '$.seq'), json_extract(value, '$.key'),
        json_extract(value, '$.source'), json_extract(value, '$.kind'),
        json_extract(value, '$.stream'), json_extract(value, '$.raw'),
        json_extract(value, '$.received_at'), json_extract(value, '$.state'),
        json_extract(value, '$.owner'), json_extract(value, '$.lease_until'),
        json_extract(value, '$.attempts')
    FROM json_each($1) WHERE true
    ON CONFLICT (delivery_key) DO NOTHING RETURNING seq";
const RECEIVE_POSTGRES: &str = "INSERT INTO inbox
        (seq, delivery_key, source, kind, stream, raw, received_at, state, owner, lease_until, attempts)
    SELECT CAST(value ->> 'seq' AS BIGINT), value ->> 'key', value ->> 'source', value ->> 'kind',
        value ->> 'stream', value ->> 'raw', CAST(value ->> 'received_at' AS BIGINT),
        value ->> 'state', value ->> 'owner', CAST(value ->> 'lease_until' AS BIGINT),
        CAST(value ->> 'attempts' AS BIGINT)
    FROM json_array_elements(CAST($1 AS JSON)) AS value
    ON CONFLICT (delivery_key) DO NOTHING RETURNING seq";

/// The oldest open delivery of each stream that nobody works on (or whose worker is gone).
const CLAIM_SQLITE: &str = "WITH picked AS (
        SELECT i.seq FROM inbox i
        WHERE (i.state = 'new' OR (i.state = 'working' AND i.lease_until < $1))
          AND NOT EXISTS (SELECT 1 FROM inbox e WHERE e.stream = i.stream AND e.seq < i.seq
                          AND e.state IN ('new', 'working'))
        ORDER BY i.seq LIMIT $2)
    UPDATE inbox SET state = 'working', owner = $3, lease_until = $4, attempts = attempts + 1
    FROM picked WHERE inbox.seq = picked.seq
    RETURNING inbox.seq, source, kind, delivery_key, raw, received_at, attempts";
const CLAIM_POSTGRES: &str = "WITH picked AS (
        SELECT i.seq FROM inbox i
        WHERE (i.state = 'new' OR (i.state = 'working' AND i.lease_until < $1))
          AND NOT EXISTS (SELECT 1 FROM inbox e WHERE e.stream = i.stream AND e.seq < i.seq
                          AND e.state IN ('new', 'working'))
        ORDER BY i.seq LIMIT $2 FOR UPDATE SKIP LOCKED)
    UPDATE inbox SET state = 'working', owner = $3, lease_until = $4, attempts = attempts + 1
    FROM picked WHERE inbox.seq = picked.seq
    RETURNING inbox.seq, source, kind, delivery_key, raw, received_at, attempts";

impl Store {
    /// Takes in a group of deliveries in one commit; answers in the same order.
    pub async fn receive(&self, group: &[Arrival], now: DateTime<Utc>) -> Result<Vec<Received>> {
        let mut tx = self.begin().await?;
        let count = i64::try_from(group.len()).unwrap_or(i64::MAX);
        let first = tx.number("inbox", count).await?;
        let rows: Vec<_> = (first..)
            .zip(group)
            .map(|(seq, item)| arrival(seq, item, now))
            .collect();
        let statement = match self.dialect {
            Dialect::Sqlite => RECEIVE_SQLITE,
            Dialect::Postgres => RECEIVE_POSTGRES,
        };
        let inserted: Vec<i64> = sqlx::query(AssertSqlSafe(statement))
            .bind(serde_json::Value::from(rows).to_string())
            .fetch_all(&mut *tx.inner)
            .await?
            .iter()
            .map(|row| row.try_get(0))
            .collect::<std::result::Result<_, _>>()?;
        let mut answers = Vec::with_capacity(group.len());
        for (seq, item) in (first..).zip(group) {
            answers.push(if inserted.contains(&seq) {
                Received::New(seq)
            } else {
                tx.known(&item.key).await?
            });
        }
        tx.commit().await?;
        Ok(answers)
    }

    /// Takes up to `limit` deliveries that nobody works on, oldest first.
    pub async fn claim_inbox(
        &self,
        owner: &str,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<InboxRow>> {
        let mut tx = self.begin().await?;
        let statement = match self.dialect {
            Dialect::Sqlite => CLAIM_SQLITE,
            Dialect::Postgres => CLAIM_POSTGRES,
        };
        let rows = sqlx::query(AssertSqlSafe(statement))
            .bind(micros(now))
            .bind(limit)
            .bind(owner)
            .bind(micros(lease_until))
            .fetch_all(&mut *tx.inner)
            .await?;
        tx.commit().await?;
        let mut claimed: Vec<_> = rows.iter().map(InboxRow::read).collect::<Result<_>>()?;
        claimed.sort_by_key(|row| row.seq);
        Ok(claimed)
    }

    /// What a process of this file left half-done becomes free again; only one process uses it.
    pub async fn release_inbox(&self, owner: &str) -> Result<u64> {
        let mut tx = self.begin().await?;
        let released = sqlx::query(
            "UPDATE inbox SET state = 'new', lease_until = NULL
             WHERE state = 'working' AND owner <> $1",
        )
        .bind(owner)
        .execute(&mut *tx.inner)
        .await?;
        tx.commit().await?;
        Ok(released.rows_affected())
    }

    /// How many deliveries are not worked off yet, and how many failed.
    pub async fn inbox_counts(&self) -> Result<(i64, i64)> {
        let row = sqlx::query(
            "SELECT CAST(coalesce(sum(CASE WHEN state IN ('new', 'working') THEN 1 ELSE 0 END), 0) AS BIGINT) AS open,
                    CAST(coalesce(sum(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0) AS BIGINT) AS failed
             FROM inbox WHERE state IN ('new', 'working', 'failed')",
        )
        .fetch_one(&self.pool)
        .await?;
        Ok((row.try_get("open")?, row.try_get("failed")?))
    }
}

impl Tx {
    /// Marks a delivery as worked off, in the transaction that worked it off.
    pub async fn finish_delivery(
        &mut self,
        seq: i64,
        state: InboxState,
        note: (Option<&str>, Option<&str>),
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (reply, error) = note;
        let finished = sqlx::query(
            "UPDATE inbox SET state = $2, reply = $3, error = $4, finished_at = $5,
                 owner = NULL, lease_until = NULL
             WHERE seq = $1 AND state IN ('new', 'working')",
        )
        .bind(seq)
        .bind(state.key())
        .bind(reply)
        .bind(error.map(storable))
        .bind(micros(now))
        .execute(&mut *self.inner)
        .await?;
        if finished.rows_affected() == 1 {
            Ok(())
        } else {
            Err(StoreError::Fenced)
        }
    }

    async fn known(&mut self, key: &str) -> Result<Received> {
        let row = sqlx::query("SELECT seq, state, reply FROM inbox WHERE delivery_key = $1")
            .bind(storable(key))
            .fetch_one(&mut *self.inner)
            .await?;
        Ok(Received::Repeat {
            seq: row.try_get("seq")?,
            state: keyed(&row, "state", InboxState::from_key)?,
            reply: row.try_get("reply")?,
        })
    }
}

fn arrival(seq: i64, item: &Arrival, now: DateTime<Utc>) -> serde_json::Value {
    let (owner, lease) = item.worker.as_ref().map_or((None, None), |(owner, until)| {
        (Some(owner.as_str()), Some(micros(*until)))
    });
    let state = if owner.is_some() {
        InboxState::Working
    } else {
        InboxState::New
    };
    json!({
        "seq": seq,
        "key": storable(&item.key),
        "source": item.source,
        "kind": item.kind,
        "stream": item.stream.as_deref().map(storable),
        "raw": storable(&item.raw),
        "received_at": micros(now),
        "state": state.key(),
        "owner": owner,
        "lease_until": lease,
        "attempts": i64::from(owner.is_some()),
    })
}
