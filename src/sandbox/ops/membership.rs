//! Who is in a channel.

use serde_json::json;

use super::messages::{self, Draft};
use super::{channel, channel_mut};
use crate::sandbox::api::error::ApiError;
use crate::sandbox::hub::Tx;
use crate::sandbox::ids;
use crate::sandbox::state::Kind;

/// Adds somebody; `inviter` when they did not come by themselves.
pub(crate) fn join(
    tx: &mut Tx<'_>,
    channel_id: &str,
    user: &str,
    inviter: Option<&str>,
) -> Result<(), ApiError> {
    let team = team_of(tx, user);
    let channel = channel_mut(tx, channel_id)?;
    if !channel.members.insert(user.to_owned()) {
        return Ok(());
    }
    let letter = if channel.kind == Kind::Public {
        "C"
    } else {
        "G"
    };
    let mut event = json!({
        "type": "member_joined_channel",
        "user": user,
        "channel": channel_id,
        "channel_type": letter,
        "team": team,
    });
    let mut notice = json!({
        "subtype": "channel_join",
        "user": user,
        "text": format!("<@{user}> has joined the channel"),
        "team": team,
    });
    if let Some(inviter) = inviter {
        for value in [&mut event, &mut notice] {
            if let Some(fields) = value.as_object_mut() {
                fields.insert("inviter".to_owned(), json!(inviter));
            }
        }
    }
    tx.show_channel(channel_id);
    tx.member_event("member_joined_channel", channel_id, event);
    messages::post(tx, channel_id, Draft::new(notice))?;
    Ok(())
}

/// Takes somebody out; `actor` is who did it when it was not themselves.
pub(crate) fn leave(
    tx: &mut Tx<'_>,
    channel_id: &str,
    user: &str,
    actor: Option<&str>,
) -> Result<(), ApiError> {
    let team = team_of(tx, user);
    let found = channel(tx, channel_id)?;
    if !found.members.contains(user) {
        return Ok(());
    }
    let public = found.kind == Kind::Public;
    let verb = if actor.is_some() {
        "was removed from"
    } else {
        "has left"
    };
    let notice = json!({
        "subtype": "channel_leave",
        "user": user,
        "text": format!("<@{user}> {verb} the channel"),
        "team": team,
    });
    let event = json!({
        "type": "member_left_channel",
        "user": user,
        "channel": channel_id,
        "channel_type": if public { "C" } else { "G" },
        "team": team,
    });
    tx.member_event("member_left_channel", channel_id, event);
    channel_mut(tx, channel_id)?.members.remove(user);
    messages::post(tx, channel_id, Draft::new(notice))?;
    if user == ids::BOT_USER {
        let kind = if public { "channel_left" } else { "group_left" };
        let actor = actor.unwrap_or(user);
        let event = json!({"type": kind, "channel": channel_id, "actor_id": actor});
        tx.event(kind, channel_id, event);
    }
    tx.show_channel(channel_id);
    Ok(())
}

fn team_of(tx: &Tx<'_>, user: &str) -> String {
    let team = tx.ws.users.get(user).map(|user| user.team_id.clone());
    team.unwrap_or_else(|| ids::TEAM.to_owned())
}
