//! Channels: making, naming, describing, archiving and removing them.

use serde_json::json;

use super::messages::{self, Draft};
use super::{channel, channel_mut};
use crate::sandbox::api::error::ApiError;
use crate::sandbox::hub::Tx;
use crate::sandbox::ids;
use crate::sandbox::state::{Channel, Kind, Topic};

const MAX_NAME: usize = 80;
const MAX_TOPIC: usize = 250;

/// Which text of a channel.
#[derive(Clone, Copy)]
pub(crate) enum Description {
    Topic,
    Purpose,
}

/// Refuses names Slack refuses.
pub(crate) fn check_name(tx: &Tx<'_>, name: &str) -> Result<(), ApiError> {
    if name.is_empty() {
        return Err("invalid_name_required".into());
    }
    if name.chars().count() > MAX_NAME {
        return Err("invalid_name_maxlength".into());
    }
    if name.chars().all(|c| c == '-' || c == '_') {
        return Err("invalid_name_punctuation".into());
    }
    let allowed = |c: char| matches!(c, '-' | '_') || (c.is_alphanumeric() && !c.is_uppercase());
    if !name.chars().all(allowed) {
        return Err("invalid_name_specials".into());
    }
    if tx
        .ws
        .channels
        .values()
        .any(|channel| channel.has_name(name))
    {
        return Err("name_taken".into());
    }
    Ok(())
}

/// Makes a channel with its creator in it.
pub(crate) fn create(
    tx: &mut Tx<'_>,
    name: &str,
    private: bool,
    creator: &str,
) -> Result<String, ApiError> {
    check_name(tx, name)?;
    let id = tx.ws.new_id("C");
    let now = tx.hub.clock.now_s();
    let channel = Channel {
        id: id.clone(),
        name: name.to_owned(),
        kind: if private { Kind::Private } else { Kind::Public },
        creator: creator.to_owned(),
        created: now,
        updated_ms: tx.hub.clock.now_ms(),
        members: [creator.to_owned()].into(),
        ..Channel::default()
    };
    tx.ws.channels.insert(id.clone(), channel);
    tx.show_channel(&id);
    if !private {
        let event = json!({
            "type": "channel_created",
            "channel": {
                "id": id,
                "name": name,
                "name_normalized": name,
                "created": now,
                "creator": creator,
                "is_channel": true,
                "is_shared": false,
                "is_org_shared": false,
                "context_team_id": ids::TEAM,
            },
        });
        tx.event("channel_created", &id, event);
    }
    let notice = json!({
        "subtype": "channel_join",
        "user": creator,
        "text": format!("<@{creator}> has joined the channel"),
    });
    messages::post(tx, &id, Draft::new(notice))?;
    Ok(id)
}

/// Opens the direct message between the bot and these people.
pub(crate) fn open_direct(tx: &mut Tx<'_>, people: &[String]) -> String {
    let mut members: std::collections::BTreeSet<String> = people.iter().cloned().collect();
    members.insert(ids::BOT_USER.to_owned());
    let known = tx
        .ws
        .channels
        .values()
        .find(|c| c.is_direct() && c.members == members);
    if let Some(channel) = known {
        return channel.id.clone();
    }
    let kind = if people.len() > 1 {
        Kind::Mpim
    } else {
        Kind::Im
    };
    let id = tx.ws.new_id(if kind == Kind::Im { "D" } else { "G" });
    let channel = Channel {
        id: id.clone(),
        name: if kind == Kind::Mpim {
            format!("mpdm-{}", people.join("--"))
        } else {
            String::new()
        },
        kind,
        creator: ids::BOT_USER.to_owned(),
        created: tx.hub.clock.now_s(),
        updated_ms: tx.hub.clock.now_ms(),
        members,
        ..Channel::default()
    };
    tx.ws.channels.insert(id.clone(), channel);
    tx.show_channel(&id);
    id
}

/// Changes the topic or the purpose.
pub(crate) fn describe(
    tx: &mut Tx<'_>,
    channel_id: &str,
    (which, value): (Description, &str),
    user: &str,
) -> Result<(), ApiError> {
    if value.chars().count() > MAX_TOPIC {
        return Err("too_long".into());
    }
    let (field, words) = match which {
        Description::Topic => ("topic", "topic"),
        Description::Purpose => ("purpose", "channel description"),
    };
    let last_set = tx.hub.clock.now_s();
    let channel = channel_mut(tx, channel_id)?;
    let target = match which {
        Description::Topic => &mut channel.topic,
        Description::Purpose => &mut channel.purpose,
    };
    *target = Topic {
        value: value.to_owned(),
        creator: user.to_owned(),
        last_set,
    };
    touch(tx, channel_id)?;
    let verb = if value.is_empty() { "cleared" } else { "set" };
    let detail = if value.is_empty() {
        String::new()
    } else {
        format!(": {value}")
    };
    let notice = json!({
        "subtype": format!("channel_{field}"),
        "user": user,
        "text": format!("<@{user}> {verb} the {words}{detail}"),
        field: value,
    });
    messages::post(tx, channel_id, Draft::new(notice))?;
    Ok(())
}

/// Gives the channel another name.
pub(crate) fn rename(
    tx: &mut Tx<'_>,
    channel_id: &str,
    name: &str,
    user: &str,
) -> Result<(), ApiError> {
    if channel(tx, channel_id)?.name == name {
        return Ok(());
    }
    check_name(tx, name)?;
    let channel = channel_mut(tx, channel_id)?;
    let old = std::mem::replace(&mut channel.name, name.to_owned());
    channel.previous_names.insert(0, old.clone());
    let created = channel.created;
    let private = channel.kind == Kind::Private;
    touch(tx, channel_id)?;
    let notice = json!({
        "subtype": "channel_name",
        "user": user,
        "old_name": old,
        "name": name,
        "text": format!("<@{user}> has renamed the channel from \"{old}\" to \"{name}\""),
    });
    messages::post(tx, channel_id, Draft::new(notice))?;
    let kind = if private {
        "group_rename"
    } else {
        "channel_rename"
    };
    let event = json!({
        "type": kind,
        "channel": {
            "id": channel_id,
            "name": name,
            "name_normalized": name,
            "created": created,
            "is_channel": !private,
            "is_mpim": false,
        },
    });
    visible_event(tx, kind, channel_id, event);
    Ok(())
}

/// Archives the channel.
pub(crate) fn archive(tx: &mut Tx<'_>, channel_id: &str, user: &str) -> Result<(), ApiError> {
    let found = channel(tx, channel_id)?;
    let private = found.kind == Kind::Private;
    let notice = json!({
        "subtype": "channel_archive",
        "user": user,
        "text": format!("<@{user}> archived the channel"),
    });
    messages::post(tx, channel_id, Draft::new(notice))?;
    let kind = if private {
        "group_archive"
    } else {
        "channel_archive"
    };
    let event = json!({"type": kind, "channel": channel_id, "user": user, "is_moved": 0});
    visible_event(tx, kind, channel_id, event);
    let channel = channel_mut(tx, channel_id)?;
    channel.is_archived = true;
    // Slack takes the bot out of what is archived.
    channel.members.remove(ids::BOT_USER);
    touch(tx, channel_id)
}

/// Takes the channel out of the archive.
pub(crate) fn unarchive(tx: &mut Tx<'_>, channel_id: &str, user: &str) -> Result<(), ApiError> {
    let channel = channel_mut(tx, channel_id)?;
    channel.is_archived = false;
    channel.members.insert(user.to_owned());
    let private = channel.kind == Kind::Private;
    touch(tx, channel_id)?;
    let notice = json!({
        "subtype": "channel_unarchive",
        "user": user,
        "text": format!("<@{user}> un-archived the channel"),
    });
    messages::post(tx, channel_id, Draft::new(notice))?;
    let kind = if private {
        "group_unarchive"
    } else {
        "channel_unarchive"
    };
    visible_event(
        tx,
        kind,
        channel_id,
        json!({"type": kind, "channel": channel_id, "user": user}),
    );
    Ok(())
}

/// Removes the channel for good.
pub(crate) fn delete(tx: &mut Tx<'_>, channel_id: &str, user: &str) -> Result<(), ApiError> {
    let private = channel(tx, channel_id)?.kind == Kind::Private;
    let kind = if private {
        "group_deleted"
    } else {
        "channel_deleted"
    };
    let event = json!({"type": kind, "channel": channel_id, "actor_id": user});
    visible_event(tx, kind, channel_id, event);
    let gone = json!({"kind": "channel", "channel": {"id": channel_id, "deleted": true}});
    tx.show_in(channel_id, gone);
    tx.ws.channels.remove(channel_id);
    Ok(())
}

/// Sends an event about a channel the bot can see: any public one, and private ones it is in.
fn visible_event(tx: &mut Tx<'_>, kind: &str, channel_id: &str, event: serde_json::Value) {
    let visible = tx
        .ws
        .channels
        .get(channel_id)
        .is_some_and(|channel| channel.kind == Kind::Public || channel.has_bot());
    if visible {
        tx.event(kind, channel_id, event);
    }
}

fn touch(tx: &mut Tx<'_>, channel_id: &str) -> Result<(), ApiError> {
    let now = tx.hub.clock.now_ms();
    channel_mut(tx, channel_id)?.updated_ms = now;
    tx.show_channel(channel_id);
    Ok(())
}
