//! Opening the database: connections, SQLite's safety settings, the single-process lock, migrations.

use std::borrow::Cow;
use std::fs::{File, OpenOptions, TryLockError};
use std::sync::{Arc, Once};

use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyPool, Executor, Row, SqlSafeStr};
use thiserror::Error;
use tokio::sync::Semaphore;

use super::{Dialect, Store};

/// Older versions could corrupt a WAL database that has two connections
/// (<https://sqlite.org/wal.html#the_wal_reset_bug>).
const SQLITE_MIN: (u32, u32, u32) = (3, 51, 3);
/// Connections to a SQLite file: one writes, the others read.
const SQLITE_CONNECTIONS: u32 = 4;
/// Connections to PostgreSQL from each replica.
const POSTGRES_CONNECTIONS: u32 = 10;

/// WAL with `synchronous = FULL`: what was committed survives the loss of power.
const SQLITE_SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; PRAGMA journal_size_limit = 67108864;";

const VERSION_SQLITE: &str = "SELECT sqlite_version()";
const SYNCHRONOUS_SQLITE: &str = "SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous";

/// Why the database could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The URL is of neither kind.
    #[error("DATABASE_URL must begin with sqlite:// or postgres://")]
    Scheme,
    /// Another process works on the file.
    #[error(
        "{0} is in use by another muster process; stop that one first, or use PostgreSQL \
         (DATABASE_URL=postgres://…) to run several"
    )]
    InUse(String),
    /// The lock file could not be made.
    #[error("cannot lock {path}: {error}")]
    Lock {
        /// Which file.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// SQLite is too old or not set up as it must be.
    #[error("SQLite is not safe to use here: {0}")]
    Unsafe(String),
    /// The tables could not be brought up to date.
    #[error("cannot bring the database up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The database refused or could not be reached.
    #[error("cannot open the database: {0}")]
    Database(#[from] sqlx::Error),
}

impl Store {
    /// Opens the database as the one that works on it, and brings its tables up to date.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let mut store = Self::connect(url, true).await?;
        migrator().run(&store.pool).await?;
        store.instance = instance(&store.pool).await?.into();
        Ok(store)
    }

    /// Opens the database beside a process that works on it, to read; the tables must be there.
    pub async fn open_to_read(url: &str) -> Result<Self, OpenError> {
        Self::connect(url, false).await
    }

    async fn connect(url: &str, exclusive: bool) -> Result<Self, OpenError> {
        static DRIVERS: Once = Once::new();
        DRIVERS.call_once(sqlx::any::install_default_drivers);
        let dialect = if url.starts_with("sqlite:") {
            Dialect::Sqlite
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Dialect::Postgres
        } else {
            return Err(OpenError::Scheme);
        };
        let lock = match dialect {
            Dialect::Sqlite if exclusive => lock_file(url)?,
            Dialect::Sqlite | Dialect::Postgres => None,
        };
        let pool = pool(url, dialect, exclusive).await?;
        if dialect == Dialect::Sqlite {
            check_sqlite(&pool).await?;
        }
        let writers = Arc::new(Semaphore::new(1));
        Ok(Self {
            pool,
            dialect,
            instance: "".into(),
            writers,
            _lock: lock,
        })
    }
}

async fn pool(url: &str, dialect: Dialect, create: bool) -> Result<AnyPool, sqlx::Error> {
    match dialect {
        Dialect::Sqlite => {
            let url = match (create, url.contains("mode=")) {
                (true, false) if url.contains('?') => Cow::from(format!("{url}&mode=rwc")),
                (true, false) => Cow::from(format!("{url}?mode=rwc")),
                _ => Cow::from(url),
            };
            let options = AnyPoolOptions::new().max_connections(SQLITE_CONNECTIONS);
            options
                .after_connect(|connection, _| {
                    Box::pin(async move {
                        connection.execute(SQLITE_SETTINGS).await?;
                        Ok(())
                    })
                })
                .connect(&url)
                .await
        }
        Dialect::Postgres => {
            AnyPoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS)
                .connect(url)
                .await
        }
    }
}

async fn check_sqlite(pool: &AnyPool) -> Result<(), OpenError> {
    let row = sqlx::query(VERSION_SQLITE).fetch_one(pool).await?;
    let version: String = row.try_get(0)?;
    let mut parts = version
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) < SQLITE_MIN {
        return Err(OpenError::Unsafe(format!(
            "version {version} is older than 3.51.3"
        )));
    }
    let row = sqlx::query(SYNCHRONOUS_SQLITE).fetch_one(pool).await?;
    let synchronous: String = row.try_get(0)?;
    if synchronous != "2" {
        return Err(OpenError::Unsafe(format!(
            "synchronous is {synchronous}, not FULL (2)"
        )));
    }
    Ok(())
}

/// The installation's own name, made when the database was made.
async fn instance(pool: &AnyPool) -> Result<String, sqlx::Error> {
    sqlx::query(
        "INSERT INTO facts (name, value) VALUES ('instance', $1) ON CONFLICT (name) DO NOTHING",
    )
    .bind(uuid::Uuid::new_v4().simple().to_string())
    .execute(pool)
    .await?;
    let row = sqlx::query("SELECT value FROM facts WHERE name = 'instance'")
        .fetch_one(pool)
        .await?;
    row.try_get(0)
}

/// Takes `<file>.lock` for as long as the store is open; memory databases need none.
fn lock_file(url: &str) -> Result<Option<Arc<File>>, OpenError> {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    let path = path.split('?').next().unwrap_or(path);
    if path.is_empty() || path.starts_with(":memory:") {
        return Ok(None);
    }
    let name = format!("{path}.lock");
    let failed = |error| OpenError::Lock {
        path: name.clone(),
        error,
    };
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&name)
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Arc::new(file))),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned())),
        Err(TryLockError::Error(error)) => Err(OpenError::Lock { path: name, error }),
    }
}

/// All migrations, in order. One that has landed is never edited: the next one mends it.
fn migrator() -> Migrator {
    let files = [(
        1,
        "incidents",
        include_str!("../../migrations/0001_incidents.sql"),
    )];
    let migrations = files.map(|(version, name, sql)| {
        Migration::new(
            version,
            Cow::from(name),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(migrations.into())
}
