//! Buttons and menus: who used which, where, and what was chosen.

use serde_json::Value;

use super::json::{first, flag, items, strings, text};
use super::{State, View, readable, rich_text};

/// One click or choice. Slack may put several actions into one delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockActions {
    /// Who did it.
    pub user_id: String,
    /// Their handle.
    pub user_name: String,
    /// The workspace the person belongs to: another one than ours in shared channels.
    pub user_team: Option<String>,
    /// The workspace it happened in; none when the app is installed for an organisation.
    pub team_id: Option<String>,
    /// The channel of the message.
    pub channel_id: Option<String>,
    /// The message that holds the block.
    pub message_ts: Option<String>,
    /// The thread of that message.
    pub thread_ts: Option<String>,
    /// All that can be read in the message (absent for ephemeral ones).
    pub message_text: String,
    /// Whether only that person sees the message.
    pub is_ephemeral: bool,
    /// The view, if it happened in one.
    pub view: Option<View>,
    /// What stands in the inputs beside the actions.
    pub state: State,
    /// Opens one modal within 3 seconds.
    pub trigger_id: String,
    /// Where to answer (messages only), 5 times within 30 minutes.
    pub response_url: Option<String>,
    /// What was used.
    pub actions: Vec<Action>,
}

/// One element that was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Which element.
    pub action_id: String,
    /// Which block holds it.
    pub block_id: String,
    /// The element's type, such as `button` or `users_select`.
    pub kind: String,
    /// What was chosen or typed, the first of `values`; empty when the choice was cleared.
    pub value: String,
    /// All that was chosen: option values, user, channel or conversation ids, dates.
    pub values: Vec<String>,
    /// When it was used.
    pub action_ts: String,
}

impl BlockActions {
    pub(super) fn parse(payload: &Value) -> Self {
        let state = payload
            .get("state")
            .or_else(|| payload.pointer("/view/state"));
        Self {
            user_id: text(payload, "/user/id"),
            user_name: first(payload, &["/user/username", "/user/name"]).unwrap_or_default(),
            user_team: first(payload, &["/user/team_id"]),
            team_id: first(payload, &["/team/id"]),
            channel_id: first(payload, &["/channel/id", "/container/channel_id"]),
            message_ts: first(payload, &["/container/message_ts", "/message/ts"]),
            thread_ts: first(payload, &["/container/thread_ts", "/message/thread_ts"]),
            message_text: payload.get("message").map(readable).unwrap_or_default(),
            is_ephemeral: flag(payload, "/container/is_ephemeral")
                || flag(payload, "/message/is_ephemeral"),
            view: View::of(payload),
            state: State::of(state),
            trigger_id: text(payload, "/trigger_id"),
            response_url: first(payload, &["/response_url", "/response_urls/0/response_url"]),
            actions: items(payload, "actions").map(Action::parse).collect(),
        }
    }
}

impl Action {
    fn parse(action: &Value) -> Self {
        let values = chosen(action);
        Self {
            action_id: text(action, "/action_id"),
            block_id: text(action, "/block_id"),
            kind: text(action, "/type"),
            value: values.first().cloned().unwrap_or_default(),
            values,
            action_ts: text(action, "/action_ts"),
        }
    }
}

/// All that an element holds, whatever its type.
pub(super) fn chosen(element: &Value) -> Vec<String> {
    const ONE: [&str; 6] = [
        "/value",
        "/selected_option/value",
        "/selected_user",
        "/selected_channel",
        "/selected_conversation",
        "/selected_date",
    ];
    const MANY: [&str; 3] = [
        "selected_users",
        "selected_channels",
        "selected_conversations",
    ];
    let mut values: Vec<String> = ONE
        .iter()
        .filter_map(|pointer| first(element, &[pointer]))
        .collect();
    values.extend(first(element, &["/selected_time"]));
    values.extend(
        element
            .get("selected_date_time")
            .and_then(Value::as_i64)
            .map(|at| at.to_string()),
    );
    values.extend(items(element, "selected_options").map(|option| text(option, "/value")));
    for key in MANY {
        values.extend(strings(element, key));
    }
    values.extend(element.get("rich_text_value").map(rich_text::render));
    values
}
