//! `update [text]`: with a text at once, keeping status and severity; without one by a form.

use crate::domain::{Incident, UpdateDraft};
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome};
use crate::slack::modals::{Meta, update};

pub(super) async fn run(ctx: &Ctx, invocation: &Invocation, incident: &Incident) -> Handled {
    if invocation.args.is_empty() {
        let meta = Meta::about(incident.id, &invocation.reply_to);
        let now = ctx.ops.clock().now();
        return Outcome::opens(update::open(incident, &meta, ctx.policy(), now));
    }
    let draft = UpdateDraft {
        text: invocation.args.clone(),
        ..UpdateDraft::default()
    };
    let incident = ctx
        .ops
        .update(&invocation.request, incident.id, &draft)
        .await?;
    Outcome::shown(invocation, &incident, &update::told(&incident))
}
