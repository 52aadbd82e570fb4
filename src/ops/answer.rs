//! Answers that came too late for the acknowledgement.

use serde_json::Value;

use super::{Failure, Ops};
use crate::domain::{Answer, Effect, ReplyTo};

impl Ops {
    /// Sends a finished reply by Slack's answer address, or as an ephemeral or direct message.
    pub async fn answer_later(
        &self,
        delivery: Option<i64>,
        to: ReplyTo,
        text: String,
        blocks: Value,
    ) -> Result<(), Failure> {
        let answer = Answer::Late { text, blocks };
        self.enqueue(
            &[Effect::Answer {
                incident: None,
                to,
                answer,
            }],
            delivery,
        )
        .await
    }

    /// Puts effects that belong to no change into the outbox.
    pub async fn enqueue(&self, effects: &[Effect], delivery: Option<i64>) -> Result<(), Failure> {
        let mut tx = self.store().begin().await?;
        tx.enqueue(effects, delivery, self.clock().now()).await?;
        tx.commit().await?;
        self.inner.effects.notify_one();
        Ok(())
    }
}
