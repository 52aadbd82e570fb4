//! `timeline [text]`: shows the curated timeline; a text is written on it.

use crate::domain::Incident;
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome};
use crate::slack::views;

pub(super) async fn run(ctx: &Ctx, invocation: &Invocation, incident: &Incident) -> Handled {
    if !invocation.args.is_empty() {
        return super::note::write(ctx, invocation, incident).await;
    }
    let entries = ctx.ops.timeline(incident.id, false).await?;
    let now = ctx.ops.clock().now();
    Outcome::shows(views::timeline(incident, &entries, now, ctx.policy()))
}
