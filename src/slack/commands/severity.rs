//! `sev [level]`: `1`, `sev1` or `major` sets it; without a level, a choice with the criteria.

use crate::domain::Incident;
use crate::domain::text::unescape;
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome};
use crate::slack::modals::{Meta, severity};

pub(super) async fn run(ctx: &Ctx, invocation: &Invocation, incident: &Incident) -> Handled {
    if invocation.args.is_empty() {
        let meta = Meta::about(incident.id, &invocation.reply_to);
        return Outcome::opens(severity::open(incident, &meta, ctx.policy()));
    }
    let wanted = unescape(&invocation.args);
    let key = ctx.policy().parse_severity(&wanted)?.key.clone();
    let incident = ctx
        .ops
        .change_severity(&invocation.request, incident.id, &key)
        .await?;
    Outcome::shown(
        invocation,
        &incident,
        &severity::told(&incident, ctx.policy()),
    )
}
