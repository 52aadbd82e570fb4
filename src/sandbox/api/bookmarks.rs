//! `bookmarks.*`

use serde_json::{Value, json};

use super::args::Args;
use super::error::{Answer, ApiError};
use super::{Method, access};
use crate::sandbox::hub::Tx;
use crate::sandbox::ids;
use crate::sandbox::state::{Bookmark, text};

const MAX_BOOKMARKS: usize = 100;

pub(super) fn method(name: &str) -> Option<Method> {
    Some(match name {
        "bookmarks.add" => add,
        "bookmarks.edit" => edit,
        "bookmarks.list" => list,
        "bookmarks.remove" => remove,
        _ => return None,
    })
}

fn link(args: &Args) -> Result<Option<String>, ApiError> {
    let Some(link) = args.text("link") else {
        return Ok(None);
    };
    match url::Url::parse(&link) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(Some(link)),
        _ => Err("invalid_link".into()),
    }
}

fn add(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::writable(tx, args, "channel_id")?.id.clone();
    let title = args.required("title", "invalid_arguments")?;
    if args.text("type").as_deref() != Some("link") {
        return Err("invalid_bookmark_type".into());
    }
    let link = link(args)?.ok_or_else(|| ApiError::new("invalid_link"))?;
    let id = tx.ws.new_id("Bk");
    let now = tx.hub.clock.now_s();
    let bookmark = json!({
        "id": id,
        "channel_id": channel,
        "title": title,
        "link": link,
        "emoji": args.text("emoji").unwrap_or_default(),
        "icon_url": "",
        "type": "link",
        "entity_id": null,
        "date_created": now,
        "date_updated": 0,
        "rank": "i",
        "last_updated_by_user_id": ids::BOT_USER,
        "last_updated_by_team_id": ids::TEAM,
        "shortcut_id": null,
        "app_id": ids::APP,
    });
    let found = bookmarks(tx, &channel)?;
    if found.len() >= MAX_BOOKMARKS {
        return Err("too_many_bookmarks".into());
    }
    found.extend(bookmark.as_object().cloned());
    tx.show_channel(&channel);
    Ok(json!({"bookmark": bookmark}))
}

fn bookmarks<'a>(tx: &'a mut Tx<'_>, channel: &str) -> Result<&'a mut Vec<Bookmark>, ApiError> {
    let channel = tx.ws.channels.get_mut(channel);
    Ok(&mut channel
        .ok_or_else(|| ApiError::new("channel_not_found"))?
        .bookmarks)
}

fn edit(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::writable(tx, args, "channel_id")?.id.clone();
    let id = args.required("bookmark_id", "not_found")?;
    let link = link(args)?;
    let now = tx.hub.clock.now_s();
    let bookmark = bookmarks(tx, &channel)?
        .iter_mut()
        .find(|bookmark| text(bookmark, "id") == id)
        .ok_or_else(|| ApiError::new("not_found"))?;
    let changes = [
        ("title", args.text("title")),
        ("link", link),
        ("emoji", args.text("emoji")),
    ];
    for (key, value) in changes {
        if let Some(value) = value {
            bookmark.insert(key.to_owned(), Value::String(value));
        }
    }
    bookmark.insert("date_updated".to_owned(), json!(now));
    let bookmark = bookmark.clone();
    tx.show_channel(&channel);
    Ok(json!({"bookmark": bookmark}))
}

fn list(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::joined(tx, args, "channel_id")?;
    Ok(json!({"bookmarks": channel.bookmarks}))
}

fn remove(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::writable(tx, args, "channel_id")?.id.clone();
    let id = args.required("bookmark_id", "not_found")?;
    let found = bookmarks(tx, &channel)?;
    let before = found.len();
    found.retain(|bookmark| text(bookmark, "id") != id);
    if found.len() == before {
        return Err("not_found".into());
    }
    tx.show_channel(&channel);
    Ok(json!({}))
}
