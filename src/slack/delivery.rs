//! What the two ways in, HTTP and Socket Mode, hand on: one verified delivery, raw and with the key
//! under which a repeat is recognised.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The way a delivery came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A signed HTTP request.
    Http,
    /// A frame of a Socket Mode connection.
    Socket,
}

/// What a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryKind {
    /// The Events API's envelope.
    Event,
    /// A slash command.
    Command,
    /// A click, form, shortcut, or question for a menu's options.
    Interaction,
    /// Unreadable, or of a kind we do not know. It is kept all the same.
    Other,
}

/// One verified delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The way it came.
    pub source: Source,
    /// What it is.
    pub kind: DeliveryKind,
    /// The same when Slack delivers it again, by either way: the event's id, else the trigger's id,
    /// else `sha256:` and the hash of the payload without its envelope.
    pub key: String,
    /// The content: a command's form as an object of strings, an interaction, or an event's
    /// envelope. Null when it could not be read.
    pub payload: Value,
    /// Text as received: the body of a request, the payload of a socket's frame.
    pub raw: String,
    /// How often Slack has tried before.
    pub retry: u32,
}

/// What to answer Slack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ack {
    /// It is safe with us. The content goes with the acknowledgement: a command's reply, a form's
    /// errors, a menu's options.
    Ok(Option<Value>),
    /// It is not: Slack is to deliver it again (HTTP 503; no acknowledgement on a socket).
    Busy,
}

/// Takes a delivery and answers within Slack's 3 seconds.
///
/// The returned future may be dropped half-way (a client that hangs up, a socket that closes), so it
/// must start its work on a task of its own and only wait for the outcome.
pub type Deliver = Arc<dyn Fn(Delivery) -> BoxFuture<'static, Ack> + Send + Sync>;

impl Delivery {
    /// A delivery whose payload could be read.
    pub(super) fn new(source: Source, kind: DeliveryKind, payload: Value, raw: String) -> Self {
        let named = |name: &str| {
            payload
                .get(name)
                .and_then(Value::as_str)
                .filter(|id| !id.is_empty())
        };
        let id = match kind {
            DeliveryKind::Event => named("event_id"),
            DeliveryKind::Command | DeliveryKind::Interaction => named("trigger_id"),
            DeliveryKind::Other => None,
        };
        // Hashed as parsed: the order of keys and the spacing differ between the two ways in.
        let key = id.map_or_else(|| hash(payload.to_string().as_bytes()), str::to_owned);
        Self {
            source,
            kind,
            key,
            payload,
            raw,
            retry: 0,
        }
    }

    /// A delivery that could not be read: known by its bytes.
    pub(super) fn unreadable(source: Source, bytes: &[u8]) -> Self {
        Self {
            source,
            kind: DeliveryKind::Other,
            key: hash(bytes),
            payload: Value::Null,
            raw: String::from_utf8_lossy(bytes).into_owned(),
            retry: 0,
        }
    }
}

fn hash(bytes: &[u8]) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(bytes)))
}
