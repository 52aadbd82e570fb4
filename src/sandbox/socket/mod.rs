//! Socket Mode: tickets, the open sockets, and envelopes that go to any one of them and are sent again until they are
//! acked.

mod connection;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::delivery::{ANSWER_WITHIN_MS, Kind, Outgoing, Reply};
use super::hub::Hub;

pub(crate) use connection::serve;

/// How many sockets an app may hold open.
const MAX_SOCKETS: usize = 10;
/// How often an envelope is sent again.
const MAX_ATTEMPTS: u32 = 3;
/// How long events wait for a socket: as long as the last retry.
const BACKLOG_MS: i64 = 360_000;
/// How long a warned socket stays open.
const WARNING_MS: i64 = 10_000;

/// How the sandbox ends or mutes sockets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Disconnect {
    Warning,
    RefreshRequested,
    LinkDisabled,
    TooManyWebsockets,
    /// Stays open and says nothing any more.
    Silent,
    /// Cut without a word.
    Reset,
}

/// What a connection is told to do.
enum Command {
    Send(String),
    Close,
    Silence,
    Cut,
}

/// The sockets and what was sent over them.
#[derive(Default)]
pub(crate) struct Sockets {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    tickets: HashSet<String>,
    next_id: u64,
    turn: usize,
    open: Vec<Open>,
    waiting: HashMap<String, Waiting>,
    backlog: VecDeque<(i64, String, Outgoing)>,
}

struct Open {
    id: u64,
    commands: mpsc::UnboundedSender<Command>,
    /// Told to go: gets nothing new.
    leaving: bool,
    silent: bool,
}

struct Waiting {
    outgoing: Outgoing,
    log_seq: usize,
    sent_at: Instant,
}

impl Disconnect {
    fn reason(self) -> Option<&'static str> {
        match self {
            Self::Warning => Some("warning"),
            Self::RefreshRequested => Some("refresh_requested"),
            Self::LinkDisabled => Some("link_disabled"),
            Self::TooManyWebsockets => Some("too_many_websockets"),
            Self::Silent | Self::Reset => None,
        }
    }

    fn frame(self) -> Option<String> {
        let reason = self.reason()?;
        let frame = json!({
            "type": "disconnect",
            "reason": reason,
            "debug_info": {"host": "applink-sandbox"},
        });
        Some(frame.to_string())
    }
}

impl Inner {
    /// The next socket in turn.
    fn next_socket(&mut self) -> Option<mpsc::UnboundedSender<Command>> {
        let usable: Vec<&Open> = self.open.iter().filter(|socket| !socket.leaving).collect();
        let chosen = usable.get(self.turn % usable.len().max(1))?;
        let commands = chosen.commands.clone();
        self.turn = self.turn.wrapping_add(1);
        Some(commands)
    }
}

impl Sockets {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A ticket that opens one socket.
    pub(crate) fn ticket(&self) -> String {
        let ticket = uuid::Uuid::new_v4().simple().to_string();
        self.inner().tickets.insert(ticket.clone());
        ticket
    }

    /// How many sockets are open.
    pub(crate) fn connected(&self) -> usize {
        self.inner().open.len()
    }

    /// How many envelopes were sent less than three real seconds ago and are not acked.
    pub(crate) fn unacked(&self) -> usize {
        const PATIENCE: Duration = Duration::from_secs(3);
        let inner = self.inner();
        inner
            .waiting
            .values()
            .filter(|waiting| waiting.sent_at.elapsed() < PATIENCE)
            .count()
    }

    /// Forgets the events that wait for a socket: they were for another version of the app.
    pub(crate) fn clear_backlog(&self) {
        self.inner().backlog.clear();
    }

    /// Forgets what waits for an ack or a socket.
    pub(crate) fn clear(&self) {
        let mut inner = self.inner();
        inner.waiting.clear();
        inner.backlog.clear();
    }
}

/// Sends an envelope to one of the sockets, or keeps an event until there is one.
pub(crate) fn transmit(hub: &Arc<Hub>, outgoing: Outgoing) {
    send(hub, uuid::Uuid::new_v4().to_string(), outgoing);
}

fn send(hub: &Arc<Hub>, envelope_id: String, mut outgoing: Outgoing) {
    let mut inner = hub.sockets.inner();
    let Some(socket) = inner.next_socket() else {
        if outgoing.kind == Kind::Event {
            let since = hub.clock.now_ms();
            inner
                .backlog
                .retain(|(waits_since, ..)| waits_since + BACKLOG_MS >= since);
            inner.backlog.push_back((since, envelope_id, outgoing));
        } else {
            outgoing.answer(Reply::failed("dispatch_failed"));
        }
        return;
    };
    let frame = envelope(&envelope_id, &outgoing);
    let log_seq = hub.log.sent(outgoing.entry(hub, "socket"));
    let attempt = outgoing.attempt;
    let waiting = Waiting {
        outgoing,
        log_seq,
        sent_at: Instant::now(),
    };
    inner.waiting.insert(envelope_id.clone(), waiting);
    if socket.send(Command::Send(frame)).is_err() {
        tracing::debug!(envelope_id, "the socket closed under the envelope");
    }
    drop(inner);
    let later = Arc::downgrade(hub);
    let job = move || {
        if let Some(hub) = later.upgrade() {
            overdue(&hub, envelope_id, attempt);
        }
    };
    hub.clock
        .at(hub.clock.now_ms() + ANSWER_WITHIN_MS, Box::new(job));
}

fn envelope(envelope_id: &str, outgoing: &Outgoing) -> String {
    let mut frame = json!({
        "envelope_id": envelope_id,
        "payload": outgoing.payload,
        "type": outgoing.kind.envelope_type(),
        "accepts_response_payload": accepts_response(outgoing),
    });
    if (outgoing.kind == Kind::Event || outgoing.attempt > 0)
        && let Value::Object(fields) = &mut frame
    {
        fields.insert("retry_attempt".to_owned(), json!(outgoing.attempt));
        fields.insert("retry_reason".to_owned(), json!(outgoing.reason));
    }
    frame.to_string()
}

fn accepts_response(outgoing: &Outgoing) -> bool {
    let kind = outgoing
        .payload
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    match outgoing.kind {
        Kind::Event => false,
        Kind::Command => true,
        Kind::Interaction => matches!(kind, "view_submission" | "block_suggestion"),
    }
}

/// Three seconds passed since an envelope was sent.
fn overdue(hub: &Arc<Hub>, envelope_id: String, attempt: u32) {
    let mut inner = hub.sockets.inner();
    match inner.waiting.get(&envelope_id) {
        Some(waiting) if waiting.outgoing.attempt == attempt => {}
        _ => return,
    }
    let Some(Waiting { mut outgoing, .. }) = inner.waiting.remove(&envelope_id) else {
        return;
    };
    drop(inner);
    outgoing.answer(Reply::failed("operation_timeout"));
    if attempt < MAX_ATTEMPTS {
        outgoing.attempt += 1;
        outgoing.reason = "timeout";
        send(hub, envelope_id, outgoing);
    }
}

/// Takes the app's answer to an envelope.
fn acked(hub: &Arc<Hub>, frame: &Value) {
    let Some(envelope_id) = frame.get("envelope_id").and_then(Value::as_str) else {
        return;
    };
    let waiting = hub.sockets.inner().waiting.remove(envelope_id);
    let Some(Waiting {
        mut outgoing,
        log_seq,
        ..
    }) = waiting
    else {
        return;
    };
    let body = frame.get("payload").cloned().unwrap_or_default();
    hub.log.answered(log_seq, Some(200), body.clone());
    outgoing.answer(Reply {
        status: Some(200),
        body,
        error: None,
    });
    hub.deliveries.landed();
}

/// Takes a new socket in and sends it what waited. Gives its number and what it is told.
fn opened(hub: &Arc<Hub>) -> (u64, mpsc::UnboundedReceiver<Command>) {
    let (commands, receiver) = mpsc::unbounded_channel();
    let mut inner = hub.sockets.inner();
    inner.next_id += 1;
    let id = inner.next_id;
    let crowded = inner.open.len() >= MAX_SOCKETS;
    let first = if crowded {
        vec![
            Disconnect::TooManyWebsockets.frame().map(Command::Send),
            Some(Command::Close),
        ]
    } else {
        vec![Some(Command::Send(hello(inner.open.len() + 1)))]
    };
    for command in first.into_iter().flatten() {
        if commands.send(command).is_err() {
            tracing::trace!("the socket is gone already");
        }
    }
    inner.open.push(Open {
        id,
        commands,
        leaving: crowded,
        silent: false,
    });
    let backlog = if crowded {
        VecDeque::new()
    } else {
        std::mem::take(&mut inner.backlog)
    };
    drop(inner);
    let now = hub.clock.now_ms();
    for (since, envelope_id, mut outgoing) in backlog {
        if since + BACKLOG_MS >= now {
            outgoing.attempt = (outgoing.attempt + 1).min(MAX_ATTEMPTS);
            outgoing.reason = "timeout";
            send(hub, envelope_id, outgoing);
        }
    }
    (id, receiver)
}

fn hello(connections: usize) -> String {
    json!({
        "type": "hello",
        "num_connections": connections,
        "debug_info": {
            "host": "applink-sandbox",
            "build_number": 1,
            "approximate_connection_time": 18060,
        },
        "connection_info": {"app_id": super::ids::APP},
    })
    .to_string()
}

fn closed(hub: &Hub, id: u64) {
    hub.sockets.inner().open.retain(|socket| socket.id != id);
}

/// Ends or mutes every open socket; gives how many.
pub(crate) fn disconnect(hub: &Arc<Hub>, how: Disconnect) -> usize {
    let mut inner = hub.sockets.inner();
    let mut told = Vec::new();
    for socket in &mut inner.open {
        let commands = match how {
            Disconnect::Silent => vec![Some(Command::Silence)],
            Disconnect::Reset => vec![Some(Command::Cut)],
            Disconnect::Warning => vec![how.frame().map(Command::Send)],
            _ => vec![how.frame().map(Command::Send), Some(Command::Close)],
        };
        socket.silent |= how == Disconnect::Silent;
        socket.leaving |= how != Disconnect::Silent;
        for command in commands.into_iter().flatten() {
            if socket.commands.send(command).is_err() {
                tracing::trace!("the socket is gone already");
            }
        }
        told.push(socket.id);
    }
    drop(inner);
    let count = told.len();
    if how == Disconnect::Warning {
        close_later(hub, told);
    }
    count
}

fn close_later(hub: &Arc<Hub>, sockets: Vec<u64>) {
    let later = Arc::downgrade(hub);
    let job = move || {
        let Some(hub) = later.upgrade() else { return };
        for socket in &hub.sockets.inner().open {
            if sockets.contains(&socket.id) && socket.commands.send(Command::Close).is_err() {
                tracing::trace!("the socket is gone already");
            }
        }
    };
    hub.clock.at(hub.clock.now_ms() + WARNING_MS, Box::new(job));
}

/// `GET /_sandbox/sockets`
pub(crate) fn to_json(hub: &Hub) -> Value {
    let inner = hub.sockets.inner();
    let silent = inner.open.iter().filter(|socket| socket.silent).count();
    json!({
        "ok": true,
        "connected": inner.open.len(),
        "silent": silent,
        "unacked": inner.waiting.len(),
        "backlog": inner.backlog.len(),
    })
}
