//! The database, on SQLite or (with `MUSTER_TEST_POSTGRES_URL`) on PostgreSQL.

mod inbox;
mod incidents;
mod migrations;
mod opening;
mod outbox;
mod outbox_order;
mod statements;
mod timeline;

use muster::domain::{Effect, Incident, IncidentId};
use muster::store::{Arrival, Claim, EffectRow, Store};

use crate::domain::{Alice, after, titled};
use crate::support::database::Database;

/// Runs a test on a database of its own.
async fn with_store(test: impl AsyncFnOnce(&Store)) {
    with_database(async |store, _| test(store).await).await;
}

/// The same, for a test that needs the address.
async fn with_database(test: impl AsyncFnOnce(&Store, &str)) {
    let database = Database::new().await;
    let store = Store::open(&database.url()).await.unwrap();
    test(&store, &database.url()).await;
    store.close().await;
    database.remove().await;
}

/// An incident with that number, declared at the beginning of the night.
async fn declared(store: &Store, title: &str) -> Incident {
    let mut tx = store.begin().await.unwrap();
    let id = tx.next_incident_id().await.unwrap();
    let alice = Alice::new();
    let incident = Incident::declare(id, titled(title), &alice.at(0))
        .unwrap()
        .incident;
    let origin = format!("test:{id}");
    tx.insert_incident(&incident, &origin).await.unwrap();
    tx.commit().await.unwrap();
    incident
}

/// A delivery of that key in that stream.
fn arrival(key: &str, stream: Option<&str>) -> Arrival {
    Arrival {
        key: key.to_owned(),
        source: "http",
        kind: "event",
        stream: stream.map(str::to_owned),
        raw: format!("{{\"key\":\"{key}\"}}"),
        worker: None,
    }
}

/// Puts effects into the outbox at that minute.
async fn enqueue(store: &Store, effects: &[Effect], minute: i64) {
    let mut tx = store.begin().await.unwrap();
    tx.enqueue(effects, None, after(minute)).await.unwrap();
    tx.commit().await.unwrap();
}

/// Takes what is due at that minute, for half a minute.
async fn claim(store: &Store, minute: i64, limit: i64) -> Vec<EffectRow> {
    let claim = Claim {
        owner: "one",
        now: after(minute),
        lease_until: after(minute) + chrono::Duration::seconds(30),
        limit,
    };
    store.claim_effects(claim).await.unwrap()
}

const FIRST: IncidentId = IncidentId(1);
