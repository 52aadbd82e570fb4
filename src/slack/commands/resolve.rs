//! `resolve [what fixed it]`: at once with a text, without one by a form.

use crate::domain::Incident;
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome};
use crate::slack::modals::{Meta, resolve};

pub(super) async fn run(ctx: &Ctx, invocation: &Invocation, incident: &Incident) -> Handled {
    if invocation.args.is_empty() && incident.status.is_open() {
        let meta = Meta::about(incident.id, &invocation.reply_to);
        return Outcome::opens(resolve::open(incident, &meta));
    }
    let incident = ctx
        .ops
        .resolve(&invocation.request, incident.id, &invocation.args)
        .await?;
    Outcome::shown(invocation, &incident, &resolve::told(&incident))
}
