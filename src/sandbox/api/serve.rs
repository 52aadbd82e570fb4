//! `/api/{method}`: one call through the faults that are set, the limits, the token and the scopes, to its method.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::HeaderValue;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::error::{Answer, ApiError};
use super::faulty::{self, logged, ratelimited, too_many};
use super::request::Call;
use crate::sandbox::hub::{Hub, Tx};
use crate::sandbox::ids;
use crate::sandbox::scopes::{self, Conversation};
use crate::sandbox::server::Line;
use crate::sandbox::state::Kind;

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
    faulty::through(&hub, &line, call, answer).await
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
