//! Slash commands.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::payload::{self, Place};
use super::who::{self, Given};
use crate::sandbox::api::args::Args;
use crate::sandbox::api::response_url::respond;
use crate::sandbox::body::Body;
use crate::sandbox::control::{Outcome, Refusal};
use crate::sandbox::delivery::{self, Reply};
use crate::sandbox::hub::{Hub, Tx};
use crate::sandbox::ids;
use crate::sandbox::ops::object;
use crate::sandbox::state::{Kind, Object, ResponseUrl, User};

/// `POST /_sandbox/act/command`
pub(super) async fn command(State(hub): State<Arc<Hub>>, Body(given): Given) -> Outcome {
    let body = Args(given);
    let (payload, url, trigger) = prepare(&hub, &body)?;
    let reply = delivery::send_and_wait(&hub, delivery::Kind::Command, payload).await;
    show(&hub, &url, &reply);
    match reply.error {
        Some(error) => Err(Refusal::new(error, "the app did not take the command")
            .with("status", json!(reply.status))
            .with("trigger_id", json!(trigger))),
        None => Ok(Json(json!({
            "ok": true,
            "status": reply.status,
            "ack": reply.body,
            "trigger_id": trigger,
        }))),
    }
}

fn prepare(hub: &Arc<Hub>, body: &Args) -> Result<(Value, ResponseUrl, String), Refusal> {
    let name = who::required(body, "command")?;
    let mut tx = hub.open();
    let user = who::user(&tx, body)?;
    let channel = who::place(&mut tx, body, &user)?;
    let app = hub.app();
    if !app.knows_command(&name) {
        return Err(Refusal::new(
            "unknown_command",
            format!("{name} is not a command of the app"),
        ));
    }
    if tx
        .ws
        .channels
        .get(&channel)
        .is_some_and(|channel| channel.is_archived)
    {
        return Err(Refusal::new(
            "is_archived",
            "no commands in archived channels",
        ));
    }
    let given = body.text("text").unwrap_or_default();
    let escaped = app
        .command(&name)
        .is_some_and(|command| command.should_escape);
    let words = if escaped { escape(&tx, &given) } else { given };
    let trigger = payload::trigger(&mut tx, &user, None);
    let place = Place {
        channel: channel.clone(),
        source: None,
        thread_ts: None,
    };
    let response_url = payload::response_url(&mut tx, "commands", &user, place);
    let answers = ResponseUrl {
        channel: channel.clone(),
        user: user.id.clone(),
        issued_ms: hub.clock.now_ms(),
        uses: 0,
        source: None,
        thread_ts: None,
    };
    let payload = fields(
        &tx,
        &user,
        &channel,
        [name, words, response_url, trigger.clone()],
    );
    Ok((payload, answers, trigger))
}

fn fields(
    tx: &Tx<'_>,
    user: &User,
    channel: &str,
    [name, words, response_url, trigger]: [String; 4],
) -> Value {
    let channel_name = tx
        .ws
        .channels
        .get(channel)
        .map(|channel| channel.payload_name().to_owned());
    json!({
        "token": ids::VERIFICATION_TOKEN,
        "team_id": ids::TEAM,
        "team_domain": ids::TEAM_DOMAIN,
        "channel_id": channel,
        "channel_name": channel_name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": words,
        "api_app_id": ids::APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    })
}

/// Names of people and channels as `<@U…|name>` and `<#C…|name>`, for commands that ask for it.
fn escape(tx: &Tx<'_>, words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find(['@', '#']) {
        let (before, name) = rest.split_at(at);
        let starts_a_word = !before.ends_with(char::is_alphanumeric) && !before.ends_with('<');
        escaped.push_str(before);
        let length = name
            .char_indices()
            .skip(1)
            .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')))
            .map_or(name.len(), |(end, _)| end);
        let (name, after) = name.split_at(length);
        let bare = name.trim_end_matches(['.', '-']);
        match mention(tx, bare).filter(|_| starts_a_word) {
            Some(mention) => {
                escaped.push_str(&mention);
                escaped.push_str(name.strip_prefix(bare).unwrap_or_default());
            }
            None => escaped.push_str(name),
        }
        rest = after;
    }
    escaped.push_str(rest);
    escaped
}

/// `@name` or `#name` as Slack writes it, if there is such a person or channel.
fn mention(tx: &Tx<'_>, name: &str) -> Option<String> {
    if name.starts_with('@') {
        let user = tx.ws.user(name)?;
        return Some(format!("<@{}|{}>", user.id, user.name));
    }
    let channel = tx.ws.channel(name)?;
    // Names of private channels are not given away.
    let shown = if channel.kind == Kind::Public {
        channel.name.as_str()
    } else {
        ""
    };
    Some(format!("<#{}|{shown}>", channel.id))
}

/// Shows what the app answered directly.
fn show(hub: &Arc<Hub>, url: &ResponseUrl, reply: &Reply) {
    let mut tx = hub.open();
    let answer = match &reply.body {
        _ if reply.error.is_some() => Object::new(),
        Value::String(words) if !words.trim().is_empty() => object(json!({"text": words})),
        Value::Object(fields) if !fields.is_empty() => fields.clone(),
        _ => Object::new(),
    };
    if answer.is_empty() {
        return;
    }
    if let Err(error) = respond(&mut tx, url, &Args(answer)) {
        tracing::warn!(
            error = error.code(),
            "the app's answer to a command cannot be shown"
        );
    }
}
