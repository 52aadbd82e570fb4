//! Server-sent events: what the page hears of every change, in order, each item numbered.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream as FutureStream};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::broadcast;

use super::hub::Hub;

const BUFFERED: usize = 1024;

/// The numbered items and who listens to them.
pub(crate) struct Stream {
    sender: Mutex<broadcast::Sender<Item>>,
    seq: AtomicU64,
}

#[derive(Clone)]
struct Item {
    json: Arc<Value>,
    /// Who may see it; everybody when absent.
    audience: Option<Arc<Vec<String>>>,
}

impl Default for Stream {
    fn default() -> Self {
        Self {
            sender: Mutex::new(broadcast::channel(BUFFERED).0),
            seq: AtomicU64::new(0),
        }
    }
}

impl Stream {
    /// The number of the latest item.
    pub(crate) fn seq(&self) -> u64 {
        self.seq.load(Ordering::SeqCst)
    }

    /// Numbers an item and sends it to whoever listens.
    pub(crate) fn send(&self, mut json: Value, audience: Option<Vec<String>>) {
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        let seq = self.seq.fetch_add(1, Ordering::SeqCst) + 1;
        if let Value::Object(fields) = &mut json {
            fields.insert("seq".to_owned(), json!(seq));
        }
        let item = Item {
            json: Arc::new(json),
            audience: audience.map(Arc::new),
        };
        if sender.send(item).is_err() {
            tracing::trace!("no page listens");
        }
    }

    fn listen(&self) -> broadcast::Receiver<Item> {
        self.sender
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .subscribe()
    }
}

impl Item {
    fn is_for(&self, user: Option<&str>) -> bool {
        match (&self.audience, user) {
            (Some(audience), Some(user)) => audience.iter().any(|member| member == user),
            _ => true,
        }
    }
}

/// The query of the stream.
#[derive(Deserialize)]
pub(crate) struct Listener {
    user: Option<String>,
}

/// `GET /_sandbox/stream`
pub(crate) async fn serve(
    State(hub): State<Arc<Hub>>,
    Query(listener): Query<Listener>,
) -> Sse<impl FutureStream<Item = Result<Event, Infallible>>> {
    let user = listener.user.map(|name| {
        let tx = hub.open();
        tx.ws
            .user(&name)
            .map_or_else(|| name.clone(), |user| user.id.clone())
    });
    let receiver = hub.stream.listen();
    let stopping = hub.stopping.clone();
    let items = stream::unfold(
        (receiver, user, stopping),
        |(mut receiver, user, stopping)| async {
            loop {
                let next = tokio::select! {
                    () = stopping.cancelled() => return None,
                    item = receiver.recv() => item,
                };
                let data = match next {
                    Ok(item) if item.is_for(user.as_deref()) => item.json.to_string(),
                    Ok(_) => continue,
                    Err(broadcast::error::RecvError::Lagged(_)) => {
                        json!({"kind": "reset"}).to_string()
                    }
                    Err(broadcast::error::RecvError::Closed) => return None,
                };
                let event = Ok(Event::default().data(data));
                return Some((event, (receiver, user, stopping)));
            }
        },
    );
    Sse::new(items).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}
