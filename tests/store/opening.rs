//! Opening the database: the lock, SQLite's safety settings, reading beside the bot.

use muster::store::{Dialect, OpenError, Store};
use sqlx::{Connection, Row, SqliteConnection};

use super::{declared, with_database};
use crate::support::database::{Database, postgres_url};

#[tokio::test]
async fn a_file_belongs_to_one_process() {
    if postgres_url().is_some() {
        return;
    }
    let database = Database::new().await;
    let url = database.url();
    let store = Store::open(&url).await.unwrap();
    let error = Store::open(&url).await.unwrap_err();
    assert!(matches!(error, OpenError::InUse(_)));
    let text = error.to_string();
    assert!(
        text.contains("muster.db is in use by another muster process"),
        "{text}"
    );
    assert!(text.contains("DATABASE_URL=postgres://"), "{text}");
    store.close().await;
    drop(store);
    let again = Store::open(&url).await.unwrap();
    again.close().await;
    database.remove().await;
}

#[tokio::test]
async fn replicas_share_a_server_and_its_name() {
    if postgres_url().is_none() {
        return;
    }
    with_database(async |store, url| {
        let other = Store::open(url).await.unwrap();
        let instance = store.fact("instance").await.unwrap();
        assert!(instance.is_some());
        assert_eq!(other.fact("instance").await.unwrap(), instance);
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_committed_on_sqlite_survives_the_loss_of_power() {
    with_database(async |store, url| {
        if store.dialect() == Dialect::Postgres {
            return;
        }
        // The journal's mode is a property of the file; the rest is checked when it is opened.
        let mut beside = SqliteConnection::connect(url).await.unwrap();
        let row = sqlx::query("PRAGMA journal_mode")
            .fetch_one(&mut beside)
            .await
            .unwrap();
        assert_eq!(row.get::<String, _>(0), "wal");
        beside.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn it_is_read_while_the_bot_works_on_it() {
    with_database(async |store, url| {
        let incident = declared(store, "seen from outside").await;
        let reader = Store::open_to_read(url).await.unwrap();
        let seen = reader.incident(incident.id).await.unwrap().unwrap();
        assert_eq!(seen, incident);
        reader.ping().await.unwrap();
        reader.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_not_there_is_not_made_by_reading() {
    let path = std::env::temp_dir().join(format!("muster-{}.db", uuid::Uuid::new_v4()));
    let url = format!("sqlite://{}", path.display());
    assert!(matches!(
        Store::open_to_read(&url).await,
        Err(OpenError::Database(_))
    ));
    assert!(!path.exists());
}

#[tokio::test]
async fn other_databases_are_not_understood() {
    for url in ["mysql://localhost/muster", "muster.db", ""] {
        let error = Store::open(url).await.unwrap_err();
        assert!(
            error.to_string().contains("sqlite:// or postgres://"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn facts_are_learned_anew() {
    with_database(async |store, _| {
        assert_eq!(store.fact("bot").await.unwrap(), None);
        for value in ["U1", "U2"] {
            let mut tx = store.begin().await.unwrap();
            tx.learn("bot", value).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(store.fact("bot").await.unwrap().as_deref(), Some(value));
        }
        let mut dropped = store.begin().await.unwrap();
        dropped.learn("bot", "U3").await.unwrap();
        drop(dropped);
        assert_eq!(store.fact("bot").await.unwrap().as_deref(), Some("U2"));
    })
    .await;
}
