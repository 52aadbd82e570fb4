//! `chat.*`

use serde_json::{Value, json};

use super::args::Args;
use super::content::{bot_author, contents, is_empty};
use super::error::{Answer, ApiError};
use super::{Method, access};
use crate::sandbox::hub::Tx;
use crate::sandbox::ids;
use crate::sandbox::ops::messages::{self, Draft};
use crate::sandbox::ops::{channels, ephemeral, marks};
use crate::sandbox::state::{Kind, Object, text};

/// Longer texts are refused in edits.
const MAX_UPDATE_TEXT: usize = 4000;

pub(super) fn method(name: &str) -> Option<Method> {
    Some(match name {
        "chat.postMessage" => post_message,
        "chat.postEphemeral" => post_ephemeral,
        "chat.meMessage" => me_message,
        "chat.update" => update,
        "chat.delete" => delete,
        "chat.getPermalink" => get_permalink,
        _ => return None,
    })
}

/// The conversation a message is posted to: an id, a name, or a person (whose direct message is opened).
fn destination(tx: &mut Tx<'_>, args: &Args) -> Result<String, ApiError> {
    let given = args.required("channel", "channel_not_found")?;
    let person = tx
        .ws
        .users
        .get(&given)
        .filter(|user| !user.is_bot && !user.deleted);
    if person.is_some() {
        if !tx.hub.app().has_any_scope(&["im:write", "chat:write"]) {
            return Err("channel_not_found".into());
        }
        return Ok(channels::open_direct(tx, &[given]));
    }
    let channel = tx
        .ws
        .channel(&given)
        .filter(|c| c.kind == Kind::Public || c.has_bot());
    let Some(channel) = channel else {
        return Err("channel_not_found".into());
    };
    if channel.is_archived {
        return Err("is_archived".into());
    }
    let open = channel.kind == Kind::Public && tx.hub.app().has_any_scope(&["chat:write.public"]);
    if channel.has_bot() || open {
        Ok(channel.id.clone())
    } else {
        Err("not_in_channel".into())
    }
}

fn post_message(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = destination(tx, args)?;
    let mut fields = contents(args)?;
    if is_empty(&fields) {
        return Err("no_text".into());
    }
    fields.extend(bot_author(tx.hub));
    if let Some(username) = args.text("username")
        && tx.hub.app().has_any_scope(&["chat:write.customize"])
    {
        fields.insert("username".to_owned(), json!(username));
        fields.insert("subtype".to_owned(), json!("bot_message"));
    }
    let draft = Draft {
        fields,
        thread: args.text("thread_ts"),
        broadcast: args.flag("reply_broadcast").unwrap_or_default(),
    };
    let message = messages::post(tx, &channel, draft)?;
    Ok(json!({"channel": channel, "ts": text(&message, "ts"), "message": message}))
}

fn me_message(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::writable(tx, args, "channel")?.id.clone();
    let mut fields = contents(args)?;
    if is_empty(&fields) {
        return Err("no_text".into());
    }
    fields.extend(bot_author(tx.hub));
    fields.insert("subtype".to_owned(), json!("me_message"));
    let message = messages::post(
        tx,
        &channel,
        Draft {
            fields,
            ..Draft::default()
        },
    )?;
    Ok(json!({"channel": channel, "ts": text(&message, "ts")}))
}

fn post_ephemeral(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let given = args.required("channel", "channel_not_found")?;
    let user = args.required("user", "user_not_found")?;
    let found = tx
        .ws
        .channel(&given)
        .ok_or_else(|| ApiError::new("channel_not_found"))?;
    if !(found.kind == Kind::Public || found.has_bot()) {
        return Err("channel_not_found".into());
    }
    if found.is_archived {
        return Err("is_archived".into());
    }
    if !found.has_bot() {
        return Err("not_in_channel".into());
    }
    if !found.members.contains(&user) {
        return Err("user_not_in_channel".into());
    }
    let channel = found.id.clone();
    let mut fields = contents(args)?;
    if is_empty(&fields) {
        return Err("no_text".into());
    }
    if let Some(thread) = args.text("thread_ts") {
        fields.insert("thread_ts".to_owned(), json!(thread));
    }
    fields.insert("bot_id".to_owned(), json!(ids::BOT));
    let message = ephemeral::show(tx, &channel, &user, fields);
    Ok(json!({"message_ts": text(&message, "ts")}))
}

/// The bot's own message in a conversation it can see.
fn own_message(
    tx: &Tx<'_>,
    args: &Args,
    error: &'static str,
) -> Result<(String, Object), ApiError> {
    let channel = access::visible(tx, args, "channel")?.id.clone();
    let ts = args.required("ts", "message_not_found")?;
    let message = messages::find(tx, &channel, &ts)?;
    if text(&message, "bot_id") != ids::BOT {
        return Err(error.into());
    }
    Ok((channel, message))
}

fn update(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let (channel, mut message) = own_message(tx, args, "cant_update_message")?;
    if access::by_id(tx, &channel)?.is_archived {
        return Err("is_archived".into());
    }
    let given = contents(args)?;
    if is_empty(&given) {
        return Err("no_text".into());
    }
    if text(&given, "text").chars().count() > MAX_UPDATE_TEXT {
        return Err("msg_too_long".into());
    }
    let text_given = args.has("text") || args.has("markdown_text");
    let blocks_given = args.has("blocks");
    if text_given && !blocks_given {
        message.remove("blocks");
    }
    if blocks_given && !given.contains_key("blocks") {
        message.remove("blocks");
    }
    if args.has("attachments") && !given.contains_key("attachments") {
        message.remove("attachments");
    }
    for (key, value) in given {
        if key != "text" || text_given {
            message.insert(key, value);
        }
    }
    if !blocks_given {
        messages::mark_edited(tx, &mut message, ids::BOT_USER);
    }
    let changed = messages::replace(tx, &channel, message)?;
    Ok(json!({
        "channel": channel,
        "ts": text(&changed, "ts"),
        "text": text(&changed, "text"),
        "message": changed,
    }))
}

fn delete(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let (channel, message) = own_message(tx, args, "cant_delete_message")?;
    let ts = text(&message, "ts");
    messages::delete(tx, &channel, ts)?;
    Ok(json!({"channel": channel, "ts": ts}))
}

fn get_permalink(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::visible(tx, args, "channel")?.id.clone();
    let ts = args.required("message_ts", "message_not_found")?;
    let message: Value = messages::find(tx, &channel, &ts).map(Value::Object)?;
    let link = marks::permalink(tx, &channel, &ts);
    let thread = message
        .get("thread_ts")
        .and_then(Value::as_str)
        .filter(|root| *root != ts);
    let link = thread.map_or_else(
        || link.clone(),
        |root| format!("{link}?thread_ts={root}&cid={channel}"),
    );
    Ok(json!({"channel": channel, "permalink": link}))
}
