//! Answers to one person: by Slack's answer address, else ephemeral where they asked, else by
//! direct message. At most once: what they say stands elsewhere too.

use serde_json::json;

use super::calls::Failed;
use super::{Done, Hands, Stopped};
use crate::domain::{Answer, ReplyTo};
use crate::ops::Outcome;
use crate::slack::client::CallError;
use crate::slack::views::{self, Message};
use crate::store::EffectRow;

impl Hands {
    pub(super) async fn answer(&self, row: &EffectRow, to: &ReplyTo, answer: &Answer) -> Done {
        let incident = match row.effect.incident() {
            Some(_) => Some(self.incident(row).await?),
            None => None,
        };
        let Some(message) = views::answer(answer, incident.as_ref()) else {
            return Ok(Outcome::Done);
        };
        if let Some(url) = &to.response_url {
            let body = json!({
                "response_type": "ephemeral",
                "replace_original": false,
                "text": message.text,
                "blocks": message.blocks,
            });
            match self.slack.respond(url, &body).await {
                Ok(()) => return Ok(Outcome::Done),
                // Used up or expired: there are other ways.
                Err(CallError::Refused { .. }) => {}
                Err(CallError::Unknown(problem)) => {
                    let settle_until = self.ops.clock().now();
                    return Ok(Outcome::InDoubt {
                        settle_until,
                        problem,
                    });
                }
                Err(CallError::NotSent(problem)) => {
                    let at = self.ops.clock().now() + super::calls::backoff(row.attempt);
                    return Ok(Outcome::Again {
                        at,
                        problem,
                        throttled: false,
                    });
                }
                Err(CallError::RateLimited { retry_after }) => {
                    let wait = chrono::Duration::from_std(retry_after).unwrap_or_default();
                    let at = self.ops.clock().now() + wait;
                    let problem = "ratelimited".to_owned();
                    return Ok(Outcome::Again {
                        at,
                        problem,
                        throttled: true,
                    });
                }
            }
        }
        self.answer_in_slack(row, to, message).await
    }

    async fn answer_in_slack(&self, row: &EffectRow, to: &ReplyTo, message: Message) -> Done {
        if let Some(channel) = &to.channel {
            let args = json!({
                "channel": channel,
                "user": to.user,
                "text": message.text,
                "blocks": message.blocks,
            });
            match self.post(row, "chat.postEphemeral", &args).await {
                Ok(_) => return Ok(Outcome::Done),
                // The bot or the person is not in that channel.
                Err(Failed::Refused { .. }) => {}
                Err(Failed::Other(stopped)) => return Err(stopped),
            }
        }
        let channel = self.direct_channel(row, &to.user).await?;
        let args = json!({
            "channel": channel,
            "text": message.text,
            "blocks": message.blocks,
        });
        let posted: Result<_, Stopped> = self
            .post(row, "chat.postMessage", &args)
            .await
            .map_err(|failed| self.no(row, failed));
        posted.map(|_| Outcome::Done)
    }
}
