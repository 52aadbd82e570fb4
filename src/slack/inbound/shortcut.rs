//! Slash commands, shortcuts, and Slack's questions for a menu's options.

use serde_json::Value;

use super::json::{first, text};
use super::{View, readable};

/// A slash command as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The workspace it was typed in.
    pub team_id: String,
    /// The organisation, on Enterprise.
    pub enterprise_id: Option<String>,
    /// Where it was typed.
    pub channel_id: String,
    /// The channel's name as the person sees it (`directmessage` and `privategroup` for such).
    pub channel_name: String,
    /// Who typed it.
    pub user_id: String,
    /// Their handle.
    pub user_name: String,
    /// The command with its slash.
    pub command: String,
    /// What follows the command.
    pub text: String,
    /// Where to answer, 5 times within 30 minutes.
    pub response_url: String,
    /// Opens one modal within 3 seconds.
    pub trigger_id: String,
}

impl Command {
    pub(super) fn parse(form: &Value) -> Self {
        Self {
            team_id: text(form, "/team_id"),
            enterprise_id: first(form, &["/enterprise_id"]),
            channel_id: text(form, "/channel_id"),
            channel_name: text(form, "/channel_name"),
            user_id: text(form, "/user_id"),
            user_name: text(form, "/user_name"),
            command: text(form, "/command"),
            text: text(form, "/text"),
            response_url: text(form, "/response_url"),
            trigger_id: text(form, "/trigger_id"),
        }
    }
}

/// A shortcut from the lightning menu or the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortcut {
    /// Which one.
    pub callback_id: String,
    /// Who used it.
    pub user_id: String,
    /// The workspace the person belongs to.
    pub user_team: Option<String>,
    /// The workspace it was used in; none when the app is installed for an organisation.
    pub team_id: Option<String>,
    /// Opens one modal within 3 seconds.
    pub trigger_id: String,
}

impl Shortcut {
    pub(super) fn parse(payload: &Value) -> Self {
        Self {
            callback_id: text(payload, "/callback_id"),
            user_id: text(payload, "/user/id"),
            user_team: first(payload, &["/user/team_id"]),
            team_id: first(payload, &["/team/id"]),
            trigger_id: text(payload, "/trigger_id"),
        }
    }
}

/// A shortcut from a message's menu, with the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageShortcut {
    /// The shortcut itself: who, where, and its trigger.
    pub shortcut: Shortcut,
    /// The channel that holds the message.
    pub channel_id: String,
    /// The channel's name as the person sees it.
    pub channel_name: String,
    /// The message's time stamp, its identity within the channel.
    pub message_ts: String,
    /// The thread it belongs to.
    pub thread_ts: Option<String>,
    /// Who wrote the message, if a person or an app's user did.
    pub message_user: Option<String>,
    /// The bot that wrote it.
    pub message_bot: Option<String>,
    /// All that can be read in the message, see [`readable()`].
    pub message_text: String,
    /// Where to answer, 5 times within 30 minutes.
    pub response_url: String,
}

impl MessageShortcut {
    pub(super) fn parse(payload: &Value) -> Self {
        Self {
            shortcut: Shortcut::parse(payload),
            channel_id: text(payload, "/channel/id"),
            channel_name: text(payload, "/channel/name"),
            message_ts: first(payload, &["/message_ts", "/message/ts"]).unwrap_or_default(),
            thread_ts: first(payload, &["/message/thread_ts"]),
            message_user: first(payload, &["/message/user"]),
            message_bot: first(payload, &["/message/bot_id"]),
            message_text: payload.get("message").map(readable).unwrap_or_default(),
            response_url: text(payload, "/response_url"),
        }
    }
}

/// Slack asks which options to offer. Only reads: the answer goes in the acknowledgement, and two
/// equal questions are two deliveries with one key, so they must not go through the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockSuggestion {
    /// The menu's action.
    pub action_id: String,
    /// The block that holds it.
    pub block_id: String,
    /// What has been typed so far.
    pub value: String,
    /// Who is typing.
    pub user_id: String,
    /// The workspace the person belongs to.
    pub user_team: Option<String>,
    /// The workspace; none when the app is installed for an organisation.
    pub team_id: Option<String>,
    /// The channel, if the menu is in a message.
    pub channel_id: Option<String>,
    /// The view, if the menu is in one.
    pub view: Option<View>,
}

impl BlockSuggestion {
    pub(super) fn parse(payload: &Value) -> Self {
        Self {
            action_id: text(payload, "/action_id"),
            block_id: text(payload, "/block_id"),
            value: text(payload, "/value"),
            user_id: text(payload, "/user/id"),
            user_team: first(payload, &["/user/team_id"]),
            team_id: first(payload, &["/team/id"]),
            channel_id: first(payload, &["/channel/id", "/container/channel_id"]),
            view: View::of(payload),
        }
    }
}
