//! Taking in deliveries: what is acknowledged is on disk. Whatever arrives while a commit is under
//! way is committed together next, so one writer keeps up with any storm.

use chrono::{DateTime, Duration, Utc};
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};

use super::{Arrival, Failure, InboxRow, Internal, Ops};
use crate::clock::Clock;
use crate::store::{Received, Store, StoreError};

/// How many deliveries may wait for a commit before senders are told to come again.
pub(super) const QUEUE: usize = 4_096;
/// How many are committed at once at most.
const GROUP: usize = 512;
/// How long a delivery belongs to whoever began it.
const LEASE: Duration = Duration::seconds(30);

/// A delivery that waits for its commit, and who waits for it.
#[derive(Debug)]
pub(super) struct Waiting {
    arrival: Arrival,
    answer: oneshot::Sender<Result<Received, StoreError>>,
}

/// What the inbox says to a delivery.
#[derive(Clone, Debug, PartialEq)]
pub enum Accepted {
    /// Seen for the first time, under this number.
    New(i64),
    /// Seen before; with the answer that was given when it was refused.
    Repeat {
        /// Its number.
        seq: i64,
        /// The answer.
        reply: Option<Value>,
    },
}

/// The one writer of the inbox. Dropping it stops the intake.
#[derive(Debug)]
pub struct Intake {
    store: Store,
    clock: Clock,
    waiting: mpsc::Receiver<Waiting>,
}

impl Intake {
    pub(super) const fn new(store: Store, clock: Clock, waiting: mpsc::Receiver<Waiting>) -> Self {
        Self {
            store,
            clock,
            waiting,
        }
    }

    /// Commits what arrives, in groups, until nobody can send any more.
    pub async fn run(mut self) {
        let mut group = Vec::with_capacity(GROUP);
        while self.waiting.recv_many(&mut group, GROUP).await > 0 {
            let (arrivals, answers): (Vec<_>, Vec<_>) = group
                .drain(..)
                .map(|waiting| (waiting.arrival, waiting.answer))
                .unzip();
            match self.store.receive(&arrivals, self.clock.now()).await {
                Ok(received) => {
                    for (answer, received) in answers.into_iter().zip(received) {
                        // Whoever hung up meanwhile does not need the answer: it is stored.
                        let _gone = answer.send(Ok(received)).is_err();
                    }
                }
                Err(error) => {
                    tracing::error!(%error, lost = answers.len(), "deliveries not stored, not acknowledged");
                    for answer in answers {
                        let _gone = answer
                            .send(Err(StoreError::Corrupt {
                                what: "delivery",
                                found: "it could not be stored".to_owned(),
                            }))
                            .is_err();
                    }
                }
            }
        }
    }
}

impl Ops {
    /// Stores a delivery. It must not be acknowledged unless this returns `Ok`. With `mine` it
    /// belongs to this process, which works on it at once; else [`Ops::deliveries_wake`] rings.
    pub async fn accept(&self, mut arrival: Arrival, mine: bool) -> Result<Accepted, Failure> {
        if mine {
            let until = self.clock().now() + LEASE;
            arrival.worker = Some((self.owner().to_owned(), until));
        }
        let (answer, stored) = oneshot::channel();
        let full = |_| Internal::new("the inbox is full");
        self.inner
            .intake
            .try_send(Waiting { arrival, answer })
            .map_err(full)?;
        let received = stored.await.map_err(Internal::new)??;
        if !mine {
            self.inner.deliveries.notify_one();
        }
        Ok(match received {
            Received::New(seq) => Accepted::New(seq),
            Received::Repeat { seq, reply, .. } => Accepted::Repeat {
                seq,
                reply: reply.and_then(|text| serde_json::from_str(&text).ok()),
            },
        })
    }

    /// Takes deliveries that nobody works on, oldest first, in order within each stream.
    pub async fn claim_deliveries(&self, limit: i64) -> Result<Vec<InboxRow>, Failure> {
        let now: DateTime<Utc> = self.clock().now();
        Ok(self
            .store()
            .claim_inbox(self.owner(), now, now + LEASE, limit)
            .await?)
    }
}
