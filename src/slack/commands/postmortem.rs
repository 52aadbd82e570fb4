//! `postmortem`: the draft, made from the record and uploaded to the war room.

use crate::domain::{Incident, Refusal};
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome};
use crate::slack::views::mrkdwn::{Mrkdwn, md};

pub(super) async fn run(ctx: &Ctx, invocation: &Invocation, incident: &Incident) -> Handled {
    let Some(channel) = &incident.channel else {
        return Err(Refusal::new(format!(
            "{} has no channel yet to upload the draft to. Try again when it is there.",
            incident.id
        ))
        .into());
    };
    ctx.ops
        .draft_postmortem(&invocation.request, incident.id)
        .await?;
    Outcome::did(&md!(
        "Drafting the postmortem of {}; it is uploaded to {}.",
        incident.id,
        Mrkdwn::channel(channel)
    ))
}
