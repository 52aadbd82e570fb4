//! Socket Mode: several staggered connections to Slack, each supervised by itself. A frame is
//! acknowledged after its delivery is safe; a connection that Slack wants refreshed is read until
//! its successor stands. Why the loop is our own: `docs/decisions/0001-socket-loop.md`.

mod backoff;
mod connection;
mod frame;

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{BoxFuture, join_all};
use futures_util::stream::FuturesUnordered;
use serde_json::json;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::call_error::CallError;
use super::client::SlackApi;
use super::delivery::Deliver;
use backoff::Backoff;
use connection::{Connection, End, describe};

/// Waits; given from outside because the clock belongs to one place.
pub type Sleep = Arc<dyn Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync>;

/// How the connections are kept.
#[derive(Debug, Clone)]
pub struct SocketSettings {
    /// How many connections are kept (Slack allows 10). Each payload comes on one of them.
    pub connections: usize,
    /// How long each connection starts after the one before, so that they do not end together.
    pub stagger: Duration,
    /// A connection is asked for a sign of life this often, and dead after four silent intervals.
    pub ping_every: Duration,
    /// A connection that has held this long after `hello` is no part of a loop of failures.
    pub held_after: Duration,
    /// The wait after a first failure; it doubles from there.
    pub first_wait: Duration,
    /// The longest wait, and the wait when Slack wants no connection.
    pub longest_wait: Duration,
    /// How long an old connection is read on while its successor opens.
    pub drain_limit: Duration,
    /// How long opening a connection may take.
    pub open_limit: Duration,
    /// Asks Slack for connections that end after six minutes, to try the refresh out.
    pub debug_reconnects: bool,
}

impl Default for SocketSettings {
    fn default() -> Self {
        Self {
            connections: 3,
            stagger: Duration::from_secs(3),
            ping_every: Duration::from_secs(10),
            held_after: Duration::from_secs(30),
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_mins(1),
            drain_limit: Duration::from_secs(45),
            open_limit: Duration::from_secs(15),
            debug_reconnects: false,
        }
    }
}

/// The connections to Slack.
pub struct SocketMode {
    shared: Arc<Shared>,
}

/// What all connections share.
struct Shared {
    /// With the app-level token.
    api: SlackApi,
    deliver: Deliver,
    sleep: Sleep,
    settings: SocketSettings,
    open: watch::Sender<usize>,
}

impl SocketMode {
    /// Prepares the connections; `api` holds the app-level token (`xapp-…`).
    pub fn new(api: SlackApi, deliver: Deliver, sleep: Sleep, settings: SocketSettings) -> Self {
        let (open, _) = watch::channel(0);
        Self {
            shared: Arc::new(Shared {
                api,
                deliver,
                sleep,
                settings,
                open,
            }),
        }
    }

    /// How many connections are open, counted from Slack's `hello`. While one is being refreshed
    /// it counts twice.
    pub fn connected(&self) -> watch::Receiver<usize> {
        self.shared.open.subscribe()
    }

    /// Keeps the connections until `stop`; then stops reading, sends the acknowledgements that are
    /// still to come (3 s at most), and closes.
    pub async fn run(self, stop: CancellationToken) {
        let slots = (0..self.shared.settings.connections).map(|index| {
            Slot {
                index,
                shared: Arc::clone(&self.shared),
                stop: stop.clone(),
            }
            .keep()
        });
        join_all(slots).await;
    }
}

impl Shared {
    /// Counts one more open connection until the guard is dropped.
    fn opened(self: &Arc<Self>) -> OpenGuard {
        self.count(|open| *open += 1);
        OpenGuard(Arc::clone(self))
    }

    fn count(&self, change: impl FnOnce(&mut usize)) {
        self.open.send_modify(change);
        let open = u32::try_from(*self.open.borrow()).unwrap_or(u32::MAX);
        metrics::gauge!("muster_slack_sockets_open").set(open);
    }
}

struct OpenGuard(Arc<Shared>);

impl Drop for OpenGuard {
    fn drop(&mut self) {
        self.0.count(|open| *open = open.saturating_sub(1));
    }
}

/// One of the connections, through all its lives.
struct Slot {
    index: usize,
    shared: Arc<Shared>,
    stop: CancellationToken,
}

/// Connections that Slack wants gone, read until they are.
type Leaving = FuturesUnordered<BoxFuture<'static, ()>>;

impl Slot {
    async fn keep(self) {
        let settings = &self.shared.settings;
        let mut backoff = Backoff::new(settings.first_wait, settings.longest_wait);
        let mut leaving = Leaving::new();
        let mut wait = settings.stagger * u32::try_from(self.index).unwrap_or(u32::MAX);
        loop {
            if !wait.is_zero() {
                beside(&mut leaving, self.pause(wait)).await;
            }
            if self.stop.is_cancelled() {
                break;
            }
            wait = match beside(&mut leaving, self.open()).await {
                Ok(connection) => self.live(connection, &mut backoff, &mut leaving).await,
                Err(error) => self.failed(&error, &mut backoff),
            };
        }
        while leaving.next().await.is_some() {}
    }

    /// Waits, or less if we are stopping.
    async fn pause(&self, wait: Duration) {
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = (self.shared.sleep)(wait) => {}
        }
    }

    /// Asks Slack where to connect, and connects.
    async fn open(&self) -> Result<Connection, CallError> {
        let opening = async {
            let answer = self
                .shared
                .api
                .post("apps.connections.open", &json!({}))
                .await?;
            let url = answer
                .get("url")
                .and_then(serde_json::Value::as_str)
                .unwrap_or_default();
            let debug = if self.shared.settings.debug_reconnects {
                "&debug_reconnects=true"
            } else {
                ""
            };
            let (stream, _) = Box::pin(tokio_tungstenite::connect_async(format!("{url}{debug}")))
                .await
                .map_err(|error| CallError::NotSent(describe(&error).to_owned()))?;
            Ok(Connection::new(stream, Arc::clone(&self.shared)))
        };
        tokio::select! {
            opened = tokio::time::timeout(self.shared.settings.open_limit, opening) => {
                opened.unwrap_or_else(|_| Err(CallError::NotSent("no connection in time".to_owned())))
            }
            () = self.stop.cancelled() => Err(CallError::NotSent("stopping".to_owned())),
        }
    }

    /// Serves a connection to its end. Returns how long to wait before the next.
    async fn live(
        &self,
        mut connection: Connection,
        backoff: &mut Backoff,
        leaving: &mut Leaving,
    ) -> Duration {
        let end = beside(leaving, connection.serve(&self.stop)).await;
        let held = connection.held();
        if held {
            backoff.reset();
        }
        tracing::info!(slot = self.index, ?end, held, "a Slack socket ended");
        match end {
            End::Stopped => {
                connection.finish().await;
                Duration::ZERO
            }
            End::Refresh => {
                leaving.push(Box::pin(connection.drain(self.stop.clone())));
                // Without the wait, a server that asks for a refresh at once would be called in a loop.
                if held { Duration::ZERO } else { backoff.next() }
            }
            End::Refused(_) => {
                connection.finish().await;
                backoff.longest()
            }
            End::Lost(_) => backoff.next(),
        }
    }

    /// How long to wait after a connection could not be opened.
    fn failed(&self, error: &CallError, backoff: &mut Backoff) -> Duration {
        if self.stop.is_cancelled() {
            return Duration::ZERO;
        }
        metrics::counter!("muster_slack_socket_failures_total").increment(1);
        tracing::warn!(slot = self.index, %error, "no Slack socket");
        match error {
            CallError::RateLimited { retry_after } => backoff.next().max(*retry_after),
            // A token or setting that is wrong does not get better within seconds.
            CallError::Refused { .. } => backoff.longest(),
            CallError::NotSent(_) | CallError::Unknown(_) => backoff.next(),
        }
    }
}

/// Does the main thing while old connections are read on.
async fn beside<T>(leaving: &mut Leaving, main: impl Future<Output = T>) -> T {
    tokio::pin!(main);
    loop {
        tokio::select! {
            done = &mut main => return done,
            Some(()) = leaving.next(), if !leaving.is_empty() => {}
        }
    }
}
