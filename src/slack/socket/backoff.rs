//! How long to wait before connecting again.

use std::time::Duration;

/// Doubles with every failure in a row, without jitter: the connections are staggered already.
#[derive(Debug)]
pub(super) struct Backoff {
    first: Duration,
    longest: Duration,
    failures: u32,
}

impl Backoff {
    pub(super) fn new(first: Duration, longest: Duration) -> Self {
        Self {
            first,
            longest,
            failures: 0,
        }
    }

    /// The wait after one more failure.
    pub(super) fn next(&mut self) -> Duration {
        let factor = 2_u32.saturating_pow(self.failures);
        self.failures = self.failures.saturating_add(1);
        self.first.saturating_mul(factor).min(self.longest)
    }

    /// The wait when trying sooner is pointless.
    pub(super) fn longest(&self) -> Duration {
        self.longest
    }

    /// A connection has held: the next failure is the first again.
    pub(super) fn reset(&mut self) {
        self.failures = 0;
    }
}
