//! `/api/{method}`: one call through the faults that are set, the limits, the token and the scopes, to its method.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::error::{Answer, ApiError};
use super::request::Call;
use crate::sandbox::clock::real_sleep;
use crate::sandbox::faults::{FaultKind, Hit};
use crate::sandbox::hub::{Hub, Tx};
use crate::sandbox::ids;
use crate::sandbox::scopes::{self, Conversation};
use crate::sandbox::server::Line;
use crate::sandbox::state::Kind;

const UNLIMITED_RETRY_AFTER: u64 = 1;

/// `GET, POST /api/{method}`
pub(crate) async fn serve(
    State(hub): State<Arc<Hub>>,
    Extension(line): Extension<Line>,
    Path(method): Path<String>,
    parts: Parts,
    body: Bytes,
) -> Response {
    let Some(call) = Call::read(method, parts.uri.query(), &parts.headers, &body) else {
        return Json(json!({"ok": false, "error": "invalid_json"})).into_response();
    };
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
        None => answer(&hub, &call),
        Some(hit) => hit_by(&hub, hit, call, &line).await,
    }
}

fn number(hit: &Hit) -> u64 {
    hit.value.as_u64().unwrap_or_default()
}

/// Lets the fault happen to the call.
async fn hit_by(hub: &Arc<Hub>, hit: Hit, call: Call, line: &Line) -> Response {
    match hit.kind {
        FaultKind::Ratelimited => {
            let seconds = hit.value.as_u64().unwrap_or(UNLIMITED_RETRY_AFTER);
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
            apply_later(hub, at, call);
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

fn apply_later(hub: &Arc<Hub>, at_ms: i64, call: Call) {
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

fn ratelimited() -> Value {
    json!({"ok": false, "error": "ratelimited"})
}

fn too_many(seconds: u64) -> Response {
    let retry = [("retry-after", seconds.to_string())];
    (StatusCode::TOO_MANY_REQUESTS, retry, Json(ratelimited())).into_response()
}

/// Notes the call with its answer.
fn logged(hub: &Hub, call: &Call, response: Response, body: &Value) -> Response {
    let args = Value::Object(call.args.0.clone());
    let status = response.status().as_u16();
    hub.log
        .call(hub.clock.now_ms(), (&call.method, &args), status, body);
    response
}

/// Applies the call and gives its answer.
fn answer(hub: &Arc<Hub>, call: &Call) -> Response {
    if let Err(seconds) = hub
        .pace
        .check(&call.method, call.channel().as_deref(), &hub.clock)
    {
        return logged(hub, call, too_many(seconds), &ratelimited());
    }
    let body = match apply(hub, call) {
        Ok(fields) => succeeded(fields),
        Err(error) => error.to_json(),
    };
    let mut response = Json(&body).into_response();
    if let Ok(scopes) = HeaderValue::from_str(&hub.app().scope_list()) {
        response.headers_mut().insert("x-oauth-scopes", scopes);
    }
    logged(hub, call, response, &body)
}

fn succeeded(fields: Value) -> Value {
    let mut body = serde_json::Map::new();
    body.insert("ok".to_owned(), Value::Bool(true));
    if let Value::Object(fields) = fields {
        body.extend(fields);
    }
    Value::Object(body)
}

fn apply(hub: &Arc<Hub>, call: &Call) -> Answer {
    let method = super::method(&call.method)
        .ok_or_else(|| ApiError::new("unknown_method").with("req_method", json!(call.method)))?;
    authorise(call)?;
    let mut tx = hub.open();
    check_scopes(&tx, call)?;
    method(&mut tx, &call.args)
}

/// Refuses calls without the right kind of token.
fn authorise(call: &Call) -> Result<(), ApiError> {
    if call.method == "api.test" {
        return Ok(());
    }
    let app_level = call.method == "apps.connections.open";
    match call.token.as_deref() {
        None | Some("") => Err("not_authed".into()),
        Some(ids::BOT_TOKEN) if !app_level => Ok(()),
        Some(ids::APP_TOKEN) if app_level => Ok(()),
        Some(ids::BOT_TOKEN | ids::APP_TOKEN) => Err("not_allowed_token_type".into()),
        Some(_) => Err("invalid_auth".into()),
    }
}

fn check_scopes(tx: &Tx<'_>, call: &Call) -> Result<(), ApiError> {
    let app = tx.hub.app();
    let needed = scopes::needed(&call.method, conversation(tx, call)).unwrap_or_default();
    if app.has_any_scope(&needed) {
        return Ok(());
    }
    Err(ApiError::new("missing_scope")
        .with("needed", json!(needed.join(",")))
        .with("provided", json!(app.scope_list())))
}

/// The kind of conversation the call is about, where it names one.
fn conversation(tx: &Tx<'_>, call: &Call) -> Option<Conversation> {
    if call.method == "conversations.create" {
        let private = call.args.flag("is_private").unwrap_or_default();
        return Some(if private {
            Conversation::Private
        } else {
            Conversation::Public
        });
    }
    if call.method == "conversations.open" {
        let several = call.args.list("users").len() > 1;
        return Some(if several {
            Conversation::Group
        } else {
            Conversation::Direct
        });
    }
    let channel = tx.ws.channels.get(&call.channel()?)?;
    Some(match channel.kind {
        Kind::Public => Conversation::Public,
        Kind::Private => Conversation::Private,
        Kind::Im => Conversation::Direct,
        Kind::Mpim => Conversation::Group,
    })
}
