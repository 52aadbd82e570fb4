//! The worker: takes what is due from the outbox, in order of urgency, and carries it out side by
//! side. It sleeps until something is added, falls due, or is finished.

use std::sync::Arc;

use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Hands;
use crate::domain::Class;
use crate::ops::{Failure, Outcome};
use crate::store::{Claim, EffectRow, StoreError};

/// Counts what was done, so that others can wait for more to happen.
pub type Progress = watch::Receiver<u64>;

/// Carries out effects until it is stopped.
#[derive(Debug)]
pub struct Worker {
    hands: Hands,
    tasks: TaskTracker,
    slots: Arc<Semaphore>,
    progress: watch::Sender<u64>,
}

/// The wait after the database refused, so that it is not asked in a hot loop.
const AFTER_FAULT: chrono::Duration = chrono::Duration::seconds(1);

impl Worker {
    /// A worker that starts its tasks on `tasks`.
    pub fn new(hands: Hands, tasks: TaskTracker) -> Self {
        let slots = Arc::new(Semaphore::new(hands.settings.workers.max(1)));
        Self {
            hands,
            tasks,
            slots,
            progress: watch::Sender::new(0),
        }
    }

    /// Tells of everything that gets done.
    pub fn progress(&self) -> Progress {
        self.progress.subscribe()
    }

    /// Works until `stop`; what has been begun then is finished by its own task.
    pub async fn run(self, stop: CancellationToken) {
        let exclusive = self.hands.ops.store().dialect() == crate::store::Dialect::Sqlite;
        if exclusive {
            // Only one process works on a SQLite file: what others hold, nobody holds any more.
            let owner = self.hands.ops.owner().to_owned();
            self.take_over(Some(&owner)).await;
        }
        while !stop.is_cancelled() {
            let wake = self.hands.ops.effects_wake().notified();
            let waiting = match self.round().await {
                Ok(due) => due,
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be read");
                    Some(self.hands.ops.clock().now() + AFTER_FAULT)
                }
            };
            self.progress.send_modify(|count| *count += 1);
            let clock = self.hands.ops.clock();
            let due = async {
                match waiting {
                    Some(at) => clock.sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = wake => {}
                () = due => {}
                () = stop.cancelled() => {}
            }
        }
    }

    /// Starts what is due; gives when to look again if nothing happens before.
    async fn round(&self) -> Result<Option<chrono::DateTime<chrono::Utc>>, StoreError> {
        self.take_over(None).await;
        let store = self.hands.ops.store();
        loop {
            let now = self.hands.ops.clock().now();
            let free = self.slots.available_permits();
            if free == 0 {
                // Whoever finishes wakes us.
                return Ok(None);
            }
            let claim = Claim {
                owner: self.hands.ops.owner(),
                now,
                lease_until: now + self.hands.settings.lease,
                limit: i64::try_from(free).unwrap_or(i64::MAX),
            };
            let rows = store.claim_effects(claim).await?;
            if rows.is_empty() {
                let due = store.next_due().await?;
                // What is due and yet not to be had is in another replica's hands just now.
                return Ok(due.map(|due| if due > now { due } else { now + AFTER_FAULT }));
            }
            for row in rows {
                self.start(row);
            }
        }
    }

    fn start(&self, row: EffectRow) {
        let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() else {
            // Not begun: its lease runs out, and then it is looked up like any other.
            return;
        };
        let (hands, progress) = (self.hands.clone(), self.progress.clone());
        self.tasks.spawn(async move {
            let outcome = hands.carry_out(&row).await;
            record(&hands, &row, &outcome).await;
            drop(slot);
            progress.send_modify(|count| *count += 1);
            hands.ops.effects_wake().notify_one();
        });
    }

    /// Effects whose worker is gone may or may not have been done.
    async fn take_over(&self, other_than: Option<&str>) {
        let ops = &self.hands.ops;
        let now = ops.clock().now();
        let abandoned = match ops.store().abandoned_effects(other_than, now).await {
            Ok(rows) => rows,
            Err(error) => {
                tracing::error!(%error, "abandoned effects cannot be read");
                return;
            }
        };
        for row in abandoned {
            let began = row.first_sent_at.unwrap_or(now);
            let settle = match row.effect.class() {
                Class::Repeatable | Class::NotFindable => chrono::Duration::zero(),
                Class::NaturalKey => self.hands.settings.settle_create,
                Class::LookUp => self.hands.settings.settle_post,
            };
            let settle_until = now.max(began + settle);
            let problem = "the process that did it has ended".to_owned();
            record(
                &self.hands,
                &row,
                &Outcome::InDoubt {
                    settle_until,
                    problem,
                },
            )
            .await;
        }
    }
}

async fn record(hands: &Hands, row: &EffectRow, outcome: &Outcome) {
    match hands.ops.record_outcome(row, outcome).await {
        Ok(()) => {
            metrics::counter!("muster_effects_total", "outcome" => label(outcome)).increment(1);
        }
        Err(Failure::Refused(_)) => {}
        // The row stays as it is; when its lease has run out it is looked up.
        Err(Failure::Internal(error)) => {
            tracing::error!(effect = row.id, %error, "what came of an effect could not be written");
        }
    }
}

const fn label(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Done
        | Outcome::RoomCreated { .. }
        | Outcome::CardPosted(_)
        | Outcome::TopicSet(_)
        | Outcome::AnnouncementPosted(_) => "done",
        Outcome::RoomNameTaken => "name_taken",
        Outcome::NotThere => "not_there",
        Outcome::Again {
            throttled: true, ..
        } => "throttled",
        Outcome::Again { .. } => "again",
        Outcome::InDoubt { .. } => "in_doubt",
        Outcome::Refused { .. } => "refused",
    }
}
