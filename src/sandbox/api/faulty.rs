//! The faults that are set for a call: they slow it down, answer in its place, cut its connection, or hold it.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::error::ApiError;
use super::request::Call;
use crate::sandbox::clock::real_sleep;
use crate::sandbox::faults::{FaultKind, Hit};
use crate::sandbox::hub::Hub;
use crate::sandbox::server::Line;

/// How a call is answered when no fault does.
pub(super) type Answerer = fn(&Arc<Hub>, &Call) -> Response;

const RETRY_AFTER_S: u64 = 1;

/// Answers a call, through the faults that are set for it.
pub(super) async fn through(hub: &Arc<Hub>, line: &Line, call: Call, answer: Answerer) -> Response {
    let hits = hub.faults.take(&call.method, call.channel().as_deref());
    let slow: u64 = hits
        .iter()
        .filter(|hit| hit.kind == FaultKind::Latency)
        .map(number)
        .sum();
    if slow > 0 {
        real_sleep(Duration::from_millis(slow)).await;
    }
    match hits.into_iter().find(|hit| hit.kind != FaultKind::Latency) {
        None => answer(hub, &call),
        Some(hit) => hit_by(hub, line, (hit, call), answer).await,
    }
}

fn number(hit: &Hit) -> u64 {
    hit.value.as_u64().unwrap_or_default()
}

/// Lets the fault happen to the call.
async fn hit_by(
    hub: &Arc<Hub>,
    line: &Line,
    (hit, call): (Hit, Call),
    answer: Answerer,
) -> Response {
    match hit.kind {
        FaultKind::Ratelimited => {
            let seconds = hit.value.as_u64().unwrap_or(RETRY_AFTER_S);
            logged(hub, &call, too_many(seconds), &ratelimited())
        }
        FaultKind::Http500 => broken(hub, &call, StatusCode::INTERNAL_SERVER_ERROR),
        FaultKind::Http503 => broken(hub, &call, StatusCode::SERVICE_UNAVAILABLE),
        FaultKind::Error => {
            let error = ApiError::new(hit.value.as_str().unwrap_or("internal_error"));
            let body = error.to_json();
            logged(hub, &call, Json(&body).into_response(), &body)
        }
        FaultKind::DropBefore => {
            cut(hub, &call, "not applied");
            line.cut().await
        }
        FaultKind::DropAfter => {
            drop(answer(hub, &call));
            line.cut().await
        }
        FaultKind::LateApply => {
            let at = hub.clock.now_ms() + hit.value.as_i64().unwrap_or_default();
            cut(hub, &call, "applied later");
            apply_later(hub, at, call, answer);
            line.cut().await
        }
        FaultKind::HoldBefore => {
            hub.faults.hold().await;
            answer(hub, &call)
        }
        FaultKind::HoldAfter => {
            let response = answer(hub, &call);
            hub.faults.hold().await;
            response
        }
        _ => answer(hub, &call),
    }
}

fn apply_later(hub: &Arc<Hub>, at_ms: i64, call: Call, answer: Answerer) {
    let later = Arc::downgrade(hub);
    let job = move || {
        if let Some(hub) = later.upgrade() {
            drop(answer(&hub, &call));
        }
    };
    hub.clock.at(at_ms, Box::new(job));
}

fn cut(hub: &Hub, call: &Call, what: &str) {
    let args = Value::Object(call.args.0.clone());
    hub.log.call(
        hub.clock.now_ms(),
        (&call.method, &args),
        0,
        &json!({"cut": what}),
    );
}

fn broken(hub: &Hub, call: &Call, status: StatusCode) -> Response {
    let body = json!({"ok": false, "error": "internal_error"});
    logged(
        hub,
        call,
        (status, status.canonical_reason().unwrap_or_default()).into_response(),
        &body,
    )
}

/// What a limited call is answered with.
pub(super) fn ratelimited() -> Value {
    json!({"ok": false, "error": "ratelimited"})
}

/// Refuses a call for some seconds.
pub(super) fn too_many(seconds: u64) -> Response {
    let retry = [("retry-after", seconds.to_string())];
    (StatusCode::TOO_MANY_REQUESTS, retry, Json(ratelimited())).into_response()
}

/// Notes the call with its answer.
pub(super) fn logged(hub: &Hub, call: &Call, response: Response, body: &Value) -> Response {
    let args = Value::Object(call.args.0.clone());
    let status = response.status().as_u16();
    hub.log
        .call(hub.clock.now_ms(), (&call.method, &args), status, body);
    response
}
