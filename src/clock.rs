//! The only reader of the time: the system's, or one that is moved by hand in tests.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use tokio::sync::watch;

/// Tells the time and waits for it. Cloning gives the same clock.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    manual: Option<Arc<watch::Sender<DateTime<Utc>>>>,
}

impl Clock {
    /// The system's clock.
    pub const fn system() -> Self {
        Self { manual: None }
    }

    /// A clock that stands at `start` until it is moved.
    pub fn manual(start: DateTime<Utc>) -> Self {
        Self {
            manual: Some(Arc::new(watch::Sender::new(start))),
        }
    }

    /// The time, to the microsecond (as precisely as it is stored).
    #[expect(
        clippy::disallowed_methods,
        reason = "this file owns the reading of the time"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        let now = self
            .manual
            .as_ref()
            .map_or_else(Utc::now, |time| *time.borrow());
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }

    /// Moves a manual clock forward; the system's clock cannot be moved.
    pub fn advance(&self, by: Duration) {
        if let Some(time) = &self.manual {
            time.send_modify(|now| *now += by);
        }
    }

    /// Waits until it is `at` or later.
    #[expect(
        clippy::disallowed_methods,
        reason = "this file owns the waiting for a time"
    )]
    pub async fn sleep_until(&self, at: DateTime<Utc>) {
        match &self.manual {
            None => {
                let wait = (at - self.now()).to_std().unwrap_or_default();
                tokio::time::sleep(wait).await;
            }
            Some(time) => {
                // The sender lives in `self`, so the wait cannot end in an error.
                let mut time = time.subscribe();
                let _reached = time.wait_for(|now| *now >= at).await;
            }
        }
    }
}
