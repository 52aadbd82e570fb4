//! `conversations.*`: who is in them.

use serde_json::{Value, json};

use super::args::Args;
use super::error::{Answer, ApiError};
use super::paging::{Limits, page};
use super::{Method, access};
use crate::sandbox::hub::Tx;
use crate::sandbox::ids;
use crate::sandbox::ops::membership;
use crate::sandbox::state::{Channel, Kind};

const MEMBERS: Limits = Limits {
    default: 100,
    max: 1000,
};
const MAX_INVITED: usize = 1000;

pub(super) fn method(name: &str) -> Option<Method> {
    Some(match name {
        "conversations.members" => members,
        "conversations.invite" => invite,
        "conversations.kick" => kick,
        "conversations.join" => join,
        "conversations.leave" => leave,
        _ => return None,
    })
}

fn members(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::visible(tx, args, "channel")?;
    let members: Vec<String> = channel.members.iter().cloned().collect();
    let page = page(args, MEMBERS, members, Clone::clone)?;
    Ok(json!({"members": page.items, "response_metadata": page.metadata()}))
}

/// Why somebody cannot be invited.
fn obstacle(tx: &Tx<'_>, channel: &Channel, user: &str) -> Option<&'static str> {
    let Some(person) = tx.ws.users.get(user) else {
        return Some("user_not_found");
    };
    if user == ids::BOT_USER {
        return Some("cant_invite_self");
    }
    if channel.members.contains(user) {
        return Some("already_in_channel");
    }
    if person.deleted {
        return Some("user_not_found");
    }
    if person.is_foreign() && !channel.is_ext_shared {
        return Some("not_supported");
    }
    if person.is_ultra_restricted {
        let elsewhere = tx.ws.channels.values().any(|other| {
            !other.is_direct() && other.id != channel.id && other.members.contains(user)
        });
        if elsewhere {
            return Some("ura_max_channels");
        }
    }
    None
}

fn invite(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::writable(tx, args, "channel")?.clone();
    if channel.is_direct() {
        return Err("method_not_supported_for_channel_type".into());
    }
    let users = args.list("users");
    if users.is_empty() {
        return Err("no_user".into());
    }
    if users.len() > MAX_INVITED {
        return Err("too_many_users".into());
    }
    let force = args.flag("force").unwrap_or_default();
    let obstacles: Vec<(&String, Option<&str>)> = users
        .iter()
        .map(|user| (user, obstacle(tx, &channel, user)))
        .collect();
    let refused: Vec<Value> = obstacles
        .iter()
        .filter_map(|(user, error)| {
            error.map(|error| json!({"user": user, "ok": false, "error": error}))
        })
        .collect();
    let first = obstacles.iter().find_map(|(_, error)| *error);
    let good: Vec<&String> = obstacles
        .iter()
        .filter(|(_, error)| error.is_none())
        .map(|(user, _)| *user)
        .collect();
    if let Some(first) = first
        && (!force || good.is_empty())
    {
        return Err(ApiError::new(first).with("errors", Value::Array(refused)));
    }
    for user in good {
        membership::join(tx, &channel.id, user, Some(ids::BOT_USER))?;
    }
    let mut answer = json!({"channel": access::by_id(tx, &channel.id)?.to_json()});
    if let Value::Object(fields) = &mut answer
        && !refused.is_empty()
    {
        fields.insert("errors".to_owned(), Value::Array(refused));
    }
    Ok(answer)
}

fn kick(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::writable(tx, args, "channel")?;
    let user = args.required("user", "user_not_found")?;
    if !tx.ws.users.contains_key(&user) {
        return Err("user_not_found".into());
    }
    if user == ids::BOT_USER {
        return Err("cant_kick_self".into());
    }
    if channel.is_general {
        return Err("cant_kick_from_general".into());
    }
    if !channel.members.contains(&user) {
        return Err("not_in_channel".into());
    }
    let channel = channel.id.clone();
    membership::leave(tx, &channel, &user, Some(ids::BOT_USER))?;
    Ok(json!({}))
}

fn join(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::visible(tx, args, "channel")?;
    if channel.kind != Kind::Public {
        return Err("method_not_supported_for_channel_type".into());
    }
    if channel.is_archived {
        return Err("is_archived".into());
    }
    let already = channel.has_bot();
    let id = channel.id.clone();
    membership::join(tx, &id, ids::BOT_USER, None)?;
    let mut answer = json!({"channel": access::by_id(tx, &id)?.to_json()});
    if let Value::Object(fields) = &mut answer
        && already
    {
        fields.insert("warning".to_owned(), json!("already_in_channel"));
        let metadata = json!({"warnings": ["already_in_channel"]});
        fields.insert("response_metadata".to_owned(), metadata);
    }
    Ok(answer)
}

fn leave(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::visible(tx, args, "channel")?;
    if channel.is_archived {
        return Err("is_archived".into());
    }
    if channel.is_direct() {
        return Err("method_not_supported_for_channel_type".into());
    }
    if channel.is_general {
        return Err("cant_leave_general".into());
    }
    if !channel.has_bot() {
        return Ok(json!({"not_in_channel": true}));
    }
    let channel = channel.id.clone();
    membership::leave(tx, &channel, ids::BOT_USER, None)?;
    Ok(json!({}))
}
