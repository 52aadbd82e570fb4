//! How fast Slack may be called. Pure: the time comes in, and a call that must wait gets the moment
//! before which it need not be tried again, so that nobody sleeps and a restart keeps the pause.

mod limits;
mod window;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

pub use limits::{Tier, tier};
use window::Window;

/// The lane of calls for which a person waits: a quarter of each small budget is kept for it.
pub const URGENT: u8 = 0;

/// Posts to one channel: one a second, with short bursts.
const CHANNEL_BURST: usize = 3;
const CHANNEL_PACE: TimeDelta = TimeDelta::seconds(1);

/// Posts in the whole workspace. Slack says "several hundred a minute"; this is the least of that.
const WORKSPACE_POSTS: usize = 200;

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// Entries that no longer matter are thrown out when there are more than this.
const SWEEP_AT: usize = 1024;

/// The budget of one workspace. It has no part in deciding who goes first: the caller asks for the
/// most urgent call first.
#[derive(Debug)]
pub struct Budget {
    methods: HashMap<String, Window>,
    posts: Window,
    channels: HashMap<String, Pace>,
    pauses: HashMap<(String, Option<String>), DateTime<Utc>>,
}

impl Default for Budget {
    fn default() -> Self {
        Self::new()
    }
}

impl Budget {
    /// A budget of which nothing is spent.
    pub fn new() -> Self {
        Self {
            methods: HashMap::new(),
            posts: Window::new(WORKSPACE_POSTS, MINUTE),
            channels: HashMap::new(),
            pauses: HashMap::new(),
        }
    }

    /// Spends one call of `method` at `now`, or says before which moment asking again is pointless.
    ///
    /// `channel` matters for posts only. `lane` is [`URGENT`] or higher for less urgent calls, which
    /// may not touch the last quarter of a budget of tiers 1 to 3.
    pub fn take(
        &mut self,
        method: &str,
        channel: Option<&str>,
        lane: u8,
        now: DateTime<Utc>,
    ) -> Result<(), DateTime<Utc>> {
        self.sweep(now);
        let tier = tier(method);
        let channel = channel.filter(|_| tier == Tier::Post);
        let paused = self.paused_until(method, channel).unwrap_or(now);
        let ready = paused.max(self.ready(method, channel, lane, now));
        if ready > now {
            return Err(ready);
        }
        if let Some(limit) = tier.per_minute() {
            self.method(method, limit).spend(now);
        } else {
            self.posts.spend(now);
            if let Some(channel) = channel {
                self.pace(channel).spend(now);
            }
        }
        Ok(())
    }

    /// When the numbers allow the call, pauses aside.
    fn ready(
        &mut self,
        method: &str,
        channel: Option<&str>,
        lane: u8,
        now: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let tier = tier(method);
        if let Some(limit) = tier.per_minute() {
            let open = if lane == URGENT {
                limit
            } else {
                limit - tier.reserve()
            };
            return self.method(method, limit).ready(open, now);
        }
        let here = channel.map_or(now, |channel| self.pace(channel).ready(now));
        here.max(self.posts.ready(WORKSPACE_POSTS, now))
    }

    /// Lets a method rest until `until`, as Slack asked with `Retry-After`. A post rests only in its
    /// channel, other methods rest everywhere.
    pub fn pause(&mut self, method: &str, channel: Option<&str>, until: DateTime<Utc>) {
        let channel = channel
            .filter(|_| tier(method) == Tier::Post)
            .map(str::to_owned);
        let pause = self
            .pauses
            .entry((method.to_owned(), channel))
            .or_insert(until);
        *pause = until.max(*pause);
    }

    fn paused_until(&self, method: &str, channel: Option<&str>) -> Option<DateTime<Utc>> {
        let everywhere = self.pauses.get(&(method.to_owned(), None));
        let here = channel.and_then(|channel| {
            self.pauses
                .get(&(method.to_owned(), Some(channel.to_owned())))
        });
        everywhere.max(here).copied()
    }

    fn method(&mut self, method: &str, limit: usize) -> &mut Window {
        self.methods
            .entry(method.to_owned())
            .or_insert_with(|| Window::new(limit, MINUTE))
    }

    fn pace(&mut self, channel: &str) -> &mut Pace {
        self.channels.entry(channel.to_owned()).or_default()
    }

    fn sweep(&mut self, now: DateTime<Utc>) {
        if self.channels.len() > SWEEP_AT {
            self.channels
                .retain(|_, pace| pace.full_at.is_some_and(|at| at > now));
        }
        if self.pauses.len() > SWEEP_AT {
            self.pauses.retain(|_, until| *until > now);
        }
    }
}

/// A budget that refills evenly, for the posts to one channel.
#[derive(Debug, Default)]
struct Pace {
    /// When the whole burst would be there again.
    full_at: Option<DateTime<Utc>>,
}

impl Pace {
    /// The first moment at which there is something to spend.
    fn ready(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let burst = i32::try_from(CHANNEL_BURST - 1).unwrap_or_default();
        self.full_at
            .map_or(now, |full| (full - CHANNEL_PACE * burst).max(now))
    }

    fn spend(&mut self, now: DateTime<Utc>) {
        self.full_at = Some(self.full_at.map_or(now, |full| full.max(now)) + CHANNEL_PACE);
    }
}
