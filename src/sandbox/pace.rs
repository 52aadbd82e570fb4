//! The switch for Slack's rate limits.

use std::sync::{Mutex, PoisonError};

use super::clock::Clock;
use super::tiers::Limiter;

/// The limiter, when it is on.
#[derive(Default)]
pub(crate) struct Pace {
    limiter: Mutex<Option<Limiter>>,
}

impl Pace {
    /// Turns the limits on (from nothing) or off.
    pub(crate) fn enable(&self, enabled: bool) {
        *self.limiter.lock().unwrap_or_else(PoisonError::into_inner) =
            enabled.then(Limiter::default);
    }

    /// Whether they are on.
    pub(crate) fn enabled(&self) -> bool {
        self.limiter
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some()
    }

    /// Counts a call, or gives the seconds after which to try again.
    pub(crate) fn check(
        &self,
        method: &str,
        channel: Option<&str>,
        clock: &Clock,
    ) -> Result<(), u64> {
        let mut limiter = self.limiter.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(limiter) = limiter.as_mut() else {
            return Ok(());
        };
        let now = u64::try_from(clock.now_ms()).unwrap_or_default();
        limiter.check(method, channel, now).map_err(|retry| retry.0)
    }
}
