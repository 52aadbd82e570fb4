//! Slack over HTTP: three addresses that check the size, then the signature, and hand the request
//! over raw. What is verified is never refused for its content: an unreadable one is delivered too.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::post;
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde_json::{Map, Value, json};
use tower_http::limit::RequestBodyLimitLayer;
use url::form_urlencoded;

use super::delivery::{Ack, Deliver, Delivery, DeliveryKind, Source};
use super::lenient::read_json;
use super::signature::{SIGNATURE_HEADER, SignatureError, TIMESTAMP_HEADER, verify};

/// The largest request that is read, in bytes. Slack's own largest is a view of 250 kB.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// What the three addresses need.
#[derive(Clone)]
pub struct SlackHttp {
    /// The signing secrets: the current one, and while it is being replaced the previous one.
    pub secrets: Arc<[SecretString]>,
    /// Tells the time, for the age of a signature.
    pub now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    /// Takes what has been verified. The handler, and with it the future that this returns, is
    /// dropped when the client hangs up: see [`Deliver`].
    pub deliver: Deliver,
}

/// `POST /slack/events`, `/slack/commands` and `/slack/interactions`.
///
/// Answers 413 to a body over [`BODY_LIMIT`] before looking at its signature, 400 to a missing or
/// malformed signature, 401 to a wrong or stale one, 503 when the delivery was not taken.
pub fn router(slack: SlackHttp) -> Router {
    Router::new()
        .route("/slack/events", post(events))
        .route("/slack/commands", post(commands))
        .route("/slack/interactions", post(interactions))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .with_state(slack)
}

async fn events(State(slack): State<SlackHttp>, headers: HeaderMap, body: Bytes) -> Response {
    if let Err(refused) = check(&slack, "events", &headers, &body) {
        return refused;
    }
    let Some((payload, raw)) = event(&body) else {
        return deliver(&slack, &headers, Delivery::unreadable(Source::Http, &body)).await;
    };
    if payload.get("type").and_then(Value::as_str) == Some("url_verification") {
        let challenge = payload.get("challenge").cloned().unwrap_or_default();
        return Json(json!({ "challenge": challenge })).into_response();
    }
    let delivery = Delivery::new(Source::Http, DeliveryKind::Event, payload, raw);
    deliver(&slack, &headers, delivery).await
}

async fn commands(State(slack): State<SlackHttp>, headers: HeaderMap, body: Bytes) -> Response {
    let form = form(&body);
    // Slack's probe of our certificate. It changes nothing, so it needs no signature.
    if form.get("ssl_check").and_then(Value::as_str) == Some("1") {
        return StatusCode::OK.into_response();
    }
    if let Err(refused) = check(&slack, "commands", &headers, &body) {
        return refused;
    }
    let delivery = match std::str::from_utf8(&body) {
        Ok(raw) if form.contains_key("command") => {
            let raw = raw.to_owned();
            Delivery::new(
                Source::Http,
                DeliveryKind::Command,
                Value::Object(form),
                raw,
            )
        }
        _ => Delivery::unreadable(Source::Http, &body),
    };
    deliver(&slack, &headers, delivery).await
}

async fn interactions(State(slack): State<SlackHttp>, headers: HeaderMap, body: Bytes) -> Response {
    if let Err(refused) = check(&slack, "interactions", &headers, &body) {
        return refused;
    }
    let delivery = match interaction(&body) {
        Some((payload, raw)) => {
            Delivery::new(Source::Http, DeliveryKind::Interaction, payload, raw)
        }
        None => Delivery::unreadable(Source::Http, &body),
    };
    deliver(&slack, &headers, delivery).await
}

/// The envelope of an event and the text it came as.
fn event(body: &[u8]) -> Option<(Value, String)> {
    let raw = std::str::from_utf8(body).ok()?;
    let payload = read_json(raw)?;
    payload.is_object().then(|| (payload, raw.to_owned()))
}

/// The JSON in an interaction's form field `payload`, and the whole form as it came.
fn interaction(body: &[u8]) -> Option<(Value, String)> {
    let raw = std::str::from_utf8(body).ok()?;
    let (_, payload) = form_urlencoded::parse(body).find(|(name, _)| name == "payload")?;
    let payload = read_json(&payload)?;
    payload.is_object().then(|| (payload, raw.to_owned()))
}

fn form(body: &[u8]) -> Map<String, Value> {
    form_urlencoded::parse(body)
        .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
        .collect()
}

#[expect(
    clippy::result_large_err,
    reason = "the error is the answer, made once per refused request"
)]
fn check(
    slack: &SlackHttp,
    endpoint: &'static str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), Response> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (timestamp, signature) = (header(TIMESTAMP_HEADER), header(SIGNATURE_HEADER));
    verify(&slack.secrets, timestamp, signature, body, (slack.now)()).map_err(|error| {
        let status = match error {
            SignatureError::Malformed => StatusCode::BAD_REQUEST,
            SignatureError::Stale | SignatureError::Mismatch => StatusCode::UNAUTHORIZED,
        };
        metrics::counter!("muster_slack_refused_total", "endpoint" => endpoint).increment(1);
        tracing::warn!(endpoint, %error, "refused a request that claims to be Slack's");
        (status, error.to_string()).into_response()
    })
}

async fn deliver(slack: &SlackHttp, headers: &HeaderMap, mut delivery: Delivery) -> Response {
    let retry = headers
        .get("x-slack-retry-num")
        .and_then(|value| value.to_str().ok());
    delivery.retry = retry
        .and_then(|number| number.parse().ok())
        .unwrap_or_default();
    match (slack.deliver)(delivery).await {
        Ack::Ok(Some(answer)) => Json(answer).into_response(),
        Ack::Ok(None) => StatusCode::OK.into_response(),
        Ack::Busy => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
