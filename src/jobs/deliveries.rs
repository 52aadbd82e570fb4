//! Working off the inbox: deliveries that nobody waits for, in order within each channel; and those
//! that a process left behind when it ended.

use std::sync::Arc;

use futures_util::future::{BoxFuture, join_all};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::Progress;
use crate::ops::{InboxRow, Ops};

/// Works off one delivery; it must leave the row in a final state.
pub type Handle = Arc<dyn Fn(InboxRow) -> BoxFuture<'static, ()> + Send + Sync>;

/// How many deliveries are worked off side by side; each belongs to another channel.
const BATCH: i64 = 32;
/// How often the inbox is looked at when nothing rings: another process may have ended.
const LOOK: chrono::Duration = chrono::Duration::seconds(5);

/// The worker of the inbox.
pub struct Deliveries {
    ops: Ops,
    handle: Handle,
    progress: watch::Sender<u64>,
}

impl Deliveries {
    /// A worker that hands every delivery to `handle`.
    pub fn new(ops: Ops, handle: Handle) -> Self {
        Self {
            ops,
            handle,
            progress: watch::Sender::new(0),
        }
    }

    /// Tells of everything that gets done.
    pub fn progress(&self) -> Progress {
        self.progress.subscribe()
    }

    /// Works until `stop`.
    pub async fn run(self, stop: CancellationToken) {
        if self.ops.store().dialect() == crate::store::Dialect::Sqlite {
            match self.ops.store().release_inbox(self.ops.owner()).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "going on with deliveries that were left"),
                Err(error) => tracing::error!(%error, "deliveries that were left cannot be freed"),
            }
        }
        while !stop.is_cancelled() {
            let wake = self.ops.deliveries_wake().notified();
            // Counted from before the reading: what falls due meanwhile is not overlooked.
            let look = self.ops.clock().now() + LOOK;
            let worked = match self.ops.claim_deliveries(BATCH).await {
                Ok(rows) => {
                    let count = rows.len();
                    join_all(rows.into_iter().map(|row| (self.handle)(row))).await;
                    count
                }
                Err(error) => {
                    tracing::error!(%error, "the inbox cannot be read");
                    0
                }
            };
            self.progress.send_modify(|count| *count += 1);
            if worked > 0 {
                continue;
            }
            tokio::select! {
                () = wake => {}
                () = self.ops.clock().sleep_until(look) => {}
                () = stop.cancelled() => {}
            }
        }
    }
}
