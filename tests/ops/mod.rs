//! The verbs on a database, without Slack: one declaration, one winner, one refusal.

mod races;
mod visibility;

use muster::clock::Clock;
use muster::config::{Config, Environment};
use muster::domain::timeline::Verifier;
use muster::domain::{Actor, Draft, Incident, IncidentId, Refusal};
use muster::ops::{Failure, Ops, Request};
use muster::store::Store;

use crate::domain::night;
use crate::support::database::Database;

/// Runs a test with the default configuration on a database of its own.
async fn with_ops(test: impl AsyncFnOnce(&Ops)) {
    let database = Database::new().await;
    let store = Store::open(&database.url()).await.unwrap();
    let config = Config::load(None, &Environment::default()).unwrap();
    let clock = Clock::manual(night());
    let (ops, intake) = Ops::new(store.clone(), &config, clock, "test".to_owned());
    // The intake ends with the test, like a process that is killed.
    tokio::select! {
        () = intake.run() => panic!("the intake ended"),
        () = test(&ops) => {}
    }
    store.close().await;
    drop((ops, store));
    database.remove().await;
}

fn by(user: &str) -> Request {
    Request::by(Actor::member(user))
}

/// Declares an incident as Alice.
async fn declared(ops: &Ops, draft: Draft) -> Incident {
    let origin = uuid::Uuid::new_v4().to_string();
    ops.declare(&by("UALICE"), &origin, draft).await.unwrap()
}

/// The text of a refusal.
fn refusal<T: std::fmt::Debug>(answer: Result<T, Failure>) -> Refusal {
    let refused = match answer.unwrap_err() {
        Failure::Refused(refusal) => Ok(refusal),
        Failure::Internal(fault) => Err(fault),
    };
    refused.unwrap()
}

/// Whether the timeline's chain holds.
async fn verify(ops: &Ops, id: IncidentId) {
    let mut verifier = Verifier::default();
    for entry in ops.store().entries(id, 0, 1_000).await.unwrap() {
        verifier.take(&entry).unwrap();
    }
    let head = ops.timeline_head(id).await.unwrap();
    verifier.finish(head.length, &head.hash).unwrap();
}
