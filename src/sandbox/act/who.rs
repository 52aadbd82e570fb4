//! Who acts and where: ids or names in the body, checked.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::sandbox::api::args::Args;
use crate::sandbox::body::Body;
use crate::sandbox::control::{Outcome, Refusal};
use crate::sandbox::hub::{Hub, Tx};
use crate::sandbox::ids;
use crate::sandbox::ops::channels;
use crate::sandbox::state::{Object, User};

/// The body of a call: an object.
pub(crate) type Given = Body<Object>;

/// The person in the body.
pub(super) fn user(tx: &Tx<'_>, body: &Args) -> Result<User, Refusal> {
    let name = body.text("user").unwrap_or_default();
    match tx.ws.user(&name) {
        Some(user) if user.deleted => Err(Refusal::new(
            "account_inactive",
            format!("{name} has left the company"),
        )),
        Some(user) => Ok(user.clone()),
        None => Err(Refusal::new(
            "user_not_found",
            format!("there is nobody called {name:?}"),
        )),
    }
}

/// The channel in the body, if the person may see it.
pub(super) fn channel(tx: &Tx<'_>, body: &Args, user: &User) -> Result<String, Refusal> {
    let name = body.text("channel").unwrap_or_default();
    let found = tx
        .ws
        .channel(&name)
        .filter(|channel| tx.ws.can_see(&user.id, channel));
    found.map(|channel| channel.id.clone()).ok_or_else(|| {
        Refusal::new(
            "channel_not_found",
            format!("{} sees no channel {name:?}", user.name),
        )
    })
}

/// The channel in the body, if the person may see it; naming the bot means the direct message with it.
pub(super) fn place(tx: &mut Tx<'_>, body: &Args, user: &User) -> Result<String, Refusal> {
    let name = body.text("channel").unwrap_or_default();
    if tx.ws.channels.contains_key(&name) || tx.ws.channel(&name).is_some() {
        return channel(tx, body, user);
    }
    match tx.ws.user(&name) {
        Some(bot) if bot.id == ids::BOT_USER => {
            Ok(channels::open_direct(tx, std::slice::from_ref(&user.id)))
        }
        _ => channel(tx, body, user),
    }
}

/// The channel in the body, if the person is in it.
pub(super) fn own_channel(tx: &Tx<'_>, body: &Args, user: &User) -> Result<String, Refusal> {
    let id = channel(tx, body, user)?;
    inside(tx, id, user)
}

fn inside(tx: &Tx<'_>, id: String, user: &User) -> Result<String, Refusal> {
    let inside = tx
        .ws
        .channels
        .get(&id)
        .is_some_and(|c| c.members.contains(&user.id));
    if inside {
        return Ok(id);
    }
    Err(Refusal::new(
        "not_in_channel",
        format!("{} has to join {id} first", user.name),
    ))
}

/// The channel in the body, if the person is in it and it is not archived.
pub(super) fn live_channel(tx: &mut Tx<'_>, body: &Args, user: &User) -> Result<String, Refusal> {
    let id = place(tx, body, user)?;
    let id = inside(tx, id, user)?;
    if tx
        .ws
        .channels
        .get(&id)
        .is_some_and(|channel| channel.is_archived)
    {
        return Err(Refusal::new("is_archived", format!("{id} is archived")));
    }
    Ok(id)
}

/// A field that has to be there.
pub(super) fn required(body: &Args, name: &str) -> Result<String, Refusal> {
    body.text(name)
        .ok_or_else(|| Refusal::new("invalid_arguments", format!("{name:?} is missing")))
}

/// `POST /_sandbox/people`: adds or changes a person.
pub(crate) async fn people(State(hub): State<Arc<Hub>>, Body(given): Given) -> Outcome {
    let args = Args(given);
    let mut tx = hub.open();
    let by_id = args.text("id").and_then(|id| tx.ws.users.get(&id).cloned());
    let by_name = || tx.ws.user(&args.text("name")?).cloned();
    let known = match args.text("id") {
        Some(_) => by_id,
        None => by_name(),
    };
    let is_new = known.is_none();
    let mut user = known.unwrap_or_else(|| User {
        team_id: ids::TEAM.to_owned(),
        tz: "Etc/UTC".to_owned(),
        ..User::default()
    });
    if is_new {
        required(&args, "name")?;
        user.id = match args.text("id") {
            Some(id) => id,
            None => tx.ws.new_id("U"),
        };
        user.email = format!(
            "{}@northwind.example",
            args.text("name").unwrap_or_default()
        );
    }
    user.apply(&args.0);
    user.updated = tx.hub.clock.now_s();
    let shown = user.to_json(true);
    let told = user.to_json(tx.hub.app().has_any_scope(&["users:read.email"]));
    let id = user.id.clone();
    tx.ws.users.insert(id.clone(), user);
    tx.show_all(json!({"kind": "user", "user": shown}));
    let kind = if is_new { "team_join" } else { "user_change" };
    let cache_ts = tx.hub.clock.now_s();
    tx.event(
        kind,
        "",
        json!({"type": kind, "user": told, "cache_ts": cache_ts}),
    );
    Ok(Json(
        json!({"ok": true, "id": id, "user": Value::clone(&shown)}),
    ))
}
