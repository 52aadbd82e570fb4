//! The reply to a person: with the acknowledgement, or where they wait for it.

use serde_json::{Value, json};

use crate::domain::text::{NoNames, readable};
use crate::domain::{Refusal, ReplyTo};
use crate::ops::Failure;
use crate::slack::handling::{Ctx, Reply};
use crate::slack::views::{self, Message};

/// What Slack takes with the acknowledgement.
#[derive(Clone, Debug)]
pub(super) enum Way {
    /// A message (commands).
    Message,
    /// Errors at these fields (forms).
    Fields(Vec<String>),
    /// Nothing (buttons and shortcuts).
    Bare,
}

/// A reply, on its way to the person.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) seq: i64,
    pub(super) reply: Reply,
    pub(super) to: ReplyTo,
    pub(super) way: Way,
}

impl Finished {
    /// What goes with the acknowledgement, if the reply can.
    pub(super) fn body(&self) -> Option<Value> {
        body(&self.reply, &self.way)
    }

    /// Sends the reply to where the person waits.
    pub(super) async fn send(self, ctx: &Ctx) {
        let message = match self.reply {
            Reply::Nothing | Reply::Form(_) => return,
            Reply::Ephemeral(message) => message,
            Reply::Errors(errors) => {
                let text: Vec<String> = errors.into_values().collect();
                views::refusal(&Refusal::new(text.join("\n")))
            }
        };
        let Message { text, blocks } = message;
        let sent = ctx
            .ops
            .answer_later(Some(self.seq), self.to, text, blocks)
            .await;
        if let Err(error) = sent {
            tracing::error!(%error, seq = self.seq, "an answer could not be sent");
        }
    }
}

/// What goes with the acknowledgement, if the reply can.
pub(super) fn body(reply: &Reply, way: &Way) -> Option<Value> {
    match (reply, way) {
        (Reply::Ephemeral(message), Way::Message) => Some(json!({
            "response_type": "ephemeral",
            "text": message.text,
            "blocks": message.blocks,
        })),
        (Reply::Errors(errors), Way::Fields(_)) => Some(json!({
            "response_action": "errors",
            "errors": errors,
        })),
        (Reply::Nothing | Reply::Form(_), _)
        | (Reply::Ephemeral(_), Way::Fields(_) | Way::Bare)
        | (Reply::Errors(_), Way::Message | Way::Bare) => None,
    }
}

/// A "no": in a form at the field that it is about, so that nothing typed is lost; else a message.
pub(super) async fn refused(ctx: &Ctx, refusal: &Refusal, way: &Way) -> Reply {
    if let Way::Fields(fields) = way {
        let about = fields.iter().find(|id| refusal.field == Some(id.as_str()));
        if let Some(field) = about.or_else(|| fields.first()) {
            // Slack shows these without markup, so that mentions must be names.
            let text = match ctx.ops.names().await {
                Ok(names) => readable(&refusal.text, &names),
                Err(Failure::Refused(_) | Failure::Internal(_)) => {
                    readable(&refusal.text, &NoNames)
                }
            };
            return Reply::Errors([(field.clone(), text)].into());
        }
    }
    Reply::Ephemeral(views::refusal(refusal))
}
