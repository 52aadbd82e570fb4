//! Messages, reactions, pins and files of people.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::who::{self, Given};
use crate::sandbox::api::args::Args;
use crate::sandbox::body::Body;
use crate::sandbox::control::{Outcome, Refusal};
use crate::sandbox::hub::{Hub, Tx};
use crate::sandbox::ops::files::{self, Share};
use crate::sandbox::ops::messages::{self, Draft};
use crate::sandbox::ops::{marks, object};
use crate::sandbox::state::{File, User, text};

type Shared = State<Arc<Hub>>;

/// The routes.
pub(super) fn router() -> Router<Arc<Hub>> {
    Router::new()
        .route("/_sandbox/act/message", post(message))
        .route("/_sandbox/act/edit", post(edit))
        .route("/_sandbox/act/delete", post(delete))
        .route("/_sandbox/act/react", post(react))
        .route("/_sandbox/act/unreact", post(unreact))
        .route("/_sandbox/act/pin", post(pin))
        .route("/_sandbox/act/unpin", post(unpin))
        .route("/_sandbox/act/upload", post(upload))
}

fn done() -> Json<Value> {
    Json(json!({"ok": true}))
}

async fn message(State(hub): Shared, Body(given): Given) -> Outcome {
    let body = Args(given);
    let words = who::required(&body, "text")?;
    let mut tx = hub.open();
    let (channel, fields) = if let Some(bot) = body.text("bot") {
        (
            integration_channel(&tx, &body)?,
            integration_said(&bot, &words),
        )
    } else {
        let user = who::user(&tx, &body)?;
        (
            who::live_channel(&mut tx, &body, &user)?,
            said(&user, &words),
        )
    };
    let draft = Draft {
        fields: object(fields),
        thread: body.text("thread_ts"),
        broadcast: body.flag("broadcast").unwrap_or_default(),
    };
    let message = messages::post(&mut tx, &channel, draft)?;
    Ok(Json(
        json!({"ok": true, "channel": channel, "ts": text(&message, "ts")}),
    ))
}

fn integration_channel(tx: &Tx<'_>, body: &Args) -> Result<String, Refusal> {
    let name = who::required(body, "channel")?;
    match tx.ws.channel(&name) {
        Some(channel) if channel.is_archived => {
            Err(Refusal::new("is_archived", format!("{name} is archived")))
        }
        Some(channel) => Ok(channel.id.clone()),
        None => Err(Refusal::new(
            "channel_not_found",
            format!("there is no channel {name:?}"),
        )),
    }
}

/// What another integration says.
fn integration_said(name: &str, words: &str) -> Value {
    let id = name
        .to_uppercase()
        .replace(|c: char| !c.is_ascii_alphanumeric(), "");
    json!({
        "subtype": "bot_message",
        "text": words,
        "username": name,
        "bot_id": format!("B0{id}"),
    })
}

fn said(user: &User, words: &str) -> Value {
    json!({
        "client_msg_id": uuid::Uuid::new_v4().to_string(),
        "text": words,
        "user": user.id,
        "team": user.team_id,
        "source_team": user.team_id,
        "user_team": user.team_id,
    })
}

/// Somebody's message somewhere.
fn target(tx: &Tx<'_>, body: &Args) -> Result<(User, String, String), Refusal> {
    let user = who::user(tx, body)?;
    let channel = who::own_channel(tx, body, &user)?;
    let ts = who::required(body, "ts")?;
    messages::find(tx, &channel, &ts)?;
    Ok((user, channel, ts))
}

fn own(tx: &Tx<'_>, body: &Args, error: &str) -> Result<(User, String, String), Refusal> {
    let (user, channel, ts) = target(tx, body)?;
    let message = messages::find(tx, &channel, &ts)?;
    if text(&message, "user") != user.id && !user.is_admin {
        return Err(Refusal::new(
            error,
            format!("it is not {}'s message", user.name),
        ));
    }
    Ok((user, channel, ts))
}

async fn edit(State(hub): Shared, Body(given): Given) -> Outcome {
    let body = Args(given);
    let words = who::required(&body, "text")?;
    let mut tx = hub.open();
    let (user, channel, ts) = own(&tx, &body, "cant_update_message")?;
    let mut message = messages::find(&tx, &channel, &ts)?;
    message.insert("text".to_owned(), json!(words));
    messages::mark_edited(&tx, &mut message, &user.id);
    messages::replace(&mut tx, &channel, message)?;
    Ok(done())
}

async fn delete(State(hub): Shared, Body(given): Given) -> Outcome {
    let mut tx = hub.open();
    let (_, channel, ts) = own(&tx, &Args(given), "cant_delete_message")?;
    messages::delete(&mut tx, &channel, &ts)?;
    Ok(done())
}

async fn react(State(hub): Shared, Body(given): Given) -> Outcome {
    let body = Args(given);
    let name = who::required(&body, "name")?;
    let mut tx = hub.open();
    let (user, channel, ts) = target(&tx, &body)?;
    marks::react(&mut tx, &channel, (&ts, name.trim_matches(':')), &user.id)?;
    Ok(done())
}

async fn unreact(State(hub): Shared, Body(given): Given) -> Outcome {
    let body = Args(given);
    let name = who::required(&body, "name")?;
    let mut tx = hub.open();
    let (user, channel, ts) = target(&tx, &body)?;
    marks::unreact(&mut tx, &channel, (&ts, name.trim_matches(':')), &user.id)?;
    Ok(done())
}

async fn pin(State(hub): Shared, Body(given): Given) -> Outcome {
    let mut tx = hub.open();
    let (user, channel, ts) = target(&tx, &Args(given))?;
    marks::pin(&mut tx, &channel, &ts, &user.id)?;
    Ok(done())
}

async fn unpin(State(hub): Shared, Body(given): Given) -> Outcome {
    let mut tx = hub.open();
    let (user, channel, ts) = target(&tx, &Args(given))?;
    marks::unpin(&mut tx, &channel, &ts, &user.id)?;
    Ok(done())
}

async fn upload(State(hub): Shared, Body(given): Given) -> Outcome {
    let body = Args(given);
    let name = who::required(&body, "filename")?;
    let content = who::required(&body, "content")?;
    let mut tx = hub.open();
    let user = who::user(&tx, &body)?;
    let channel = who::live_channel(&mut tx, &body, &user)?;
    let id = tx.ws.new_id("F");
    let file = File {
        id: id.clone(),
        title: body.text("title").unwrap_or_else(|| name.clone()),
        name,
        user: user.id.clone(),
        created: tx.hub.clock.now_s(),
        content: content.into_bytes(),
        shares: Vec::new(),
    };
    files::keep(&mut tx, file);
    let share = Share {
        channel,
        thread: body.text("thread_ts"),
        comment: body.text("comment").unwrap_or_default(),
        author: object(json!({"user": user.id})),
    };
    let files = [id];
    let message = files::share(&mut tx, &files, share)?;
    let [id] = files;
    Ok(Json(
        json!({"ok": true, "file": id, "ts": text(&message, "ts")}),
    ))
}
