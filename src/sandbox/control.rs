//! The control API: the state, the logs, the manifest, faults, limits, sockets, the clock.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::api;
use super::app::App;
use super::body::Body;
use super::delivery;
use super::faults::FaultSpec;
use super::hub::Hub;
use super::socket::{self, Disconnect};
use super::state::{Channel, Workspace};

/// A refused control call.
pub(crate) struct Refusal {
    error: String,
    detail: String,
    extra: Map<String, Value>,
}

impl Refusal {
    /// A refusal with Slack's error name (or one of the sandbox's) and what to do about it.
    pub(crate) fn new(error: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            error: error.into(),
            detail: detail.into(),
            extra: Map::new(),
        }
    }

    /// Adds a field.
    pub(crate) fn with(mut self, key: &str, value: Value) -> Self {
        self.extra.insert(key.to_owned(), value);
        self
    }
}

impl From<api::error::ApiError> for Refusal {
    fn from(error: api::error::ApiError) -> Self {
        Self::new(error.code(), "Slack refuses this")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body = self.extra;
        body.insert("ok".to_owned(), Value::Bool(false));
        body.insert("error".to_owned(), Value::String(self.error));
        body.insert("detail".to_owned(), Value::String(self.detail));
        (StatusCode::OK, Json(Value::Object(body))).into_response()
    }
}

/// What a control call answers.
pub(crate) type Outcome = Result<Json<Value>, Refusal>;

type Shared = State<Arc<Hub>>;

/// The routes.
pub(crate) fn router() -> Router<Arc<Hub>> {
    Router::new()
        .route(
            "/_sandbox/health",
            get(|| async { Json(json!({"ok": true})) }),
        )
        .route("/_sandbox/state", get(state))
        .route("/_sandbox/log", get(log))
        .route("/_sandbox/deliveries", get(deliveries))
        .route("/_sandbox/manifest", post(install))
        .route("/_sandbox/completions", post(completions))
        .route(
            "/_sandbox/faults",
            get(list_faults).post(add_fault).delete(clear_faults),
        )
        .route("/_sandbox/faults/release", post(release))
        .route("/_sandbox/limits", post(limits))
        .route("/_sandbox/sockets", get(sockets))
        .route("/_sandbox/sockets/disconnect", post(disconnect))
        .route("/_sandbox/clock", get(clock).post(set_clock))
        .route("/_sandbox/settle", post(settle))
}

async fn state(State(hub): Shared) -> Json<Value> {
    let tx = hub.open();
    Json(state_json(&hub, &tx.ws))
}

fn state_json(hub: &Hub, ws: &Workspace) -> Value {
    let channels: Vec<Value> = ws.channels.values().map(Channel::to_page_json).collect();
    let messages: Map<String, Value> = ws
        .channels
        .values()
        .map(|channel| {
            (
                channel.id.clone(),
                json!(channel.messages.values().collect::<Vec<_>>()),
            )
        })
        .collect();
    let users: Vec<Value> = ws.users.values().map(|user| user.to_json(true)).collect();
    let files: Vec<Value> = ws
        .files
        .values()
        .map(|file| file.to_json(&hub.base))
        .collect();
    json!({
        "ok": true,
        "seq": hub.stream.seq(),
        "team": api::team(),
        "app": hub.app().to_json(&json!(ws.completions)),
        "clock": clock_json(hub),
        "users": users,
        "channels": channels,
        "messages": messages,
        "ephemerals": ws.ephemerals,
        "views": ws.views,
        "homes": ws.homes,
        "files": files,
        "limits": {"enabled": hub.pace.enabled()},
        "sockets": hub.sockets.connected(),
    })
}

#[derive(Deserialize)]
struct LogQuery {
    method: Option<String>,
    #[serde(default)]
    after: usize,
}

async fn log(State(hub): Shared, Query(query): Query<LogQuery>) -> Json<Value> {
    let calls = hub.log.calls_json(query.method.as_deref(), query.after);
    Json(json!({"ok": true, "calls": calls}))
}

async fn deliveries(State(hub): Shared, Query(query): Query<LogQuery>) -> Json<Value> {
    Json(json!({"ok": true, "deliveries": hub.log.deliveries_json(query.after)}))
}

/// The query of an installation.
#[derive(Default, Deserialize)]
struct Install {
    /// Whether the request URL for events has to prove itself, as Slack asks for when it is entered.
    #[serde(default)]
    verify: bool,
}

async fn install(
    State(hub): Shared,
    Query(Install { verify }): Query<Install>,
    Body(given): Body<Value>,
) -> Outcome {
    let app = App::from_manifest(given).map_err(|problems| {
        let listed: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Refusal::new("invalid_manifest", listed.join("; ")).with("errors", json!(listed))
    })?;
    if let Some(url) = app.events_url().filter(|_| verify && !app.socket_mode())
        && !delivery::verify_url(&hub, url).await
    {
        return Err(Refusal::new(
            "url_verification_failed",
            format!("{url} did not answer"),
        ));
    }
    let name = app.name().to_owned();
    hub.install(app);
    hub.sockets.clear_backlog();
    let mut tx = hub.open();
    if let Some(bot) = tx.ws.users.get_mut(super::ids::BOT_USER) {
        bot.name.clone_from(&name);
        bot.real_name = name;
    }
    tx.show_all(json!({"kind": "reset"}));
    Ok(Json(json!({"ok": true, "app_id": super::ids::APP})))
}

async fn completions(State(hub): Shared, Body(given): Body<Value>) -> Outcome {
    let Value::Object(given) = given else {
        return Err(Refusal::new(
            "invalid_arguments",
            "an object of command to list",
        ));
    };
    let mut tx = hub.open();
    tx.ws.completions = given;
    tx.show_all(json!({"kind": "reset"}));
    Ok(Json(json!({"ok": true})))
}

async fn list_faults(State(hub): Shared) -> Json<Value> {
    Json(hub.faults.to_json())
}

async fn add_fault(State(hub): Shared, Body(given): Body<Value>) -> Outcome {
    let spec: FaultSpec = serde_json::from_value(given)
        .map_err(|error| Refusal::new("invalid_fault", error.to_string()))?;
    if let Some(problem) = spec.problem() {
        return Err(Refusal::new("invalid_fault", problem));
    }
    Ok(Json(json!({"ok": true, "id": hub.faults.add(spec)})))
}

async fn clear_faults(State(hub): Shared, _: Body<Value>) -> Json<Value> {
    hub.faults.clear();
    delivery::release_held(&hub);
    Json(json!({"ok": true}))
}

async fn release(State(hub): Shared, _: Body<Value>) -> Json<Value> {
    hub.faults.release();
    Json(json!({"ok": true}))
}

#[derive(Deserialize)]
struct Limits {
    enabled: bool,
}

async fn limits(State(hub): Shared, Body(given): Body<Limits>) -> Json<Value> {
    hub.pace.enable(given.enabled);
    Json(json!({"ok": true, "enabled": given.enabled}))
}

async fn sockets(State(hub): Shared) -> Json<Value> {
    Json(socket::to_json(&hub))
}

#[derive(Deserialize)]
struct How {
    reason: Disconnect,
}

async fn disconnect(State(hub): Shared, Body(how): Body<How>) -> Json<Value> {
    let told = socket::disconnect(&hub, how.reason);
    Json(json!({"ok": true, "sockets": told}))
}

fn clock_json(hub: &Hub) -> Value {
    json!({"ok": true, "now_ms": hub.clock.now_ms(), "manual": hub.clock.is_manual()})
}

async fn clock(State(hub): Shared) -> Json<Value> {
    Json(clock_json(&hub))
}

#[derive(Deserialize)]
struct SetClock {
    manual: Option<bool>,
    now_ms: Option<i64>,
    advance_ms: Option<i64>,
}

async fn set_clock(State(hub): Shared, Body(given): Body<SetClock>) -> Json<Value> {
    if given.manual.is_some() || given.now_ms.is_some() {
        hub.clock.set(given.manual, given.now_ms);
    }
    if let Some(ms) = given.advance_ms {
        hub.clock.advance(ms);
    }
    Json(clock_json(&hub))
}

async fn settle(State(hub): Shared, _: Body<Value>) -> Json<Value> {
    delivery::settle(&hub).await;
    let (calls, deliveries) = hub.log.totals();
    Json(json!({"ok": true, "deliveries": deliveries, "calls": calls}))
}
