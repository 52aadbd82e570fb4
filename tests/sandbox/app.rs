//! Small apps under test: one behind HTTP, one at the end of a socket.

use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use futures_util::{SinkExt, StreamExt};
use muster::sandbox::ids;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use tokio_util::task::TaskTracker;

use super::world::{World, manifest};

/// A request the app got.
#[derive(Clone, Debug)]
pub(super) struct Got {
    pub(super) path: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// The status of a request that is never answered.
const NEVER: u16 = 0;

#[derive(Default)]
struct Inner {
    got: Vec<Got>,
    answers: VecDeque<(u16, String)>,
}

/// An app behind HTTP. It answers 200 with an empty body unless told otherwise.
#[derive(Clone)]
pub(super) struct HttpApp {
    inner: Arc<Mutex<Inner>>,
    pub(super) url: String,
}

impl HttpApp {
    /// Starts it and installs it in the sandbox.
    pub(super) async fn install(world: &World, scopes: &[&str], events: &[&str]) -> Self {
        let app = Self::start().await;
        let mut manifest = manifest(scopes, events);
        let settings = &mut manifest["settings"];
        settings["socket_mode_enabled"] = json!(false);
        settings["interactivity"]["request_url"] = json!(format!("{}/interactions", app.url));
        settings["event_subscriptions"]["request_url"] = json!(format!("{}/events", app.url));
        let url = format!("{}/commands", app.url);
        manifest["features"]["slash_commands"][0]["url"] = json!(url);
        world.install(&manifest).await;
        app
    }

    async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let inner = Arc::new(Mutex::new(Inner::default()));
        let router = Router::new()
            .route("/{path}", post(take))
            .with_state(Arc::clone(&inner));
        drop(TaskTracker::new().spawn(async move { axum::serve(listener, router).await }));
        Self { inner, url }
    }

    /// What the next request is answered with.
    pub(super) fn answers(&self, status: u16, body: &str) {
        self.inner
            .lock()
            .unwrap()
            .answers
            .push_back((status, body.to_owned()));
    }

    /// The next request is never answered.
    pub(super) fn stalls(&self) {
        self.answers(NEVER, "");
    }

    /// Waits until it got so many requests.
    pub(super) async fn has_got(&self, count: usize) {
        while self.got().len() < count {
            tokio::task::yield_now().await;
        }
    }

    /// What it got so far.
    pub(super) fn got(&self) -> Vec<Got> {
        self.inner.lock().unwrap().got.clone()
    }
}

async fn take(
    State(inner): State<Arc<Mutex<Inner>>>,
    axum::extract::Path(path): axum::extract::Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (status, body) = note(&inner, path, headers, body);
    if status == NEVER {
        std::future::pending::<()>().await;
    }
    (StatusCode::from_u16(status).unwrap(), body).into_response()
}

/// Notes a request and gives the answer to it.
fn note(inner: &Mutex<Inner>, path: String, headers: HeaderMap, body: Bytes) -> (u16, String) {
    let mut inner = inner.lock().unwrap();
    inner.got.push(Got {
        path,
        headers,
        body,
    });
    inner.answers.pop_front().unwrap_or((200, String::new()))
}

impl Got {
    /// The body as JSON.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// A field of a form.
    pub(super) fn field(&self, name: &str) -> String {
        url::form_urlencoded::parse(&self.body)
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    }

    /// A header.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// One end of a socket.
pub(super) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    /// Opens a socket and takes the hello.
    pub(super) async fn open(world: &World) -> Self {
        let call = world.http.post(world.at("/api/apps.connections.open"));
        let answer: Value = call
            .bearer_auth(ids::APP_TOKEN)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let url = answer["url"].as_str().unwrap();
        let (stream, _) = tokio_tungstenite::connect_async(url).await.unwrap();
        let mut socket = Self { stream };
        let hello = socket.next().await.unwrap();
        assert_eq!(hello["type"], "hello");
        assert_eq!(hello["connection_info"]["app_id"], ids::APP);
        socket
    }

    /// The next frame; `None` when the socket ended.
    pub(super) async fn next(&mut self) -> Option<Value> {
        loop {
            match self.stream.next().await? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).unwrap()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Acks an envelope, perhaps with a payload.
    pub(super) async fn ack(&mut self, envelope: &Value, payload: Option<Value>) {
        let mut ack = json!({"envelope_id": envelope["envelope_id"]});
        if let Some(payload) = payload {
            ack["payload"] = payload;
        }
        self.stream
            .send(Message::text(ack.to_string()))
            .await
            .unwrap();
    }

    /// The next envelope, acked.
    pub(super) async fn take(&mut self) -> Value {
        let envelope = self.next().await.unwrap();
        self.ack(&envelope, None).await;
        envelope
    }
}
