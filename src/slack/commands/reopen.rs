//! `reopen [why]`: at once with a text, without one by a form.

use crate::domain::Incident;
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome};
use crate::slack::modals::{Meta, reopen};

pub(super) async fn run(ctx: &Ctx, invocation: &Invocation, incident: &Incident) -> Handled {
    if invocation.args.is_empty() && !incident.status.is_open() {
        let meta = Meta::about(incident.id, &invocation.reply_to);
        return Outcome::opens(reopen::open(incident, &meta));
    }
    let incident = ctx
        .ops
        .reopen(&invocation.request, incident.id, &invocation.args)
        .await?;
    Outcome::shown(invocation, &incident, &reopen::told(&incident))
}
