//! What people do with channels.

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
use crate::sandbox::ops::channels::{self, Description};
use crate::sandbox::ops::membership;
use crate::sandbox::state::{Kind, User};

type Shared = State<Arc<Hub>>;

/// The routes.
pub(super) fn router() -> Router<Arc<Hub>> {
    Router::new()
        .route("/_sandbox/act/join", post(join))
        .route("/_sandbox/act/leave", post(leave))
        .route("/_sandbox/act/invite", post(invite))
        .route("/_sandbox/act/kick", post(kick))
        .route("/_sandbox/act/archive", post(archive))
        .route("/_sandbox/act/unarchive", post(unarchive))
        .route("/_sandbox/act/topic", post(topic))
        .route("/_sandbox/act/purpose", post(purpose))
        .route("/_sandbox/act/rename", post(rename))
        .route("/_sandbox/act/create_channel", post(create))
        .route("/_sandbox/act/delete_channel", post(delete))
}

fn done() -> Json<Value> {
    Json(json!({"ok": true}))
}

async fn join(State(hub): Shared, Body(given): Given) -> Outcome {
    let mut tx = hub.open();
    let body = Args(given);
    let user = who::user(&tx, &body)?;
    let channel = who::channel(&tx, &body, &user)?;
    let open = tx
        .ws
        .channels
        .get(&channel)
        .is_some_and(|channel| channel.kind == Kind::Public && !channel.is_archived);
    if !open {
        return Err(Refusal::new(
            "is_archived",
            "only open public channels can be joined",
        ));
    }
    membership::join(&mut tx, &channel, &user.id, None)?;
    Ok(done())
}

async fn leave(State(hub): Shared, Body(given): Given) -> Outcome {
    let mut tx = hub.open();
    let body = Args(given);
    let user = who::user(&tx, &body)?;
    let channel = who::own_channel(&tx, &body, &user)?;
    membership::leave(&mut tx, &channel, &user.id, None)?;
    Ok(done())
}

/// The people in `users`, by id or name.
fn people(tx: &Tx<'_>, body: &Args) -> Result<Vec<User>, Refusal> {
    let names = body.list("users");
    if names.is_empty() {
        return Err(Refusal::new("invalid_arguments", "\"users\" is missing"));
    }
    names
        .iter()
        .map(|name| {
            tx.ws.user(name).cloned().ok_or_else(|| {
                Refusal::new("user_not_found", format!("there is nobody called {name:?}"))
            })
        })
        .collect()
}

async fn invite(State(hub): Shared, Body(given): Given) -> Outcome {
    let mut tx = hub.open();
    let body = Args(given);
    let user = who::user(&tx, &body)?;
    let channel = who::live_channel(&mut tx, &body, &user)?;
    for person in people(&tx, &body)? {
        membership::join(&mut tx, &channel, &person.id, Some(&user.id))?;
    }
    Ok(done())
}

async fn kick(State(hub): Shared, Body(given): Given) -> Outcome {
    let mut tx = hub.open();
    let body = Args(given);
    let user = who::user(&tx, &body)?;
    let channel = who::live_channel(&mut tx, &body, &user)?;
    for person in people(&tx, &body)? {
        membership::leave(&mut tx, &channel, &person.id, Some(&user.id))?;
    }
    Ok(done())
}

async fn archive(State(hub): Shared, Body(given): Given) -> Outcome {
    let mut tx = hub.open();
    let body = Args(given);
    let user = who::user(&tx, &body)?;
    let channel = who::live_channel(&mut tx, &body, &user)?;
    channels::archive(&mut tx, &channel, &user.id)?;
    Ok(done())
}

async fn unarchive(State(hub): Shared, Body(given): Given) -> Outcome {
    let mut tx = hub.open();
    let body = Args(given);
    let user = who::user(&tx, &body)?;
    let channel = who::channel(&tx, &body, &user)?;
    let archived = tx
        .ws
        .channels
        .get(&channel)
        .is_some_and(|channel| channel.is_archived);
    if !archived {
        return Err(Refusal::new("not_archived", "it is not archived"));
    }
    channels::unarchive(&mut tx, &channel, &user.id)?;
    Ok(done())
}

fn describe(hub: &Arc<Hub>, body: &Args, which: Description) -> Outcome {
    let mut tx = hub.open();
    let user = who::user(&tx, body)?;
    let channel = who::live_channel(&mut tx, body, &user)?;
    let value = body.text("value").unwrap_or_default();
    channels::describe(&mut tx, &channel, (which, &value), &user.id)?;
    Ok(done())
}

async fn topic(State(hub): Shared, Body(given): Given) -> Outcome {
    describe(&hub, &Args(given), Description::Topic)
}

async fn purpose(State(hub): Shared, Body(given): Given) -> Outcome {
    describe(&hub, &Args(given), Description::Purpose)
}

async fn rename(State(hub): Shared, Body(given): Given) -> Outcome {
    let mut tx = hub.open();
    let body = Args(given);
    let user = who::user(&tx, &body)?;
    let channel = who::live_channel(&mut tx, &body, &user)?;
    let name = who::required(&body, "value")?;
    channels::rename(&mut tx, &channel, &name, &user.id)?;
    Ok(done())
}

async fn create(State(hub): Shared, Body(given): Given) -> Outcome {
    let mut tx = hub.open();
    let body = Args(given);
    let user = who::user(&tx, &body)?;
    let name = who::required(&body, "name")?;
    let private = body.flag("private").unwrap_or_default();
    let channel = channels::create(&mut tx, &name, private, &user.id)?;
    Ok(Json(json!({"ok": true, "channel": channel})))
}

async fn delete(State(hub): Shared, Body(given): Given) -> Outcome {
    let mut tx = hub.open();
    let body = Args(given);
    let user = who::user(&tx, &body)?;
    let channel = who::channel(&tx, &body, &user)?;
    channels::delete(&mut tx, &channel, &user.id)?;
    Ok(done())
}
