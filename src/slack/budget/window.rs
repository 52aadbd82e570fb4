//! At most so many calls in any stretch of time of a given length.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

/// Remembers its last calls. Unlike an evenly refilling bucket, which allows a burst and a full
/// refill within one minute, it keeps Slack's number in every minute wherever that minute begins.
#[derive(Debug)]
pub(super) struct Window {
    limit: usize,
    length: TimeDelta,
    /// When each of the last `limit` calls was made, oldest first.
    calls: VecDeque<DateTime<Utc>>,
}

impl Window {
    pub(super) fn new(limit: usize, length: TimeDelta) -> Self {
        Self {
            limit,
            length,
            calls: VecDeque::new(),
        }
    }

    /// The first moment at which fewer than `open` calls lie within the window.
    pub(super) fn ready(&self, open: usize, now: DateTime<Utc>) -> DateTime<Utc> {
        // The call whose leaving makes room is the `open`-th from the end.
        let blocking = self
            .calls
            .len()
            .checked_sub(open)
            .and_then(|at| self.calls.get(at));
        blocking.map_or(now, |call| (*call + self.length).max(now))
    }

    /// Remembers a call. A clock that was set back does not make room.
    pub(super) fn spend(&mut self, now: DateTime<Utc>) {
        let latest = self.calls.back().map_or(now, |last| now.max(*last));
        self.calls.push_back(latest);
        if self.calls.len() > self.limit {
            self.calls.pop_front();
        }
    }
}
