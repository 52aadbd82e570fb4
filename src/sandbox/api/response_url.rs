//! `response_url`: what an app sends to the address of a command or an interaction, and what it answers directly.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::args::Args;
use super::content::{bot_author, contents, is_empty};
use super::error::ApiError;
use super::faulty;
use super::request::{self, Call};
use crate::sandbox::hub::{Hub, Tx};
use crate::sandbox::ids;
use crate::sandbox::ops::messages::{self, Draft};
use crate::sandbox::ops::{channel, ephemeral};
use crate::sandbox::server::Line;
use crate::sandbox::state::{MessageRef, Object, ResponseUrl, text};

const MAX_USES: u32 = 5;
const LIFE_MS: i64 = 30 * 60 * 1000;

/// The name of these calls in the log and for faults.
const METHOD: &str = "response_url";

/// `POST /response/{id}`
pub(crate) async fn serve(
    State(hub): State<Arc<Hub>>,
    Extension(line): Extension<Line>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(args) = request::body_args(&headers, &body) else {
        return (StatusCode::BAD_REQUEST, "invalid_payload").into_response();
    };
    // The address is what authorises the call.
    let call = Call {
        method: METHOD.to_owned(),
        args,
        token: Some(id),
    };
    faulty::through(&hub, &line, call, answer).await
}

fn answer(hub: &Arc<Hub>, call: &Call) -> Response {
    let mut tx = hub.open();
    let id = call.token.as_deref().unwrap_or_default();
    let result = used(&mut tx, id).and_then(|url| respond(&mut tx, &url, &call.args));
    drop(tx);
    let (status, words) = match &result {
        Ok(()) => (StatusCode::OK, "ok".to_owned()),
        Err(error) if matches!(error.code(), "used_url" | "expired_url" | "no_such_url") => {
            (StatusCode::NOT_FOUND, error.code().to_owned())
        }
        Err(error) => (StatusCode::BAD_REQUEST, error.code().to_owned()),
    };
    let noted = result.map_or_else(|error| error.to_json(), |()| json!({"ok": true}));
    faulty::logged(hub, call, (status, words).into_response(), &noted)
}

/// Uses the address once.
fn used(tx: &mut Tx<'_>, id: &str) -> Result<ResponseUrl, ApiError> {
    let now = tx.hub.clock.now_ms();
    let url = tx
        .ws
        .response_urls
        .get_mut(id)
        .ok_or_else(|| ApiError::new("no_such_url"))?;
    if now - url.issued_ms > LIFE_MS {
        return Err("expired_url".into());
    }
    if url.uses >= MAX_USES {
        return Err("used_url".into());
    }
    url.uses += 1;
    Ok(url.clone())
}

/// Does what the app asks for: replaces or deletes the message it came from, or posts a new one.
pub(crate) fn respond(tx: &mut Tx<'_>, url: &ResponseUrl, args: &Args) -> Result<(), ApiError> {
    if args.flag("delete_original").unwrap_or_default() {
        return delete_original(tx, url);
    }
    let fields = contents(args)?;
    if is_empty(&fields) {
        return Err("no_text".into());
    }
    if args.flag("replace_original").unwrap_or_default() && url.source.is_some() {
        return replace_original(tx, url, fields);
    }
    post(tx, url, args, fields)
}

fn delete_original(tx: &mut Tx<'_>, url: &ResponseUrl) -> Result<(), ApiError> {
    match &url.source {
        Some(MessageRef::Posted(ts)) => messages::delete(tx, &url.channel, ts),
        Some(MessageRef::Ephemeral(ts)) => {
            ephemeral::remove(tx, &url.user, ts);
            Ok(())
        }
        None => Err("no_original".into()),
    }
}

fn replace_original(tx: &mut Tx<'_>, url: &ResponseUrl, fields: Object) -> Result<(), ApiError> {
    match &url.source {
        Some(MessageRef::Ephemeral(ts)) => ephemeral::replace(tx, &url.user, ts, fields),
        Some(MessageRef::Posted(ts)) => {
            let mut message = messages::find(tx, &url.channel, ts)?;
            message.remove("blocks");
            message.extend(fields);
            messages::replace(tx, &url.channel, message)?;
        }
        None => return Err("no_original".into()),
    }
    Ok(())
}

fn post(
    tx: &mut Tx<'_>,
    url: &ResponseUrl,
    args: &Args,
    mut fields: Object,
) -> Result<(), ApiError> {
    let thread = args.text("thread_ts").or_else(|| url.thread_ts.clone());
    if channel(tx, &url.channel)?.is_archived {
        return Err("is_archived".into());
    }
    if args.text("response_type").as_deref() == Some("in_channel") {
        fields.extend(bot_author(tx.hub));
        messages::post(
            tx,
            &url.channel,
            Draft {
                fields,
                thread,
                broadcast: false,
            },
        )?;
        return Ok(());
    }
    if let Some(thread) = thread {
        fields.insert("thread_ts".to_owned(), json!(thread));
    }
    fields.insert("bot_id".to_owned(), json!(ids::BOT));
    let shown = ephemeral::show(tx, &url.channel, &url.user, fields);
    tracing::trace!(ts = text(&shown, "ts"), "answered one person");
    Ok(())
}
