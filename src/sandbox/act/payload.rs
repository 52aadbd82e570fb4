//! The parts payloads of commands and interactions have in common.

use serde_json::{Value, json};

use crate::sandbox::hub::Tx;
use crate::sandbox::ids;
use crate::sandbox::ops::object;
use crate::sandbox::state::{MessageRef, Object, ResponseUrl, Trigger, User, text};

/// How long triggers and response addresses are remembered, to say that they are too old.
const KEPT_MS: i64 = 24 * 60 * 60 * 1000;

/// A new trigger for a person, perhaps in a view.
pub(super) fn trigger(tx: &mut Tx<'_>, user: &User, view: Option<String>) -> String {
    let number = tx.ws.new_number();
    let word = uuid::Uuid::new_v4().simple();
    let id = format!("{number}.{}.{word}", tx.hub.clock.now_ms());
    let issued_ms = tx.hub.clock.now_ms();
    tx.ws
        .triggers
        .retain(|_, old| issued_ms - old.issued_ms < KEPT_MS);
    let trigger = Trigger {
        user: user.id.clone(),
        issued_ms,
        used: false,
        view,
    };
    tx.ws.triggers.insert(id.clone(), trigger);
    id
}

/// Where an interaction took place.
pub(super) struct Place {
    pub(super) channel: String,
    pub(super) source: Option<MessageRef>,
    pub(super) thread_ts: Option<String>,
}

/// A new response address; `kind` is `commands`, `actions` or `app`.
pub(super) fn response_url(tx: &mut Tx<'_>, kind: &str, user: &User, place: Place) -> String {
    let id = format!("{kind}-{}", uuid::Uuid::new_v4().simple());
    let issued_ms = tx.hub.clock.now_ms();
    tx.ws
        .response_urls
        .retain(|_, old| issued_ms - old.issued_ms < KEPT_MS);
    let url = ResponseUrl {
        channel: place.channel,
        user: user.id.clone(),
        issued_ms,
        uses: 0,
        source: place.source,
        thread_ts: place.thread_ts,
    };
    tx.ws.response_urls.insert(id.clone(), url);
    format!("{}/response/{id}", tx.hub.base)
}

/// The fields every interaction has.
pub(super) fn interaction(kind: &str, user: &User, trigger: &str) -> Object {
    object(json!({
        "type": kind,
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": user.team_id,
        },
        "api_app_id": ids::APP,
        "token": ids::VERIFICATION_TOKEN,
        "trigger_id": trigger,
        "team": {"id": ids::TEAM, "domain": ids::TEAM_DOMAIN},
        "enterprise": null,
        "is_enterprise_install": false,
    }))
}

/// The `channel` field.
pub(super) fn channel(tx: &Tx<'_>, id: &str) -> Value {
    let name = tx
        .ws
        .channels
        .get(id)
        .map(|channel| channel.payload_name().to_owned());
    json!({"id": id, "name": name})
}

/// A view without what is the sandbox's own.
pub(super) fn view(view: &Object) -> Value {
    let mut view = view.clone();
    view.remove("errors");
    Value::Object(view)
}

/// A message as interactions carry it.
pub(super) fn message(message: &Object) -> Value {
    let mut message = message.clone();
    for own in ["id", "channel", "ephemeral"] {
        message.remove(own);
    }
    Value::Object(message)
}

/// The `container` field of an interaction with a message.
pub(super) fn container(channel: &str, message: &Object, ephemeral: bool) -> Value {
    let mut container = object(json!({
        "type": "message",
        "message_ts": text(message, "ts"),
        "channel_id": channel,
        "is_ephemeral": ephemeral,
    }));
    if !text(message, "thread_ts").is_empty() {
        container.insert("thread_ts".to_owned(), json!(text(message, "thread_ts")));
    }
    Value::Object(container)
}
