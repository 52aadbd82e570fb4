//! Deliveries to the app: through the faults that are set, then by signed HTTP (with the documented retries) or by a
//! socket. Owns the sandbox's one HTTP client.

mod http;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{Notify, oneshot};

use super::clock::real_sleep;
use super::faults::{FaultKind, Hit};
use super::hub::Hub;
use super::log::Delivery;
use super::socket;

pub(crate) use http::verify_url;

/// What is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Event,
    Command,
    Interaction,
}

/// The app's answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply {
    pub(crate) status: Option<u16>,
    /// The body: JSON if it was, a string otherwise, null when empty.
    pub(crate) body: Value,
    /// Why there is none: `operation_timeout`, `dispatch_failed`.
    pub(crate) error: Option<&'static str>,
}

/// Something on its way to the app.
pub(crate) struct Outgoing {
    pub(crate) kind: Kind,
    pub(crate) payload: Value,
    pub(crate) attempt: u32,
    /// Why it is sent again.
    pub(crate) reason: &'static str,
    pub(crate) reply: Option<oneshot::Sender<Reply>>,
}

/// The client and what is on its way.
pub(crate) struct Deliveries {
    client: reqwest::Client,
    in_flight: AtomicUsize,
    landed: Notify,
    /// Held back to arrive behind the next one.
    held: Mutex<Vec<Outgoing>>,
}

/// How long an app has to answer, in milliseconds.
pub(crate) const ANSWER_WITHIN_MS: i64 = 3000;

impl Kind {
    /// The fault target.
    pub(crate) fn target(self) -> &'static str {
        match self {
            Self::Event => "events",
            Self::Command => "commands",
            Self::Interaction => "interactions",
        }
    }

    /// The kind of a Socket Mode envelope.
    pub(crate) fn envelope_type(self) -> &'static str {
        match self {
            Self::Event => "events_api",
            Self::Command => "slash_commands",
            Self::Interaction => "interactive",
        }
    }

    /// The kind in the log.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Command => "command",
            Self::Interaction => "interaction",
        }
    }
}

impl Reply {
    /// No answer, because of `error`.
    pub(crate) fn failed(error: &'static str) -> Self {
        Self {
            error: Some(error),
            ..Self::default()
        }
    }
}

impl Outgoing {
    /// A first attempt.
    pub(crate) fn new(kind: Kind, payload: Value) -> Self {
        Self {
            kind,
            payload,
            attempt: 0,
            reason: "",
            reply: None,
        }
    }

    /// A second copy that expects no answer.
    fn copy(&self) -> Self {
        Self::new(self.kind, self.payload.clone())
    }

    /// Gives the waiting person the answer.
    pub(crate) fn answer(&mut self, reply: Reply) {
        if let Some(waiting) = self.reply.take()
            && waiting.send(reply).is_err()
        {
            tracing::trace!("nobody waits for the answer any more");
        }
    }

    /// The channel it is about.
    fn channel(&self) -> Option<&str> {
        [
            "/event/channel",
            "/event/item/channel",
            "/event/channel/id",
            "/channel_id",
            "/channel/id",
        ]
        .iter()
        .find_map(|pointer| self.payload.pointer(pointer).and_then(Value::as_str))
    }

    /// The log entry of a transmission that starts now.
    pub(crate) fn entry(&self, hub: &Hub, transport: &'static str) -> Delivery {
        Delivery {
            at_ms: hub.clock.now_ms(),
            kind: self.kind.name(),
            transport,
            payload: self.payload.clone(),
            attempt: self.attempt,
            status: None,
            body: Value::Null,
        }
    }
}

/// Counts as on its way until it is dropped.
pub(crate) struct InFlight(Arc<Hub>);

impl InFlight {
    /// One more is on its way.
    pub(crate) fn new(hub: &Arc<Hub>) -> Self {
        hub.deliveries.in_flight.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(hub))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.deliveries.in_flight.fetch_sub(1, Ordering::SeqCst);
        self.0.deliveries.landed.notify_waiters();
    }
}

impl Deliveries {
    /// No deliveries yet.
    pub(crate) fn new() -> std::io::Result<Self> {
        Ok(Self {
            client: http::client().map_err(std::io::Error::other)?,
            in_flight: AtomicUsize::new(0),
            landed: Notify::new(),
            held: Mutex::default(),
        })
    }

    /// Wakes those who wait for everything to land.
    pub(crate) fn landed(&self) {
        self.landed.notify_waiters();
    }

    fn held(&self) -> MutexGuard<'_, Vec<Outgoing>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends an event; it is retried when it fails.
pub(crate) fn send_event(hub: &Arc<Hub>, payload: Value) {
    dispatch(hub, Outgoing::new(Kind::Event, payload));
}

/// Sends a command or an interaction and waits for the app's answer.
pub(crate) async fn send_and_wait(hub: &Arc<Hub>, kind: Kind, payload: Value) -> Reply {
    let (sender, receiver) = oneshot::channel();
    let mut outgoing = Outgoing::new(kind, payload);
    outgoing.reply = Some(sender);
    dispatch(hub, outgoing);
    receiver
        .await
        .unwrap_or_else(|_| Reply::failed("operation_timeout"))
}

/// Sends what was held back by `reorder`.
pub(crate) fn release_held(hub: &Arc<Hub>) {
    let held = std::mem::take(&mut *hub.deliveries.held());
    for outgoing in held {
        transmit(hub, outgoing);
    }
}

/// Waits until nothing is on its way.
pub(crate) async fn settle(hub: &Arc<Hub>) {
    loop {
        let landed = hub.deliveries.landed.notified();
        let flying = hub.deliveries.in_flight.load(Ordering::SeqCst);
        let unacked = hub.sockets.unacked();
        if flying == 0 && unacked == 0 && !hub.clock.has_due() {
            return;
        }
        // Acks and timers do not announce themselves here, so look again soon.
        tokio::select! {
            () = landed => {}
            () = real_sleep(Duration::from_millis(2)) => {}
        }
    }
}

fn dispatch(hub: &Arc<Hub>, mut outgoing: Outgoing) {
    let hits = hub.faults.take(outgoing.kind.target(), outgoing.channel());
    let delay_ms: u64 = hits
        .iter()
        .filter(|hit| hit.kind == FaultKind::Delay)
        .map(number)
        .sum();
    let other = hits.iter().find(|hit| hit.kind != FaultKind::Delay);
    match other.map(|hit| (hit.kind, number(hit))) {
        Some((FaultKind::Drop, _)) => {
            let seq = hub.log.sent(outgoing.entry(hub, "dropped"));
            hub.log.answered(seq, None, Value::Null);
            outgoing.answer(Reply::failed("operation_timeout"));
        }
        Some((FaultKind::Reorder, _)) => hub.deliveries.held().push(outgoing),
        Some((FaultKind::Repeat, copies)) => {
            let extra: Vec<Outgoing> = (1..copies).map(|_| outgoing.copy()).collect();
            pass(hub, outgoing, delay_ms);
            for copy in extra {
                pass(hub, copy, delay_ms);
            }
        }
        _ => pass(hub, outgoing, delay_ms),
    }
}

fn number(hit: &Hit) -> u64 {
    hit.value.as_u64().unwrap_or_default()
}

/// Transmits it after a delay, and behind it what was held back.
fn pass(hub: &Arc<Hub>, outgoing: Outgoing, delay_ms: u64) {
    if delay_ms == 0 {
        transmit(hub, outgoing);
        release_held(hub);
        return;
    }
    let flying = InFlight::new(hub);
    let owned = Arc::clone(hub);
    hub.spawn(async move {
        real_sleep(Duration::from_millis(delay_ms)).await;
        transmit(&owned, outgoing);
        release_held(&owned);
        drop(flying);
    });
}

/// Puts it on its way.
pub(crate) fn transmit(hub: &Arc<Hub>, outgoing: Outgoing) {
    if hub.app().socket_mode() {
        socket::transmit(hub, outgoing);
        return;
    }
    let flying = InFlight::new(hub);
    let owned = Arc::clone(hub);
    hub.spawn(async move {
        http::transmit(&owned, outgoing).await;
        drop(flying);
    });
}
