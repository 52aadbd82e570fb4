//! `users.*` and `usergroups.*`

use serde_json::{Value, json};

use super::args::Args;
use super::error::{Answer, ApiError};
use super::paging::{Limits, page};
use super::{Method, conversations};
use crate::sandbox::hub::Tx;
use crate::sandbox::ids;
use crate::sandbox::state::{Channel, Kind, User, Usergroup};

const LIST: Limits = Limits {
    default: 1000,
    max: 1000,
};
const CONVERSATIONS: Limits = Limits {
    default: 100,
    max: 999,
};

pub(super) fn method(name: &str) -> Option<Method> {
    Some(match name {
        "users.info" => info,
        "users.list" => list,
        "users.lookupByEmail" => lookup_by_email,
        "users.conversations" => conversations_of,
        "users.profile.get" => profile,
        "users.getPresence" => presence,
        "usergroups.list" => usergroups,
        "usergroups.users.list" => usergroup_users,
        _ => return None,
    })
}

fn with_email(tx: &Tx<'_>) -> bool {
    tx.hub.app().has_any_scope(&["users:read.email"])
}

fn find<'a>(tx: &'a Tx<'_>, id: &str) -> Result<&'a User, ApiError> {
    tx.ws
        .users
        .get(id)
        .ok_or_else(|| ApiError::new("user_not_found"))
}

fn info(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let user = find(tx, &args.required("user", "user_not_found")?)?;
    let mut value = user.to_json(with_email(tx));
    if args.flag("include_locale").unwrap_or_default()
        && let Value::Object(fields) = &mut value
    {
        fields.insert("locale".to_owned(), json!("en-US"));
    }
    Ok(json!({"user": value}))
}

fn list(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let email = with_email(tx);
    let users: Vec<&User> = tx.ws.users.values().collect();
    let page = page(args, LIST, users, |user| user.id.clone())?;
    let members: Vec<Value> = page.items.iter().map(|user| user.to_json(email)).collect();
    Ok(json!({
        "members": members,
        "cache_ts": tx.hub.clock.now_s(),
        "response_metadata": page.metadata(),
    }))
}

fn lookup_by_email(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let email = args.required("email", "users_not_found")?.to_lowercase();
    let mut people = tx.ws.users.values();
    let user = people
        .find(|user| !user.deleted && !user.is_foreign() && user.email.to_lowercase() == email)
        .ok_or_else(|| ApiError::new("users_not_found"))?;
    Ok(json!({"user": user.to_json(true)}))
}

fn conversations_of(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let user = args
        .text("user")
        .unwrap_or_else(|| ids::BOT_USER.to_owned());
    find(tx, &user)?;
    let kinds = conversations::kinds(tx, args);
    let without_archived = args.flag("exclude_archived").unwrap_or_default();
    let shared: Vec<&Channel> = tx
        .ws
        .channels
        .values()
        .filter(|channel| kinds.contains(&channel.kind) && channel.members.contains(&user))
        .filter(|channel| channel.kind == Kind::Public || channel.has_bot())
        .filter(|channel| !(without_archived && channel.is_archived))
        .collect();
    let page = page(args, CONVERSATIONS, shared, |channel| channel.id.clone())?;
    let channels: Vec<Value> = page.items.iter().map(|channel| channel.to_json()).collect();
    Ok(json!({"channels": channels, "response_metadata": page.metadata()}))
}

fn profile(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let id = args
        .text("user")
        .unwrap_or_else(|| ids::BOT_USER.to_owned());
    let user = find(tx, &id)?;
    let mut profile = user.profile(with_email(tx));
    if let Value::Object(fields) = &mut profile {
        fields.insert("fields".to_owned(), json!({}));
    }
    Ok(json!({"profile": profile}))
}

fn presence(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let id = args
        .text("user")
        .unwrap_or_else(|| ids::BOT_USER.to_owned());
    let user = find(tx, &id)?;
    Ok(json!({"presence": if user.deleted { "away" } else { "active" }}))
}

fn usergroup(group: &Usergroup, users: bool) -> Value {
    let mut value = json!({
        "id": group.id,
        "team_id": ids::TEAM,
        "is_usergroup": true,
        "is_subteam": true,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": false,
        "date_create": group.created,
        "date_update": group.created,
        "date_delete": 0,
        "auto_type": null,
        "auto_provision": false,
        "enterprise_subteam_id": "",
        "created_by": ids::DAVE,
        "updated_by": ids::DAVE,
        "deleted_by": null,
        "prefs": {"channels": [], "groups": []},
        "user_count": group.users.len(),
    });
    if users && let Value::Object(fields) = &mut value {
        fields.insert("users".to_owned(), json!(group.users));
    }
    value
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every method has the same signature"
)]
fn usergroups(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let users = args.flag("include_users").unwrap_or_default();
    let groups: Vec<Value> = tx
        .ws
        .usergroups
        .iter()
        .map(|group| usergroup(group, users))
        .collect();
    Ok(json!({"usergroups": groups}))
}

fn usergroup_users(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let id = args.required("usergroup", "no_such_subteam")?;
    let group = tx.ws.usergroups.iter().find(|group| group.id == id);
    let group = group.ok_or_else(|| ApiError::new("no_such_subteam"))?;
    Ok(json!({"users": group.users}))
}
