//! What happened in the workspace: in a channel, or to a person's account.

use chrono::DateTime;
use serde_json::Value;

use super::observed::observed;
use super::scrub::scrubbed;
use crate::domain::{Actor, Standing};
use crate::ops::{Failure, Request};
use crate::slack::handling::Ctx;
use crate::slack::inbound::EventEnvelope;
use crate::slack::people::person_of;

/// Works off an event.
pub(super) async fn take(
    ctx: &Ctx,
    seq: i64,
    envelope: &EventEnvelope,
    payload: &Value,
) -> Result<(), Failure> {
    if let Some(event) = envelope.channel_event() {
        let sent_at = DateTime::from_timestamp(envelope.event_time, 0);
        let sent_at = sent_at.unwrap_or_else(|| ctx.ops.clock().now());
        return match observed(&event, scrubbed(payload), sent_at) {
            Some(observed) => ctx.ops.channel_event(Some(seq), &observed).await,
            None => finish(ctx, seq).await,
        };
    }
    match envelope.kind() {
        "team_join" | "user_change" => {
            let user = envelope.event.get("user").unwrap_or(&Value::Null);
            let known = person_of(user, ctx.team().await?.as_deref());
            ctx.ops.remember_people(known.as_slice()).await?;
        }
        kind @ ("app_uninstalled" | "tokens_revoked") => {
            tracing::error!(
                kind,
                "Slack has taken the app's access away; install it again"
            );
        }
        _ => {}
    }
    finish(ctx, seq).await
}

/// The delivery asks for nothing more.
pub(super) async fn done(ctx: &Ctx, seq: i64) {
    if let Err(error) = finish(ctx, seq).await {
        tracing::error!(%error, seq, "a delivery's end could not be written");
    }
}

async fn finish(ctx: &Ctx, seq: i64) -> Result<(), Failure> {
    let nobody = Actor {
        user: "".into(),
        standing: Standing::Bot,
    };
    let request = Request {
        delivery: Some(seq),
        ..Request::by(nobody)
    };
    ctx.ops.looked(&request, None).await
}
