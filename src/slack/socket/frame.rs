//! The frames of Socket Mode: what Slack sends, and the acknowledgement that goes back.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::slack::delivery::{Delivery, DeliveryKind, Source};
use crate::slack::lenient::read_json;

/// A text frame from Slack.
#[derive(Debug)]
pub(super) enum Frame {
    /// The connection is open.
    Hello,
    /// Slack will close this connection soon and wants another one instead.
    Refresh,
    /// Slack wants no connection: Socket Mode is switched off, or there are too many.
    Refused(String),
    /// Something to deliver and to acknowledge.
    Envelope(Box<Envelope>),
    /// Nothing that we know and nothing to acknowledge.
    Noise,
}

/// A delivery in its envelope.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) id: String,
    /// Whether the acknowledgement may carry an answer.
    pub(super) accepts_payload: bool,
    pub(super) delivery: Delivery,
}

#[derive(Deserialize)]
struct Outer<'a> {
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    envelope_id: Option<String>,
    #[serde(default)]
    accepts_response_payload: Option<bool>,
    #[serde(default)]
    retry_attempt: Option<u32>,
    #[serde(borrow, default)]
    payload: Option<&'a RawValue>,
}

/// Reads a frame. One that cannot be read but names an envelope is still an envelope, of
/// [`DeliveryKind::Other`], so that it is kept before it is acknowledged.
pub(super) fn read(text: &str) -> Frame {
    let Ok(outer) = serde_json::from_str::<Outer<'_>>(text) else {
        return find_envelope_id(text).map_or(Frame::Noise, |id| unreadable(id, text));
    };
    let kind = outer.kind.as_deref().unwrap_or_default();
    if let Some(id) = outer.envelope_id.clone() {
        return envelope(id, kind, &outer, text);
    }
    match kind {
        "hello" => Frame::Hello,
        "disconnect" => match outer.reason.as_deref().unwrap_or_default() {
            reason @ ("link_disabled" | "too_many_websockets") => Frame::Refused(reason.to_owned()),
            // `warning`, `refresh_requested`, and whatever else means that this one ends.
            _ => Frame::Refresh,
        },
        _ => Frame::Noise,
    }
}

/// The acknowledgement of an envelope.
pub(super) fn ack(envelope_id: &str, payload: Option<&Value>) -> String {
    match payload {
        Some(payload) => json!({ "envelope_id": envelope_id, "payload": payload }).to_string(),
        None => json!({ "envelope_id": envelope_id }).to_string(),
    }
}

fn envelope(id: String, kind: &str, outer: &Outer<'_>, text: &str) -> Frame {
    let raw = outer.payload.map(RawValue::get).unwrap_or_default();
    let kind = match kind {
        "events_api" => DeliveryKind::Event,
        "slash_commands" => DeliveryKind::Command,
        "interactive" => DeliveryKind::Interaction,
        _ => DeliveryKind::Other,
    };
    let Some(payload) = read_json(raw).filter(Value::is_object) else {
        return unreadable(id, text);
    };
    let mut delivery = Delivery::new(Source::Socket, kind, payload, raw.to_owned());
    delivery.retry = outer.retry_attempt.unwrap_or_default();
    let accepts_payload = outer.accepts_response_payload.unwrap_or_default();
    Frame::Envelope(Box::new(Envelope {
        id,
        accepts_payload,
        delivery,
    }))
}

/// A frame that names an envelope and is otherwise unreadable: the whole frame is the delivery.
fn unreadable(id: String, text: &str) -> Frame {
    let delivery = Delivery::unreadable(Source::Socket, text.as_bytes());
    Frame::Envelope(Box::new(Envelope {
        id,
        accepts_payload: false,
        delivery,
    }))
}

/// The envelope's id in a text that is not JSON.
fn find_envelope_id(text: &str) -> Option<String> {
    let (_, after) = text.split_once("\"envelope_id\"")?;
    let value = after
        .trim_start()
        .strip_prefix(':')?
        .trim_start()
        .strip_prefix('"')?;
    let (id, _) = value.split_once('"')?;
    let plain = !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain.then(|| id.to_owned())
}
