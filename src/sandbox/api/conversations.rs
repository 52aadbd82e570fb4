//! `conversations.*`: the conversations themselves.

use serde_json::{Value, json};

use super::args::Args;
use super::error::{Answer, ApiError};
use super::paging::{Limits, page};
use super::{Method, access};
use crate::sandbox::hub::Tx;
use crate::sandbox::ids;
use crate::sandbox::ops::channels::{self, Description};
use crate::sandbox::state::{Channel, Kind};

const LIST: Limits = Limits {
    default: 100,
    max: 1000,
};
const MAX_DIRECT: usize = 8;

pub(super) fn method(name: &str) -> Option<Method> {
    Some(match name {
        "conversations.create" => create,
        "conversations.rename" => rename,
        "conversations.setTopic" => set_topic,
        "conversations.setPurpose" => set_purpose,
        "conversations.archive" => archive,
        "conversations.unarchive" => unarchive,
        "conversations.info" => info,
        "conversations.list" => list,
        "conversations.open" => open,
        "conversations.close" => close,
        "conversations.mark" => mark,
        _ => return None,
    })
}

fn create(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let name = args.text("name").unwrap_or_default();
    let private = args.flag("is_private").unwrap_or_default();
    let id = channels::create(tx, &name, private, ids::BOT_USER)?;
    described(tx, &id)
}

fn described(tx: &Tx<'_>, id: &str) -> Answer {
    Ok(json!({"channel": access::by_id(tx, id)?.to_json()}))
}

/// A channel (not a direct message) the bot may change.
fn channel_to_change(tx: &Tx<'_>, args: &Args) -> Result<String, ApiError> {
    let channel = access::writable(tx, args, "channel")?;
    if channel.is_direct() {
        return Err("method_not_supported_for_channel_type".into());
    }
    Ok(channel.id.clone())
}

fn rename(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = channel_to_change(tx, args)?;
    let name = args.text("name").unwrap_or_default();
    if access::by_id(tx, &channel)?.creator != ids::BOT_USER {
        return Err("not_authorized".into());
    }
    channels::rename(tx, &channel, &name, ids::BOT_USER)?;
    described(tx, &channel)
}

fn set_topic(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = channel_to_change(tx, args)?;
    let value = args.text("topic").unwrap_or_default();
    channels::describe(tx, &channel, (Description::Topic, &value), ids::BOT_USER)?;
    let answer = described(tx, &channel)?;
    Ok(merged(answer, "topic", value))
}

fn set_purpose(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = channel_to_change(tx, args)?;
    let value = args.text("purpose").unwrap_or_default();
    channels::describe(tx, &channel, (Description::Purpose, &value), ids::BOT_USER)?;
    let answer = described(tx, &channel)?;
    Ok(merged(answer, "purpose", value))
}

fn merged(mut answer: Value, key: &str, value: String) -> Value {
    if let Value::Object(fields) = &mut answer {
        fields.insert(key.to_owned(), Value::String(value));
    }
    answer
}

fn archive(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::visible(tx, args, "channel")?;
    if channel.is_archived {
        return Err("already_archived".into());
    }
    if channel.is_general {
        return Err("cant_archive_general".into());
    }
    let channel = channel_to_change(tx, args)?;
    channels::archive(tx, &channel, ids::BOT_USER)?;
    Ok(json!({}))
}

/// Bots cannot: they were taken out of the channel when it was archived.
fn unarchive(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::visible(tx, args, "channel")?;
    Err(if channel.is_archived {
        "not_in_channel"
    } else {
        "not_archived"
    }
    .into())
}

fn info(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::visible(tx, args, "channel")?;
    let mut value = channel.to_json();
    if let Value::Object(fields) = &mut value {
        if args.flag("include_num_members").unwrap_or_default() {
            fields.insert("num_members".to_owned(), json!(channel.members.len()));
        }
        if channel.has_bot() {
            fields.insert("last_read".to_owned(), json!(channel.last_read));
        }
    }
    Ok(json!({"channel": value}))
}

/// The kinds a `types` argument asks for, without those the token may not list.
pub(super) fn kinds(tx: &Tx<'_>, args: &Args) -> Vec<Kind> {
    let types = args
        .text("types")
        .unwrap_or_else(|| "public_channel".to_owned());
    let app = tx.hub.app();
    types
        .split(',')
        .filter_map(|name| match name.trim() {
            "public_channel" => Some((Kind::Public, "channels:read")),
            "private_channel" => Some((Kind::Private, "groups:read")),
            "im" => Some((Kind::Im, "im:read")),
            "mpim" => Some((Kind::Mpim, "mpim:read")),
            _ => None,
        })
        .filter(|(_, scope)| app.has_any_scope(&[scope]))
        .map(|(kind, _)| kind)
        .collect()
}

fn list(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let kinds = kinds(tx, args);
    if kinds.is_empty() && args.text("types").is_some() {
        return Err("invalid_types".into());
    }
    let without_archived = args.flag("exclude_archived").unwrap_or_default();
    let seen: Vec<&Channel> = tx
        .ws
        .channels
        .values()
        .filter(|channel| kinds.contains(&channel.kind))
        .filter(|channel| channel.kind == Kind::Public || channel.has_bot())
        .filter(|channel| !(without_archived && channel.is_archived))
        .collect();
    let page = page(args, LIST, seen, |channel| channel.id.clone())?;
    let channels: Vec<Value> = page
        .items
        .iter()
        .map(|channel| {
            let mut value = channel.to_json();
            if let Value::Object(fields) = &mut value
                && !channel.is_direct()
            {
                fields.insert("num_members".to_owned(), json!(channel.members.len()));
            }
            value
        })
        .collect();
    Ok(json!({"channels": channels, "response_metadata": page.metadata()}))
}

fn open(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let full = args.flag("return_im").unwrap_or_default();
    if let Some(channel) = args.text("channel") {
        let channel = access::by_id(tx, &channel)?;
        return Ok(opened(channel, full));
    }
    let people = args.list("users");
    if people.is_empty() {
        return Err("users_list_not_supplied".into());
    }
    if people.len() > MAX_DIRECT {
        return Err("too_many_users".into());
    }
    for person in &people {
        match tx.ws.users.get(person) {
            None => return Err("user_not_found".into()),
            Some(user) if user.deleted => return Err("user_disabled".into()),
            Some(user) if user.is_bot => return Err("cannot_dm_bot".into()),
            Some(_) => {}
        }
    }
    let before = tx.ws.channels.len();
    let id = channels::open_direct(tx, &people);
    let known = tx.ws.channels.len() == before;
    let mut answer = opened(access::by_id(tx, &id)?, full);
    if known && let Value::Object(fields) = &mut answer {
        fields.insert("no_op".to_owned(), json!(true));
        fields.insert("already_open".to_owned(), json!(true));
    }
    Ok(answer)
}

fn opened(channel: &Channel, full: bool) -> Value {
    let value = if full {
        channel.to_json()
    } else {
        json!({"id": channel.id})
    };
    json!({"channel": value})
}

fn close(tx: &mut Tx<'_>, args: &Args) -> Answer {
    if !access::visible(tx, args, "channel")?.is_direct() {
        return Err("method_not_supported_for_channel_type".into());
    }
    Ok(json!({}))
}

fn mark(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::joined(tx, args, "channel")?.id.clone();
    let ts = args.required("ts", "invalid_timestamp")?;
    if let Some(channel) = tx.ws.channels.get_mut(&channel) {
        channel.last_read = ts;
    }
    Ok(json!({}))
}
