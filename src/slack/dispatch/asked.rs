//! Reads from a delivery what a person asks for, in whichever way they did.

use serde_json::Value;

use super::Read;
use super::reply::Way;
use super::scrub::scrubbed;
use super::wish::Wish;
use crate::domain::text::{clean_line, cut, defuse, escape};
use crate::domain::{EntryKind, MessageRef, ReplyTo, UserId};
use crate::ops::Interaction;
use crate::slack::ids::ActionId;
use crate::slack::inbound::{
    BlockActions, Command, Inbound, MessageShortcut, Shortcut, ViewSubmission,
};
use crate::slack::modals::{Meta, PickedMessage};

/// The most characters of a command line that its own entry on the timeline repeats.
const ECHO: usize = 300;

/// What somebody asks for, before it is known who they are.
pub(super) struct Asked {
    /// The inbox's number of the delivery.
    pub(super) seq: i64,
    /// Who.
    pub(super) user: UserId,
    /// The workspace that Slack named with them.
    pub(super) team: Option<String>,
    /// What.
    pub(super) wish: Wish,
    /// How it reads on the timeline.
    pub(super) interaction: Interaction,
    /// What makes it this one request.
    pub(super) origin: String,
    /// Where they wait for an answer.
    pub(super) reply_to: ReplyTo,
    /// What the acknowledgement can carry.
    pub(super) way: Way,
    /// Opens a form.
    pub(super) trigger_id: String,
}

impl Asked {
    /// Reads a delivery.
    pub(super) fn read(seq: i64, inbound: Inbound, payload: &Value) -> Read {
        let raw = scrubbed(payload);
        let asked = match inbound {
            Inbound::Command(command) => Self::command(seq, *command, raw),
            Inbound::Action(action) => Self::action(seq, *action, payload, raw),
            Inbound::Submission(form) => Self::form(seq, *form, payload, raw),
            Inbound::Shortcut(shortcut) => Self::shortcut(seq, *shortcut, raw),
            Inbound::MessageShortcut(shortcut) => Self::message_shortcut(seq, *shortcut, raw),
            Inbound::Event(envelope) => return Read::Event(envelope),
            Inbound::Closed(_) | Inbound::Options(_) | Inbound::Unknown => return Read::Nothing,
        };
        Read::Asked(Box::new(asked))
    }

    fn command(seq: i64, command: Command, raw: Value) -> Self {
        let typed = cut(&clean_line(&command.text), ECHO);
        let line = format!("{} {}", escape(&command.command), defuse(&typed));
        let text = format!("ran `{}`", line.trim_end());
        let reply_to = reply_to(
            &command.user_id,
            Some(command.channel_id),
            Some(command.response_url),
        );
        Self {
            seq,
            user: reply_to.user.clone(),
            team: Some(command.team_id).filter(|team| !team.is_empty()),
            wish: Wish::Line(command.text),
            interaction: interaction(EntryKind::CommandRun, text, &reply_to, raw),
            origin: format!("cmd:{}", command.trigger_id),
            reply_to,
            way: Way::Message,
            trigger_id: command.trigger_id,
        }
    }

    fn action(seq: i64, event: BlockActions, payload: &Value, raw: Value) -> Self {
        let label = payload.pointer("/actions/0/text/text");
        let label = label.and_then(Value::as_str).unwrap_or("a button");
        let text = format!("pressed “{}”", escape(&clean_line(label)));
        let reply_to = reply_to(&event.user_id, event.channel_id, event.response_url);
        let pressed = event.actions.first();
        let (key, value) = pressed.map_or(("", ""), |one| (&one.action_id, &one.value));
        // A button stands for one request, however often it is pressed.
        let place = event.message_ts.as_deref().unwrap_or(&event.trigger_id);
        let origin = format!("act:{place}:{key}:{}", event.user_id);
        let wish = match ActionId::parse(key) {
            Ok(ActionId::TakeCommand) => Wish::TakeCommand(value.to_owned()),
            Ok(ActionId::AssignRoles) => Wish::Line(format!("role {value}")),
            Ok(ActionId::PostUpdate) => Wish::Line(format!("update {value}")),
            Ok(ActionId::ChangeSeverity) => Wish::Line(format!("sev {value}")),
            Ok(ActionId::Resolve) => Wish::Line(format!("resolve {value}")),
            Ok(ActionId::Reopen) => Wish::Line(format!("reopen {value}")),
            Ok(ActionId::Postmortem) => Wish::Line(format!("postmortem {value}")),
            Ok(ActionId::Run(_)) => Wish::Line(value.to_owned()),
            Err(_) => Wish::Stale,
        };
        Self {
            seq,
            user: reply_to.user.clone(),
            team: event.user_team,
            wish,
            interaction: interaction(EntryKind::ButtonPressed, text, &reply_to, raw),
            origin,
            reply_to,
            way: Way::Bare,
            trigger_id: event.trigger_id,
        }
    }

    fn form(seq: i64, form: ViewSubmission, payload: &Value, raw: Value) -> Self {
        let user = UserId(form.user_id);
        let title = payload.pointer("/view/title/text").and_then(Value::as_str);
        let title = clean_line(title.unwrap_or("a form"));
        let text = format!("sent the form “{}”", escape(&title));
        let meta = Meta::decoded(&form.view.private_metadata);
        let reply_to = meta.as_ref().map_or_else(
            |_| Meta::default().reply_to(&user),
            |meta| meta.reply_to(&user),
        );
        Self {
            seq,
            user,
            team: form.user_team,
            interaction: interaction(EntryKind::ModalSubmitted, text, &reply_to, raw),
            origin: format!("view:{}", form.view.id),
            reply_to,
            way: Way::Fields(fields(payload)),
            trigger_id: form.trigger_id,
            wish: Wish::Form {
                callback: form.view.callback_id,
                meta,
                state: form.view.state,
            },
        }
    }

    fn shortcut(seq: i64, shortcut: Shortcut, raw: Value) -> Self {
        let reply_to = reply_to(&shortcut.user_id, None, None);
        let text = "used the shortcut “Declare an incident”";
        Self {
            seq,
            user: reply_to.user.clone(),
            team: shortcut.user_team,
            wish: Wish::Shortcut(shortcut.callback_id, None),
            interaction: interaction(EntryKind::ButtonPressed, text.to_owned(), &reply_to, raw),
            origin: format!("short:{}", shortcut.trigger_id),
            reply_to,
            way: Way::Bare,
            trigger_id: shortcut.trigger_id,
        }
    }

    fn message_shortcut(seq: i64, event: MessageShortcut, raw: Value) -> Self {
        let message = PickedMessage {
            at: MessageRef {
                channel: event.channel_id.as_str().into(),
                ts: event.message_ts.as_str().into(),
            },
            author: event.message_user.map(UserId),
            author_name: event.message_bot,
            text: event.message_text,
        };
        let reply_to = reply_to(
            &event.shortcut.user_id,
            Some(event.channel_id),
            Some(event.response_url),
        );
        let text = "used a shortcut in a message's menu".to_owned();
        Self {
            seq,
            user: reply_to.user.clone(),
            team: event.shortcut.user_team,
            wish: Wish::Shortcut(event.shortcut.callback_id, Some(message)),
            interaction: interaction(EntryKind::ButtonPressed, text, &reply_to, raw),
            origin: format!("short:{}", event.shortcut.trigger_id),
            reply_to,
            way: Way::Bare,
            trigger_id: event.shortcut.trigger_id,
        }
    }
}

fn reply_to(user: &str, channel: Option<String>, response_url: Option<String>) -> ReplyTo {
    ReplyTo {
        user: user.into(),
        channel: channel.filter(|id| !id.is_empty()).map(Into::into),
        response_url: response_url.filter(|url| !url.is_empty()),
    }
}

fn interaction(kind: EntryKind, text: String, to: &ReplyTo, raw: Value) -> Interaction {
    Interaction {
        kind,
        text,
        channel: to.channel.clone(),
        raw,
    }
}

/// The blocks of a form at which Slack can show an error.
fn fields(payload: &Value) -> Vec<String> {
    let blocks = payload.pointer("/view/blocks").and_then(Value::as_array);
    let inputs = blocks.into_iter().flatten().filter(|block| {
        let kind = block.get("type").and_then(Value::as_str);
        kind == Some("input")
    });
    inputs
        .filter_map(|block| block.get("block_id").and_then(Value::as_str))
        .map(str::to_owned)
        .collect()
}
