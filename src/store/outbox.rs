//! The outbox: what is to be done outside, in which order, and what is known of each attempt.
//! States: `pending → sending → done | dead`, and `sending → unknown` when the answer was lost.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::{
    Dialect, Result, Store, StoreError, Tx, flag, json, keyed, maybe_time, micros, to_json,
};
use crate::domain::{Class, Effect, IncidentId};

/// What is known of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectState {
    /// It waits for its turn or its time.
    Pending,
    /// A worker is doing it.
    Sending,
    /// It may or may not have been done: it is looked up before it is tried again.
    Unknown,
    /// Done, or no longer needed.
    Done,
    /// Given up; it can be tried again by hand.
    Dead,
}

impl EffectState {
    const ALL: [Self; 5] = [
        Self::Pending,
        Self::Sending,
        Self::Unknown,
        Self::Done,
        Self::Dead,
    ];

    /// The key under which it is stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// An effect in the outbox.
#[derive(Clone, Debug)]
pub struct EffectRow {
    /// Its number: the order in which effects were decided.
    pub id: i64,
    /// The mark by which it is found again outside.
    pub mark: String,
    /// What is to be done.
    pub effect: Effect,
    /// The delivery that led to it.
    pub delivery: Option<i64>,
    /// What is known of it.
    pub state: EffectState,
    /// How often it was begun: only the attempt of this number may write its result.
    pub attempt: i64,
    /// Whether an earlier attempt's answer was lost: look it up first.
    pub doubt: bool,
    /// When it was begun for the first time.
    pub first_sent_at: Option<DateTime<Utc>>,
    /// Whether people were told that it fails.
    pub told: bool,
    /// What went wrong last.
    pub error: Option<String>,
}

impl EffectRow {
    fn read(row: &AnyRow) -> Result<Self> {
        Ok(Self {
            id: row.try_get("id")?,
            mark: row.try_get("mark")?,
            effect: json("effect", row.try_get("effect")?)?,
            delivery: row.try_get("delivery")?,
            state: keyed(row, "state", EffectState::from_key)?,
            attempt: row.try_get("attempt")?,
            doubt: flag(row, "doubt")?,
            first_sent_at: maybe_time(row, "first_sent_at")?,
            told: flag(row, "told")?,
            error: row.try_get("error")?,
        })
    }
}

/// Who takes effects, from when on, and until when they are theirs.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The worker's process.
    pub owner: &'a str,
    /// What is due by now.
    pub now: DateTime<Utc>,
    /// When others may take it over.
    pub lease_until: DateTime<Utc>,
    /// How many at most.
    pub limit: i64,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Done; the text is what came of it.
    Done(String),
    /// Not done, for sure: again from this time on.
    Again(DateTime<Utc>),
    /// Perhaps done: looked up from this time on.
    LookUp(DateTime<Utc>),
    /// Given up.
    Dead,
}

impl Settled {
    /// What becomes of an attempt whose answer was lost: what can be found again is looked up once
    /// it must have shown, what can be repeated is repeated, the rest is not tried again.
    pub const fn in_doubt(class: Class, settle_until: DateTime<Utc>) -> Self {
        match class {
            Class::Repeatable => Self::Again(settle_until),
            Class::NaturalKey | Class::LookUp => Self::LookUp(settle_until),
            Class::NotFindable => Self::Dead,
        }
    }
}

/// What is due, in order of urgency, where nothing earlier of its stream is open, and nothing at all
/// of the stream that it needs. What was given up holds back only what cannot be without it.
const CLAIM_SQLITE: &str = "WITH picked AS (
        SELECT o.id FROM outbox o
        WHERE o.state IN ('pending', 'unknown') AND o.not_before <= $1
          AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.state <> 'done' AND e.state <> 'dead'
                          AND e.id < o.id AND e.stream = o.stream)
          AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.state <> 'done' AND e.stream = o.needs)
        ORDER BY o.lane, o.id LIMIT $2)
    UPDATE outbox SET state = 'sending', attempt = attempt + 1, owner = $3, lease_until = $4,
        first_sent_at = coalesce(first_sent_at, $1)
    FROM picked WHERE outbox.id = picked.id
    RETURNING outbox.id, mark, effect, delivery, state, attempt, doubt, first_sent_at, told, error, lane";
const CLAIM_POSTGRES: &str = "WITH picked AS (
        SELECT o.id FROM outbox o
        WHERE o.state IN ('pending', 'unknown') AND o.not_before <= $1
          AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.state <> 'done' AND e.state <> 'dead'
                          AND e.id < o.id AND e.stream = o.stream)
          AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.state <> 'done' AND e.stream = o.needs)
        ORDER BY o.lane, o.id LIMIT $2 FOR UPDATE SKIP LOCKED)
    UPDATE outbox SET state = 'sending', attempt = attempt + 1, owner = $3, lease_until = $4,
        first_sent_at = coalesce(first_sent_at, $1)
    FROM picked WHERE outbox.id = picked.id
    RETURNING outbox.id, mark, effect, delivery, state, attempt, doubt, first_sent_at, told, error, lane";

impl Store {
    /// Takes effects that are due.
    pub async fn claim_effects(&self, claim: Claim<'_>) -> Result<Vec<EffectRow>> {
        let mut tx = self.begin().await?;
        let statement = match self.dialect {
            Dialect::Sqlite => CLAIM_SQLITE,
            Dialect::Postgres => CLAIM_POSTGRES,
        };
        let rows = sqlx::query(AssertSqlSafe(statement))
            .bind(micros(claim.now))
            .bind(claim.limit)
            .bind(claim.owner)
            .bind(micros(claim.lease_until))
            .fetch_all(&mut *tx.inner)
            .await?;
        tx.commit().await?;
        let mut claimed: Vec<_> = rows.iter().map(EffectRow::read).collect::<Result<_>>()?;
        claimed.sort_by_key(|row| (row.effect.lane(), row.id));
        Ok(claimed)
    }

    /// When the next effect or lease falls due, if any is waiting.
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query(
            "SELECT min(due) AS due FROM (
                SELECT min(not_before) AS due FROM outbox o
                WHERE o.state IN ('pending', 'unknown')
                  AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.state <> 'done'
                                  AND e.state <> 'dead' AND e.id < o.id AND e.stream = o.stream)
                  AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.state <> 'done'
                                  AND e.stream = o.needs)
                UNION ALL
                SELECT min(lease_until) AS due FROM outbox WHERE state = 'sending') AS dues",
        )
        .fetch_one(&self.pool)
        .await?;
        maybe_time(&row, "due")
    }

    /// Effects whose worker is gone: another process's when `owner` is given, else those whose
    /// lease has run out.
    pub async fn abandoned_effects(
        &self,
        other_than: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Vec<EffectRow>> {
        let rows = sqlx::query(
            "SELECT id, mark, effect, delivery, state, attempt, doubt, first_sent_at, told, error
             FROM outbox WHERE state = 'sending'
               AND (lease_until < $1 OR owner <> CAST($2 AS TEXT)) ORDER BY id",
        )
        .bind(micros(now))
        .bind(other_than)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(EffectRow::read).collect()
    }

    /// How many effects are in each state; done ones are not counted.
    pub async fn effect_counts(&self) -> Result<Vec<(EffectState, i64)>> {
        let rows = sqlx::query(
            "SELECT state, CAST(count(*) AS BIGINT) AS n FROM outbox WHERE state <> 'done'
             GROUP BY state",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok((
                    keyed(row, "state", EffectState::from_key)?,
                    row.try_get("n")?,
                ))
            })
            .collect()
    }

    /// Effects that were given up, oldest first.
    pub async fn dead_effects(&self) -> Result<Vec<EffectRow>> {
        let rows = sqlx::query(
            "SELECT id, mark, effect, delivery, state, attempt, doubt, first_sent_at, told, error
             FROM outbox WHERE state = 'dead' ORDER BY id",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(EffectRow::read).collect()
    }
}

impl Tx {
    /// Puts effects into the outbox, in order. One that only brings something up to date is left
    /// out when the same is waiting already: what is sent is the state at the time of sending.
    pub async fn enqueue(
        &mut self,
        effects: &[Effect],
        delivery: Option<i64>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        if effects.is_empty() {
            return Ok(());
        }
        let count = i64::try_from(effects.len()).unwrap_or(i64::MAX);
        let first = self.number("outbox", count).await?;
        for (id, effect) in (first..).zip(effects) {
            let key = effect.coalesce_key();
            if let Some(key) = &key
                && self.is_waiting(key).await?
            {
                continue;
            }
            sqlx::query(
                "INSERT INTO outbox (id, mark, incident, delivery, lane, stream, needs,
                     coalesce_key, effect, state, not_before, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending', $10, $10)",
            )
            .bind(id)
            .bind(format!("{}-{id}", self.instance))
            .bind(effect.incident().map(|IncidentId(number)| number))
            .bind(delivery)
            .bind(effect.lane() as i64)
            .bind(effect.stream())
            .bind(effect.needs())
            .bind(key)
            .bind(to_json("effect", effect)?)
            .bind(micros(now))
            .execute(&mut *self.inner)
            .await?;
        }
        Ok(())
    }

    /// Whether an effect with this key waits; it is kept from being taken until the commit. A dead
    /// one gives way to the newer.
    async fn is_waiting(&mut self, key: &str) -> Result<bool> {
        sqlx::query(
            "UPDATE outbox SET state = 'done', result = 'superseded'
             WHERE coalesce_key = $1 AND state = 'dead'",
        )
        .bind(key)
        .execute(&mut *self.inner)
        .await?;
        let waiting = sqlx::query(
            "UPDATE outbox SET created_at = created_at
             WHERE coalesce_key = $1 AND state = 'pending'",
        )
        .bind(key)
        .execute(&mut *self.inner)
        .await?;
        Ok(waiting.rows_affected() > 0)
    }

    /// Writes what became of an attempt; refused when it is no longer this attempt's to say.
    pub async fn settle(
        &mut self,
        row: &EffectRow,
        settled: &Settled,
        error: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (state, not_before, result) = match settled {
            Settled::Done(result) => (EffectState::Done, now, Some(result.as_str())),
            Settled::Again(at) => (EffectState::Pending, *at, None),
            Settled::LookUp(at) => (EffectState::Unknown, *at, None),
            Settled::Dead => (EffectState::Dead, now, None),
        };
        let finished = matches!(state, EffectState::Done | EffectState::Dead);
        // What is given up in doubt is looked up first if somebody revives it.
        let doubt = match settled {
            Settled::LookUp(_) => true,
            Settled::Dead => row.doubt,
            Settled::Done(_) | Settled::Again(_) => false,
        };
        let written = sqlx::query(
            "UPDATE outbox SET state = $3, not_before = $4, result = $5, error = $6,
                 finished_at = $7, doubt = $8, owner = NULL, lease_until = NULL
             WHERE id = $1 AND attempt = $2 AND state = 'sending'",
        )
        .bind(row.id)
        .bind(row.attempt)
        .bind(state.key())
        .bind(micros(not_before))
        .bind(result)
        .bind(error)
        .bind(finished.then_some(micros(now)))
        .bind(i64::from(doubt))
        .execute(&mut *self.inner)
        .await?;
        if written.rows_affected() == 1 {
            Ok(())
        } else {
            Err(StoreError::Fenced)
        }
    }

    /// Remembers that people were told of an effect's failure.
    pub async fn mark_told(&mut self, id: i64) -> Result<()> {
        sqlx::query("UPDATE outbox SET told = 1 WHERE id = $1")
            .bind(id)
            .execute(&mut *self.inner)
            .await?;
        Ok(())
    }

    /// Lets an effect that was given up be tried again.
    pub async fn revive(&mut self, id: i64, now: DateTime<Utc>) -> Result<bool> {
        let revived = sqlx::query(
            "UPDATE outbox SET state = 'pending', not_before = $2, told = 0, finished_at = NULL
             WHERE id = $1 AND state = 'dead'",
        )
        .bind(id)
        .bind(micros(now))
        .execute(&mut *self.inner)
        .await?;
        Ok(revived.rows_affected() == 1)
    }
}
