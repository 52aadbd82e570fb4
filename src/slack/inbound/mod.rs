//! Reads what Slack sends. Works on the raw JSON and never fails: a field that is missing, null or
//! of another kind is read as absent, and what is not known at all is [`Inbound::Unknown`].
//! Slack's own typed clients refuse whole payloads over one null; a lost delivery is worse.

mod action;
mod channel;
mod event;
mod json;
mod message;
mod readable;
mod rich_text;
mod shortcut;
mod state;
mod view;

use serde_json::Value;

pub use action::{Action, BlockActions};
pub use channel::{ChannelEvent, ChannelEventKind, FileRef};
pub use event::{Authorization, EventEnvelope};
pub use readable::readable;
pub use shortcut::{BlockSuggestion, Command, MessageShortcut, Shortcut};
pub use state::State;
pub use view::{View, ViewClosed, ViewSubmission};

use super::delivery::DeliveryKind;
use json::text;

/// A delivery, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inbound {
    /// A slash command.
    Command(Box<Command>),
    /// Buttons pressed or menus used, in a message or a view.
    Action(Box<BlockActions>),
    /// A form was sent.
    Submission(Box<ViewSubmission>),
    /// A form was closed without sending it.
    Closed(Box<ViewClosed>),
    /// A global shortcut.
    Shortcut(Box<Shortcut>),
    /// A shortcut in a message's menu.
    MessageShortcut(Box<MessageShortcut>),
    /// Slack asks for the options of a menu while somebody types into it.
    Options(Box<BlockSuggestion>),
    /// Something happened in the workspace.
    Event(Box<EventEnvelope>),
    /// Nothing that we know: it stays in the inbox as it came.
    Unknown,
}

impl Inbound {
    /// Reads a delivery's payload: a command's form, an interaction, or an event's envelope.
    pub fn parse(kind: DeliveryKind, payload: &Value) -> Self {
        match kind {
            DeliveryKind::Command => Self::Command(Box::new(Command::parse(payload))),
            DeliveryKind::Interaction => Self::interaction(payload),
            DeliveryKind::Event if payload.get("event").is_some_and(Value::is_object) => {
                Self::Event(Box::new(EventEnvelope::parse(payload)))
            }
            DeliveryKind::Event | DeliveryKind::Other => Self::Unknown,
        }
    }

    fn interaction(payload: &Value) -> Self {
        match text(payload, "/type").as_str() {
            "block_actions" => Self::Action(Box::new(BlockActions::parse(payload))),
            "view_submission" => Self::Submission(Box::new(ViewSubmission::parse(payload))),
            "view_closed" => Self::Closed(Box::new(ViewClosed::parse(payload))),
            "shortcut" => Self::Shortcut(Box::new(Shortcut::parse(payload))),
            "message_action" => Self::MessageShortcut(Box::new(MessageShortcut::parse(payload))),
            "block_suggestion" => Self::Options(Box::new(BlockSuggestion::parse(payload))),
            _ => Self::Unknown,
        }
    }
}
