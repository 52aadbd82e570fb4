//! `note [text]`: a line on the timeline, at once or by a form.

use crate::domain::Incident;
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome};
use crate::slack::modals::{Meta, note};

pub(super) async fn run(ctx: &Ctx, invocation: &Invocation, incident: &Incident) -> Handled {
    if invocation.args.is_empty() {
        let meta = Meta::about(incident.id, &invocation.reply_to);
        return Outcome::opens(note::open(incident, &meta));
    }
    write(ctx, invocation, incident).await
}

/// Writes the note.
pub(super) async fn write(ctx: &Ctx, invocation: &Invocation, incident: &Incident) -> Handled {
    let incident = ctx
        .ops
        .note(&invocation.request, incident.id, &invocation.args)
        .await?;
    Outcome::did(&note::told(&incident))
}
