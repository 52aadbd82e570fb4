//! The envelope of the Events API.

use serde_json::{Value, json};

use super::clock::Clock;
use super::ids;
use super::state::Channel;

/// Wraps an event the way Slack sends it. `event_ts` is filled in where the event has none.
pub(crate) fn envelope(
    clock: &Clock,
    number: u64,
    channel: Option<&Channel>,
    mut event: Value,
) -> Value {
    if let Value::Object(fields) = &mut event
        && !fields.contains_key("event_ts")
    {
        fields.insert("event_ts".to_owned(), Value::String(clock.ts()));
    }
    let kind = event
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let channel_id = channel
        .map(|channel| channel.id.as_str())
        .unwrap_or_default();
    json!({
        "token": ids::VERIFICATION_TOKEN,
        "team_id": ids::TEAM,
        "context_team_id": ids::TEAM,
        "context_enterprise_id": null,
        "api_app_id": ids::APP,
        "event": event,
        "type": "event_callback",
        "event_id": format!("Ev0SBX{number:06}"),
        "event_time": clock.now_s(),
        "authorizations": [{
            "enterprise_id": null,
            "team_id": ids::TEAM,
            "user_id": ids::BOT_USER,
            "is_bot": true,
            "is_enterprise_install": false,
        }],
        "is_ext_shared_channel": channel.is_some_and(|channel| channel.is_ext_shared),
        "event_context": format!("4-{kind}-{}-{}-{channel_id}", ids::TEAM, ids::APP),
    })
}
