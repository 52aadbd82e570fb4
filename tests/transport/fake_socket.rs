//! Slack's end of Socket Mode, and the bot's clock and inbox, all moved by the test's hand.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::FutureExt;
use muster::slack::client::SlackApi;
use muster::slack::delivery::{Ack, Deliver, Delivery};
use muster::slack::socket::{Sleep, SocketMode, SocketSettings};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub(super) const STAGGER: Duration = Duration::from_secs(7);
pub(super) const PING: Duration = Duration::from_secs(11);
pub(super) const HELD: Duration = Duration::from_secs(30);
pub(super) const DRAIN: Duration = Duration::from_secs(45);

/// Slack, the bot's connections, and everything that the bot waits for.
pub(super) struct Scene {
    links: UnboundedReceiver<Link>,
    deliveries: UnboundedReceiver<(Delivery, oneshot::Sender<Ack>)>,
    naps: UnboundedReceiver<(Duration, oneshot::Sender<()>)>,
    napping: Vec<(Duration, oneshot::Sender<()>)>,
    answers: Arc<Mutex<VecDeque<Value>>>,
    pub(super) connected: watch::Receiver<usize>,
    pub(super) stop: CancellationToken,
    bot: JoinSet<()>,
    _slack: JoinSet<()>,
}

/// One connection as Slack sees it. Dropping it cuts the connection.
pub(super) struct Link {
    out: UnboundedSender<Say>,
    seen: UnboundedReceiver<Message>,
}

enum Say {
    Frame(Message),
    /// Read nothing more, so that not even pings are answered.
    Deafness,
}

#[derive(Clone)]
struct Slack {
    url: String,
    links: UnboundedSender<Link>,
    answers: Arc<Mutex<VecDeque<Value>>>,
}

impl Scene {
    /// Starts Slack and a bot with so many connections. The answers are given to the first calls
    /// of `apps.connections.open`; later ones succeed.
    pub(super) async fn new(connections: usize, answers: &[Value]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (links_in, links) = unbounded_channel();
        let answers = Arc::new(Mutex::new(answers.iter().cloned().collect()));
        let slack = Slack {
            url: format!("ws://{address}/link?ticket=secret"),
            links: links_in,
            answers: Arc::clone(&answers),
        };
        let app = Router::new()
            .route("/api/apps.connections.open", post(open))
            .route("/link", get(link))
            .with_state(slack);
        let mut slack = JoinSet::new();
        slack.spawn(async move { axum::serve(listener, app).await.unwrap() });

        let (deliveries_in, deliveries) = unbounded_channel();
        let deliver: Deliver = Arc::new(move |delivery| {
            let (answer, answered) = oneshot::channel();
            deliveries_in.send((delivery, answer)).unwrap();
            async { answered.await.unwrap_or(Ack::Busy) }.boxed()
        });
        let (naps_in, naps) = unbounded_channel();
        let sleep: Sleep = Arc::new(move |duration| {
            let (wake, woken) = oneshot::channel();
            drop(naps_in.send((duration, wake)));
            woken.map(drop).boxed()
        });
        let token = SecretString::from("xapp-test");
        let limit = Duration::from_secs(20);
        let api = SlackApi::new(&format!("http://{address}/api"), &token, limit).unwrap();
        let mode = SocketMode::new(api, deliver, sleep, settings(connections));
        let connected = mode.connected();
        let stop = CancellationToken::new();
        let mut bot = JoinSet::new();
        bot.spawn(mode.run(stop.clone()));
        Self {
            links,
            deliveries,
            naps,
            napping: Vec::new(),
            answers,
            connected,
            stop,
            bot,
            _slack: slack,
        }
    }

    /// The next connection that the bot opens.
    pub(super) async fn link(&mut self) -> Link {
        self.links.recv().await.unwrap()
    }

    /// The next connection, greeted.
    pub(super) async fn greeted(&mut self) -> Link {
        let link = self.link().await;
        link.say(&json!({"type": "hello", "num_connections": 1}));
        link
    }

    /// Whether no further connection was opened so far.
    pub(super) fn no_link(&mut self) -> bool {
        self.links.try_recv().is_err()
    }

    /// The next delivery, to be answered.
    pub(super) async fn delivery(&mut self) -> (Delivery, oneshot::Sender<Ack>) {
        self.deliveries.recv().await.unwrap()
    }

    /// The next delivery, answered at once.
    pub(super) async fn taken(&mut self, ack: Ack) -> Delivery {
        let (delivery, answer) = self.delivery().await;
        answer.send(ack).unwrap();
        delivery
    }

    /// Waits until the bot waits this long, and ends the wait that began last.
    pub(super) async fn pass(&mut self, duration: Duration) {
        let wake = loop {
            self.napping.retain(|(_, wake)| !wake.is_closed());
            if let Some(at) = self.napping.iter().rposition(|(nap, _)| *nap == duration) {
                break self.napping.remove(at).1;
            }
            let nap = self.naps.recv().await.unwrap();
            self.napping.push(nap);
        };
        wake.send(()).unwrap();
    }

    /// Gives the next calls of `apps.connections.open` these answers.
    pub(super) fn answer(&self, answer: Value) {
        self.answers.lock().unwrap().push_back(answer);
    }

    /// Waits until so many connections are open.
    pub(super) async fn open(&mut self, count: usize) {
        self.connected
            .wait_for(|open| *open == count)
            .await
            .unwrap();
    }

    /// Waits until the bot has stopped.
    pub(super) async fn stopped(&mut self) {
        self.bot.join_next().await.unwrap().unwrap();
    }
}

impl Link {
    pub(super) fn say(&self, frame: &Value) {
        self.say_text(&frame.to_string());
    }

    pub(super) fn say_text(&self, frame: &str) {
        self.out.send(Say::Frame(Message::text(frame))).unwrap();
    }

    /// Keeps the connection, but no longer reads from it.
    pub(super) fn goes_deaf(&self) {
        self.out.send(Say::Deafness).unwrap();
    }

    /// The next text frame from the bot.
    pub(super) async fn hears(&mut self) -> Value {
        loop {
            match self.seen.recv().await.unwrap() {
                Message::Text(text) => return serde_json::from_str(text.as_str()).unwrap(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("unexpected {other:?}"),
            }
        }
    }

    /// Waits for a ping from the bot.
    pub(super) async fn pinged(&mut self) {
        while !matches!(self.seen.recv().await.unwrap(), Message::Ping(_)) {}
    }

    /// Waits until the bot has closed the connection.
    pub(super) async fn closed(&mut self) {
        while let Some(message) = self.seen.recv().await {
            if matches!(message, Message::Close(_)) {
                return;
            }
        }
    }
}

/// An envelope with an event.
pub(super) fn event(id: &str) -> Value {
    json!({"envelope_id": id, "type": "events_api", "accepts_response_payload": false,
           "payload": {"type": "event_callback", "event_id": format!("Ev{id}"), "event": {}}})
}

fn settings(connections: usize) -> SocketSettings {
    SocketSettings {
        connections,
        stagger: STAGGER,
        ping_every: PING,
        held_after: HELD,
        first_wait: Duration::from_secs(1),
        longest_wait: Duration::from_secs(8),
        drain_limit: DRAIN,
        ..SocketSettings::default()
    }
}

async fn open(State(slack): State<Slack>) -> Json<Value> {
    let scripted = slack.answers.lock().unwrap().pop_front();
    Json(scripted.unwrap_or_else(|| json!({"ok": true, "url": slack.url})))
}

async fn link(State(slack): State<Slack>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async move |socket| {
        let (out, say) = unbounded_channel();
        let (hear, seen) = unbounded_channel();
        if slack.links.send(Link { out, seen }).is_ok() {
            talk(socket, say, hear).await;
        }
    })
}

async fn talk(
    mut socket: WebSocket,
    mut say: UnboundedReceiver<Say>,
    hear: UnboundedSender<Message>,
) {
    let mut deaf = false;
    loop {
        tokio::select! {
            biased;
            message = say.recv() => match message {
                Some(Say::Frame(message)) => drop(socket.send(message).await),
                Some(Say::Deafness) => deaf = true,
                None => return,
            },
            message = socket.recv(), if !deaf => match message {
                Some(Ok(message)) => drop(hear.send(message)),
                Some(Err(_)) | None => return,
            },
        }
    }
}
