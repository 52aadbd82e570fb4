//! Pins and reactions.

use serde_json::{Value, json};

use super::{channel, channel_mut, messages};
use crate::sandbox::api::error::ApiError;
use crate::sandbox::hub::Tx;
use crate::sandbox::state::{Object, Pin, text};

/// How many different reactions a message can have.
const MAX_REACTIONS: usize = 50;

/// Pins a message.
pub(crate) fn pin(tx: &mut Tx<'_>, channel_id: &str, ts: &str, user: &str) -> Result<(), ApiError> {
    let message = messages::find(tx, channel_id, ts)?;
    let created = tx.hub.clock.now_s();
    let channel = channel_mut(tx, channel_id)?;
    if channel.pins.iter().any(|pin| pin.ts == ts) {
        return Err("already_pinned".into());
    }
    channel.pins.push(Pin {
        ts: ts.to_owned(),
        user: user.to_owned(),
        created,
    });
    set_pinned(tx, channel_id, message, true)?;
    pin_event(tx, "pin_added", (channel_id, ts), user)
}

/// Takes a pin away.
pub(crate) fn unpin(
    tx: &mut Tx<'_>,
    channel_id: &str,
    ts: &str,
    user: &str,
) -> Result<(), ApiError> {
    let message = messages::find(tx, channel_id, ts)?;
    let channel = channel_mut(tx, channel_id)?;
    let before = channel.pins.len();
    channel.pins.retain(|pin| pin.ts != ts);
    if channel.pins.len() == before {
        return Err("no_pin".into());
    }
    set_pinned(tx, channel_id, message, false)?;
    pin_event(tx, "pin_removed", (channel_id, ts), user)
}

fn set_pinned(
    tx: &mut Tx<'_>,
    channel_id: &str,
    mut message: Object,
    pinned: bool,
) -> Result<(), ApiError> {
    if pinned {
        message.insert("pinned_to".to_owned(), json!([channel_id]));
    } else {
        message.remove("pinned_to");
    }
    let ts = text(&message, "ts").to_owned();
    channel_mut(tx, channel_id)?
        .messages
        .insert(ts, message.clone());
    tx.show_message(channel_id, &message);
    tx.show_channel(channel_id);
    Ok(())
}

fn pin_event(
    tx: &mut Tx<'_>,
    kind: &str,
    (channel_id, ts): (&str, &str),
    user: &str,
) -> Result<(), ApiError> {
    let message = messages::find(tx, channel_id, ts)?;
    let pins = channel(tx, channel_id)?.pins.len();
    let now = tx.hub.clock.now_s();
    let event = json!({
        "type": kind,
        "user": user,
        "channel_id": channel_id,
        "item": pin_item(tx, channel_id, &message, (user, now)),
        "item_user": messages::author_of(&message),
        "pin_count": pins,
        "pinned_info": {"channel": channel_id, "pinned_by": user, "pinned_ts": now},
        "has_pins": pins > 0,
    });
    tx.member_event(kind, channel_id, event);
    Ok(())
}

/// A pinned message as `pins.list` and the pin events give it.
pub(crate) fn pin_item(
    tx: &Tx<'_>,
    channel_id: &str,
    message: &Object,
    (user, created): (&str, i64),
) -> Value {
    let mut full = message.clone();
    full.insert(
        "permalink".to_owned(),
        json!(permalink(tx, channel_id, text(message, "ts"))),
    );
    json!({
        "type": "message",
        "channel": channel_id,
        "message": full,
        "created": created,
        "created_by": user,
    })
}

/// The address of a message.
pub(crate) fn permalink(tx: &Tx<'_>, channel_id: &str, ts: &str) -> String {
    format!(
        "{}/archives/{channel_id}/p{}",
        tx.hub.base,
        ts.replace('.', "")
    )
}

/// Adds a reaction.
pub(crate) fn react(
    tx: &mut Tx<'_>,
    channel_id: &str,
    (ts, name): (&str, &str),
    user: &str,
) -> Result<(), ApiError> {
    let mut message = messages::find(tx, channel_id, ts)?;
    let mut reactions = reactions_of(&message);
    let full = reactions.len() >= MAX_REACTIONS;
    match reactions.iter_mut().find(|(known, _)| known == name) {
        Some((_, users)) if users.iter().any(|known| known == user) => {
            return Err("already_reacted".into());
        }
        Some((_, users)) => users.push(user.to_owned()),
        None if full => return Err("too_many_emoji".into()),
        None => reactions.push((name.to_owned(), vec![user.to_owned()])),
    }
    set_reactions(&mut message, &reactions);
    reaction_event(tx, ("reaction_added", name), (channel_id, message), user)
}

/// Takes a reaction away.
pub(crate) fn unreact(
    tx: &mut Tx<'_>,
    channel_id: &str,
    (ts, name): (&str, &str),
    user: &str,
) -> Result<(), ApiError> {
    let mut message = messages::find(tx, channel_id, ts)?;
    let mut reactions = reactions_of(&message);
    let Some((_, users)) = reactions.iter_mut().find(|(known, _)| known == name) else {
        return Err("no_reaction".into());
    };
    let before = users.len();
    users.retain(|known| known != user);
    if users.len() == before {
        return Err("no_reaction".into());
    }
    reactions.retain(|(_, users)| !users.is_empty());
    set_reactions(&mut message, &reactions);
    reaction_event(tx, ("reaction_removed", name), (channel_id, message), user)
}

fn reactions_of(message: &Object) -> Vec<(String, Vec<String>)> {
    let list = message
        .get("reactions")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    list.iter()
        .filter_map(|reaction| {
            let name = reaction.get("name")?.as_str()?.to_owned();
            let users = reaction.get("users")?.as_array()?;
            Some((
                name,
                users
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect(),
            ))
        })
        .collect()
}

fn set_reactions(message: &mut Object, reactions: &[(String, Vec<String>)]) {
    if reactions.is_empty() {
        message.remove("reactions");
        return;
    }
    let list: Vec<Value> = reactions
        .iter()
        .map(|(name, users)| json!({"name": name, "users": users, "count": users.len()}))
        .collect();
    message.insert("reactions".to_owned(), Value::Array(list));
}

fn reaction_event(
    tx: &mut Tx<'_>,
    (kind, name): (&str, &str),
    (channel_id, message): (&str, Object),
    user: &str,
) -> Result<(), ApiError> {
    let ts = text(&message, "ts").to_owned();
    let author = messages::author_of(&message).to_owned();
    tx.show_message(channel_id, &message);
    channel_mut(tx, channel_id)?
        .messages
        .insert(ts.clone(), message);
    let event = json!({
        "type": kind,
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": channel_id, "ts": ts},
        "item_user": author,
    });
    tx.member_event(kind, channel_id, event);
    Ok(())
}
