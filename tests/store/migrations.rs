//! Migrations: on nothing, again, and over rows.

use muster::domain::{Effect, EntryKind, MessageRef, NewEntry, Standing};
use muster::store::{Person, Store};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};

use super::{FIRST, arrival, declared, enqueue, with_database};
use crate::domain::{after, night};
use crate::support::database::{Database, postgres_url};

/// The tables, and how many rows each has.
async fn tables(url: &str) -> Vec<(String, i64)> {
    let mut connection = AnyConnection::connect(url).await.unwrap();
    let list = if postgres_url().is_some() {
        "SELECT CAST(table_name AS TEXT) FROM information_schema.tables
         WHERE table_schema = current_schema() ORDER BY table_name"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    };
    let rows = sqlx::query(list).fetch_all(&mut connection).await.unwrap();
    let mut counts = Vec::new();
    for row in rows {
        let name: String = row.get(0);
        let count = AssertSqlSafe(format!("SELECT CAST(count(*) AS BIGINT) FROM {name}"));
        let row = sqlx::query(count).fetch_one(&mut connection).await.unwrap();
        counts.push((name, row.get(0)));
    }
    connection.close().await.unwrap();
    counts
}

/// Puts something into every table.
async fn fill(store: &Store) {
    let incident = declared(store, "filled").await;
    assert_eq!(incident.id, FIRST);
    store
        .receive(&[arrival("one", Some("s"))], night())
        .await
        .unwrap();
    enqueue(store, &[Effect::PostCard(FIRST)], 0).await;
    let mut tx = store.begin().await.unwrap();
    let mut changed = incident.clone();
    changed.roles.insert("commander".into(), vec!["U1".into()]);
    tx.update_incident(&changed).await.unwrap();
    tx.add_member(FIRST, &"U1".into(), night()).await.unwrap();
    let note = NewEntry::new(EntryKind::Note, night(), "noted");
    tx.append(FIRST, vec![note], after(1)).await.unwrap();
    let message = MessageRef {
        channel: "C1".into(),
        ts: "1.1".into(),
    };
    tx.curate(FIRST, &message, &"U1".into(), night())
        .await
        .unwrap();
    let person = Person {
        user: "U1".into(),
        name: "alice".to_owned(),
        standing: Standing::Member,
        team: None,
        tz: None,
    };
    tx.remember_people(&[person], night()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn they_are_applied_once_and_all_of_them() {
    let database = Database::new().await;
    let url = database.url();
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap();
    let files = i64::try_from(files.count()).unwrap();
    let mut instances = Vec::new();
    for _ in 0..2 {
        let store = Store::open(&url).await.unwrap();
        instances.push(store.fact("instance").await.unwrap().unwrap());
        store.close().await;
        drop(store);
        let tables = tables(&url).await;
        assert!(
            tables.contains(&("_sqlx_migrations".to_owned(), files)),
            "{tables:?}"
        );
        assert!(tables.contains(&("incidents".to_owned(), 0)), "{tables:?}");
    }
    assert_eq!(
        instances[0], instances[1],
        "the installation keeps its name"
    );
    database.remove().await;
}

#[tokio::test]
async fn they_are_applied_over_rows_in_every_table() {
    let database = Database::new().await;
    let url = database.url();
    let store = Store::open(&url).await.unwrap();
    fill(&store).await;
    let before = (
        store.incident(FIRST).await.unwrap(),
        store.entries(FIRST, 0, 10).await.unwrap(),
    );
    store.close().await;
    drop(store);
    let rows = tables(&url).await;
    assert!(rows.iter().all(|(_, count)| *count > 0), "{rows:?}");
    let store = Store::open(&url).await.unwrap();
    let after = (
        store.incident(FIRST).await.unwrap(),
        store.entries(FIRST, 0, 10).await.unwrap(),
    );
    assert_eq!(after, before);
    assert_eq!(declared(&store, "next").await.id.0, 2, "numbers go on");
    store.close().await;
    database.remove().await;
}

#[tokio::test]
async fn a_state_that_is_not_known_is_refused_by_the_database() {
    with_database(async |store, url| {
        fill(store).await;
        let mut connection = AnyConnection::connect(url).await.unwrap();
        for statement in [
            "UPDATE inbox SET state = 'lost'",
            "UPDATE outbox SET state = 'lost'",
            "UPDATE incidents SET private = 2",
            "UPDATE outbox SET doubt = 2",
        ] {
            let written = sqlx::query(statement).execute(&mut connection).await;
            assert!(written.is_err(), "{statement}");
        }
        connection.close().await.unwrap();
    })
    .await;
}
