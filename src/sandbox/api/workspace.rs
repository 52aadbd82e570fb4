//! Methods about the workspace and the app itself: `auth.test`, `team.info`, `apps.connections.open` and the like.

use serde_json::{Value, json};

use super::Method;
use super::args::Args;
use super::content::icons;
use super::error::{Answer, ApiError};
use crate::sandbox::blocks;
use crate::sandbox::hub::Tx;
use crate::sandbox::ids;

pub(super) fn method(name: &str) -> Option<Method> {
    Some(match name {
        "api.test" => api_test,
        "auth.test" => auth_test,
        "apps.connections.open" => open_connection,
        "team.info" => team_info,
        "bots.info" => bots_info,
        "emoji.list" => emoji_list,
        "blocks.validate" => validate_blocks,
        _ => return None,
    })
}

fn api_test(_: &mut Tx<'_>, args: &Args) -> Answer {
    let given = Value::Object(args.0.clone());
    match args.text("error") {
        Some(error) => Err(ApiError::new(error).with("args", given)),
        None => Ok(json!({"args": given})),
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every method has the same signature"
)]
fn auth_test(tx: &mut Tx<'_>, _: &Args) -> Answer {
    Ok(json!({
        "url": format!("{}/", tx.hub.base),
        "team": ids::TEAM_NAME,
        "user": tx.hub.app().name(),
        "team_id": ids::TEAM,
        "user_id": ids::BOT_USER,
        "bot_id": ids::BOT,
        "is_enterprise_install": false,
    }))
}

fn open_connection(tx: &mut Tx<'_>, _: &Args) -> Answer {
    if !tx.hub.app().socket_mode() {
        return Err("forbidden_team".into());
    }
    let ticket = tx.hub.sockets.ticket();
    let host = tx.hub.base.trim_start_matches("http://");
    Ok(json!({"url": format!("ws://{host}/socket?ticket={ticket}&app_id={}", ids::APP)}))
}

/// The workspace, as `team.info` gives it.
pub(crate) fn team() -> Value {
    json!({
        "id": ids::TEAM,
        "name": ids::TEAM_NAME,
        "url": format!("https://{}.slack.com/", ids::TEAM_DOMAIN),
        "domain": ids::TEAM_DOMAIN,
        "email_domain": "northwind.example",
        "icon": {"image_default": true},
        "is_verified": false,
    })
}

fn team_info(_: &mut Tx<'_>, args: &Args) -> Answer {
    match args.text("team").as_deref() {
        None | Some(ids::TEAM) => Ok(json!({"team": team()})),
        Some(_) => Err("team_not_found".into()),
    }
}

fn bots_info(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let bot = args.required("bot", "bot_not_found")?;
    if bot != ids::BOT {
        return Err("bot_not_found".into());
    }
    Ok(json!({"bot": {
        "id": ids::BOT,
        "deleted": false,
        "name": tx.hub.app().name(),
        "updated": tx.hub.clock.now_s(),
        "app_id": ids::APP,
        "user_id": ids::BOT_USER,
        "icons": icons(&tx.hub.base),
    }}))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every method has the same signature"
)]
fn emoji_list(tx: &mut Tx<'_>, _: &Args) -> Answer {
    Ok(json!({"emoji": {}, "cache_ts": tx.hub.clock.ts()}))
}

fn validate_blocks(_: &mut Tx<'_>, args: &Args) -> Answer {
    let list = args
        .json("blocks")
        .ok_or_else(|| ApiError::new("invalid_blocks_format"))?;
    let messages: Vec<String> = blocks::validate_message(&list)
        .iter()
        .map(|problem| problem.to_slack("/blocks"))
        .collect();
    if messages.is_empty() {
        return Ok(json!({}));
    }
    Err(ApiError::new("invalid_blocks").with_messages(&messages))
}
