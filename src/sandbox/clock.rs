//! The sandbox's time: the system's, or one that stands still until it is moved by hand. Timers (retries,
//! redeliveries, late applications) live here and run when their time comes, however it comes.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

/// What a timer runs. It must be short: it puts work on its way and returns.
pub(crate) type Job = Box<dyn FnOnce() + Send>;

/// What identifies a timer: when it is due, and a number.
pub(crate) type Key = (i64, u64);

/// The clock and its timers.
#[derive(Default)]
pub(crate) struct Clock {
    inner: Mutex<Inner>,
    changed: Notify,
}

#[derive(Default)]
struct Inner {
    /// The time it shows, when it is moved by hand.
    manual: Option<i64>,
    /// Added to the system's time otherwise.
    offset_ms: i64,
    last_micros: i64,
    next_id: u64,
    jobs: BTreeMap<Key, Job>,
}

impl Clock {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> i64 {
        self.inner().now_micros() / 1000
    }

    /// Seconds since 1970.
    pub(crate) fn now_s(&self) -> i64 {
        self.now_ms() / 1000
    }

    /// Whether it is moved by hand.
    pub(crate) fn is_manual(&self) -> bool {
        self.inner().manual.is_some()
    }

    /// A new timestamp in Slack's form (`seconds.micros`), later than every one before it.
    pub(crate) fn ts(&self) -> String {
        let mut inner = self.inner();
        let micros = inner.now_micros().max(inner.last_micros + 1);
        inner.last_micros = micros;
        format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
    }

    /// Stops the clock (at `now_ms`, or at the present) or lets it run with the system's.
    pub(crate) fn set(&self, manual: Option<bool>, now_ms: Option<i64>) {
        {
            let mut inner = self.inner();
            let micros = now_ms.map_or_else(|| inner.now_micros(), |ms| ms * 1000);
            if manual.unwrap_or(inner.manual.is_some()) {
                inner.manual = Some(micros);
            } else {
                inner.manual = None;
                inner.offset_ms = micros / 1000 - system_micros() / 1000;
            }
        }
        self.run_due();
        self.changed.notify_one();
    }

    /// Moves the clock and runs what became due.
    pub(crate) fn advance(&self, ms: i64) {
        {
            let mut inner = self.inner();
            match &mut inner.manual {
                Some(micros) => *micros += ms * 1000,
                None => inner.offset_ms += ms,
            }
        }
        self.run_due();
        self.changed.notify_one();
    }

    /// Runs `job` once the clock shows `at_ms`.
    pub(crate) fn at(&self, at_ms: i64, job: Job) -> Key {
        let key = {
            let mut inner = self.inner();
            inner.next_id += 1;
            let key = (at_ms, inner.next_id);
            inner.jobs.insert(key, job);
            key
        };
        self.changed.notify_one();
        key
    }

    /// Waits until the clock shows `at_ms`.
    pub(crate) async fn until(&self, at_ms: i64) {
        let (sender, receiver) = tokio::sync::oneshot::channel::<()>();
        let key = self.at(at_ms, Box::new(move || drop(sender)));
        let _timer = Timer { clock: self, key };
        // Either way the channel closes: the time came, or the clock was cleared.
        receiver.await.unwrap_or_default();
    }

    /// Forgets every timer.
    pub(crate) fn clear(&self) {
        let jobs = std::mem::take(&mut self.inner().jobs);
        drop(jobs);
    }

    /// Runs timers as they become due, for as long as it is polled.
    pub(crate) async fn drive(&self) {
        loop {
            self.run_due();
            match self.next_due_in() {
                Some(wait) => {
                    tokio::select! {
                        () = real_sleep(wait) => {}
                        () = self.changed.notified() => {}
                    }
                }
                None => self.changed.notified().await,
            }
        }
    }

    fn next_due_in(&self) -> Option<Duration> {
        let inner = self.inner();
        if inner.manual.is_some() {
            return None;
        }
        let (at, _) = inner.jobs.keys().next()?;
        let wait_micros = at
            .saturating_mul(1000)
            .saturating_sub(inner.now_micros())
            .max(0);
        Some(Duration::from_micros(
            u64::try_from(wait_micros).unwrap_or_default(),
        ))
    }

    fn run_due(&self) {
        loop {
            let job = {
                let mut inner = self.inner();
                let now_ms = inner.now_micros() / 1000;
                match inner.jobs.first_entry() {
                    Some(entry) if entry.key().0 <= now_ms => entry.remove(),
                    _ => break,
                }
            };
            job();
        }
    }

    /// Whether a timer's time has come but it has not run yet.
    pub(crate) fn has_due(&self) -> bool {
        let inner = self.inner();
        let now_ms = inner.now_micros() / 1000;
        inner
            .jobs
            .keys()
            .next()
            .is_some_and(|(at, _)| *at <= now_ms)
    }
}

/// Takes its timer back when nobody waits any more.
struct Timer<'a> {
    clock: &'a Clock,
    key: Key,
}

impl Drop for Timer<'_> {
    fn drop(&mut self) {
        let job = self.clock.inner().jobs.remove(&self.key);
        drop(job);
    }
}

impl Inner {
    fn now_micros(&self) -> i64 {
        self.manual
            .unwrap_or_else(|| system_micros() + self.offset_ms * 1000)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the sandbox's clock is the one place that reads it"
)]
fn system_micros() -> i64 {
    chrono::Utc::now().timestamp_micros()
}

/// Real time passing, whatever the clock shows: for latency faults and for bounds on waiting.
#[expect(
    clippy::disallowed_methods,
    reason = "the sandbox's clock is the one place that sleeps"
)]
pub(crate) async fn real_sleep(duration: Duration) {
    tokio::time::sleep(duration).await;
}
