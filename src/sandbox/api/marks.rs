//! `pins.*` and `reactions.*`

use serde_json::{Value, json};

use super::args::Args;
use super::error::{Answer, ApiError};
use super::{Method, access};
use crate::sandbox::hub::Tx;
use crate::sandbox::ids;
use crate::sandbox::ops::{marks, messages};
use crate::sandbox::state::Object;

pub(super) fn method(name: &str) -> Option<Method> {
    Some(match name {
        "pins.add" => pin,
        "pins.remove" => unpin,
        "pins.list" => pins,
        "reactions.add" => react,
        "reactions.remove" => unreact,
        "reactions.get" => reactions,
        _ => return None,
    })
}

/// The message `channel` and `timestamp` name.
fn target(tx: &Tx<'_>, args: &Args) -> Result<(String, String), ApiError> {
    let channel = access::visible(tx, args, "channel")?;
    if channel.is_archived {
        return Err("is_archived".into());
    }
    if !channel.has_bot() {
        return Err("not_in_channel".into());
    }
    let ts = args.required("timestamp", "no_item_specified")?;
    let well_formed = ts.split_once('.').is_some_and(|(seconds, micros)| {
        [seconds, micros]
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    });
    if !well_formed {
        return Err("bad_timestamp".into());
    }
    Ok((channel.id.clone(), ts))
}

fn pin(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let (channel, ts) = target(tx, args)?;
    marks::pin(tx, &channel, &ts, ids::BOT_USER)?;
    Ok(json!({}))
}

fn unpin(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let (channel, ts) = target(tx, args)?;
    marks::unpin(tx, &channel, &ts, ids::BOT_USER)?;
    Ok(json!({}))
}

fn pins(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::joined(tx, args, "channel")?;
    let items: Vec<Value> = channel
        .pins
        .iter()
        .filter_map(|pin| {
            let message: &Object = channel.messages.get(&pin.ts)?;
            Some(marks::pin_item(
                tx,
                &channel.id,
                message,
                (&pin.user, pin.created),
            ))
        })
        .collect();
    Ok(json!({"items": items}))
}

fn emoji(args: &Args) -> Result<String, ApiError> {
    let name = args.required("name", "invalid_name")?;
    let name = name.trim_matches(':').to_owned();
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '\'' | ':');
    if name.is_empty() || name.chars().any(|c| !allowed(c) || c.is_uppercase()) {
        return Err("invalid_name".into());
    }
    Ok(name)
}

fn react(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let name = emoji(args)?;
    let (channel, ts) = target(tx, args)?;
    marks::react(tx, &channel, (&ts, &name), ids::BOT_USER)?;
    Ok(json!({}))
}

fn unreact(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let name = emoji(args)?;
    let (channel, ts) = target(tx, args)?;
    marks::unreact(tx, &channel, (&ts, &name), ids::BOT_USER)?;
    Ok(json!({}))
}

fn reactions(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::joined(tx, args, "channel")?.id.clone();
    let ts = args.required("timestamp", "no_item_specified")?;
    let mut message = messages::find(tx, &channel, &ts)?;
    message.insert(
        "permalink".to_owned(),
        json!(marks::permalink(tx, &channel, &ts)),
    );
    Ok(json!({"type": "message", "channel": channel, "message": message}))
}
