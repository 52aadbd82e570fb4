//! The only place with SQL. One file for each table, portable statements for SQLite and PostgreSQL;
//! the few that differ stand side by side. Rules: `docs/architecture.md`.

mod inbox;
mod incidents;
mod outbox;
mod people;
mod setup;
mod timeline;
mod told;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{Any, AnyPool, Executor, Row, Transaction};
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use inbox::{Arrival, InboxRow, InboxState, Received};
pub use outbox::{Claim, EffectRow, EffectState, Settled};
pub use people::Person;
pub use setup::OpenError;

/// What a database operation can fail with.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A row holds something that this version does not understand.
    #[error("stored {what} is not understood: {found}")]
    Corrupt {
        /// What it should be.
        what: &'static str,
        /// What it is.
        found: String,
    },
    /// Somebody else finished this work in the meantime.
    #[error("this work is no longer ours")]
    Fenced,
}

/// The result of a database operation.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Which database is behind the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// One file, one process.
    Sqlite,
    /// A server, several replicas.
    Postgres,
}

/// The database.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    dialect: Dialect,
    /// What tells this database's posts from those of another installation in the same workspace.
    instance: Arc<str>,
    /// SQLite takes one writer at a time: they queue here, in order, instead of polling its lock.
    writers: Arc<Semaphore>,
    /// Held as long as the store is open: one process for each SQLite file.
    _lock: Option<Arc<std::fs::File>>,
}

/// A write transaction. Dropped without [`Tx::commit`], nothing of it happened.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, Any>,
    instance: Arc<str>,
    _turn: Option<OwnedSemaphorePermit>,
}

impl Store {
    /// Begins a write transaction; on SQLite it takes the write lock at once, so that what it
    /// reads cannot change before it writes.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place where they begin"
    )]
    pub async fn begin(&self) -> Result<Tx> {
        let (turn, inner) = match self.dialect {
            Dialect::Sqlite => {
                let turn = Arc::clone(&self.writers).acquire_owned().await.ok();
                (turn, self.pool.begin_with("BEGIN IMMEDIATE").await?)
            }
            Dialect::Postgres => (None, self.pool.begin().await?),
        };
        Ok(Tx {
            inner,
            instance: Arc::clone(&self.instance),
            _turn: turn,
        })
    }

    /// Which database it is.
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// A fact that the bot has learned.
    pub async fn fact(&self, name: &str) -> Result<Option<String>> {
        fact(&self.pool, name).await
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl Tx {
    /// Makes everything in it permanent.
    pub async fn commit(self) -> Result<()> {
        Ok(self.inner.commit().await?)
    }

    /// A fact that the bot has learned.
    pub async fn fact(&mut self, name: &str) -> Result<Option<String>> {
        fact(&mut *self.inner, name).await
    }

    /// Learns a fact, or learns it anew.
    pub async fn learn(&mut self, name: &str, value: &str) -> Result<()> {
        sqlx::query(
            "INSERT INTO facts (name, value) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(name)
        .bind(value)
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Reserves `count` numbers; gives the first of them.
    async fn number(&mut self, counter: &str, count: i64) -> Result<i64> {
        let row =
            sqlx::query("UPDATE counters SET value = value + $2 WHERE name = $1 RETURNING value")
                .bind(counter)
                .bind(count)
                .fetch_one(&mut *self.inner)
                .await?;
        let last: i64 = row.try_get(0)?;
        Ok(last - count + 1)
    }
}

async fn fact<'e>(
    executor: impl Executor<'e, Database = Any>,
    name: &str,
) -> Result<Option<String>> {
    let row = sqlx::query("SELECT value FROM facts WHERE name = $1")
        .bind(name)
        .fetch_optional(executor)
        .await?;
    row.map(|row| Ok(row.try_get(0)?)).transpose()
}

/// PostgreSQL's text cannot hold the zero character: it is kept as the sign for an unknown one.
fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

fn time(row: &AnyRow, column: &str) -> Result<DateTime<Utc>> {
    moment(row.try_get(column)?)
}

fn maybe_time(row: &AnyRow, column: &str) -> Result<Option<DateTime<Utc>>> {
    row.try_get::<Option<i64>, _>(column)?
        .map(moment)
        .transpose()
}

fn moment(micros: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp_micros(micros).ok_or_else(|| StoreError::Corrupt {
        what: "time",
        found: micros.to_string(),
    })
}

fn flag(row: &AnyRow, column: &str) -> Result<bool> {
    Ok(row.try_get::<i64, _>(column)? != 0)
}

fn json<T: serde::de::DeserializeOwned>(what: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt {
        what,
        found: error.to_string(),
    })
}

fn to_json<T: serde::Serialize>(what: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt {
        what,
        found: error.to_string(),
    })
}

/// The text of a column, parsed into an enum by `parse`.
fn keyed<T>(
    row: &AnyRow,
    column: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T> {
    let text: String = row.try_get(column)?;
    parse(&text).ok_or(StoreError::Corrupt {
        what: column,
        found: text,
    })
}
