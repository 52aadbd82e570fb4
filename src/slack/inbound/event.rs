//! The envelope of the Events API.

use serde_json::Value;

use super::ChannelEvent;
use super::json::{first, flag, items, text};

/// Something that happened in the workspace, with who it was told to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventEnvelope {
    /// Unique in all of Slack; the same when it is delivered again.
    pub event_id: String,
    /// When Slack made the envelope, seconds since 1970.
    pub event_time: i64,
    /// The workspace; in shared channels the one where it happened, not the one it is told to.
    pub team_id: Option<String>,
    /// The organisation, on Enterprise.
    pub enterprise_id: Option<String>,
    /// Our app's id.
    pub api_app_id: String,
    /// Whether the channel is shared with another organisation.
    pub is_ext_shared_channel: bool,
    /// The installations it is told to.
    pub authorizations: Vec<Authorization>,
    /// The event as it came.
    pub event: Value,
}

/// An installation that an event was told to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization {
    /// The organisation, on Enterprise.
    pub enterprise_id: Option<String>,
    /// The workspace; none for an installation in a whole organisation.
    pub team_id: Option<String>,
    /// Our bot's user.
    pub user_id: Option<String>,
    /// Whether that user is a bot.
    pub is_bot: bool,
    /// Whether the app is installed in the whole organisation.
    pub is_enterprise_install: bool,
}

impl EventEnvelope {
    pub(super) fn parse(payload: &Value) -> Self {
        Self {
            event_id: text(payload, "/event_id"),
            event_time: payload
                .get("event_time")
                .and_then(Value::as_i64)
                .unwrap_or_default(),
            team_id: first(payload, &["/team_id"]),
            enterprise_id: first(payload, &["/enterprise_id"]),
            api_app_id: text(payload, "/api_app_id"),
            is_ext_shared_channel: flag(payload, "/is_ext_shared_channel"),
            authorizations: items(payload, "authorizations")
                .map(Authorization::parse)
                .collect(),
            event: payload.get("event").cloned().unwrap_or_default(),
        }
    }

    /// The event's type, such as `message` or `app_home_opened`.
    pub fn kind(&self) -> &str {
        self.event
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// What happened in a channel, if it is such an event. One without a time of its own gets the
    /// envelope's, and the envelope's id into its key.
    pub fn channel_event(&self) -> Option<ChannelEvent> {
        let mut event = ChannelEvent::from_event(&self.event)?;
        if event.occurred.is_empty() {
            event.occurred = format!("{}.000000", self.event_time);
            event.key.push_str(&self.event_id);
        }
        Some(event)
    }
}

impl Authorization {
    fn parse(value: &Value) -> Self {
        Self {
            enterprise_id: first(value, &["/enterprise_id"]),
            team_id: first(value, &["/team_id"]),
            user_id: first(value, &["/user_id"]),
            is_bot: flag(value, "/is_bot"),
            is_enterprise_install: flag(value, "/is_enterprise_install"),
        }
    }
}
