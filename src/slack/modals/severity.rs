//! Change the severity: the levels with their criteria.

use serde_json::Value;

use super::choices::{SEVERITY, chosen_severity, severity};
use super::{Meta, Submitted};
use crate::domain::{Incident, Policy, Refusal, SeverityKey};
use crate::slack::handling::{Ctx, Handled, Outcome};
use crate::slack::ids::FormId;
use crate::slack::inbound::State;
use crate::slack::views::blocks::context;
use crate::slack::views::form::form;
use crate::slack::views::mrkdwn::{Mrkdwn, md};

/// The form, with the level that holds now.
pub fn open(incident: &Incident, meta: &Meta, policy: &Policy) -> Value {
    let name = Mrkdwn::plain(&format!("{} · {}", incident.id, incident.title));
    let mut blocks = vec![context(&md!(
        "*{}*\nChoose by the criteria. When in doubt, go high.",
        name
    ))];
    blocks.extend(severity(incident.severity.as_ref(), false, policy));
    form(FormId::Severity, "Change", &meta.encoded(), blocks)
}

/// What the form says.
pub fn parse(state: &State) -> Result<SeverityKey, Refusal> {
    chosen_severity(state.option(SEVERITY))
        .ok_or_else(|| Refusal::of("severity", "Choose a severity."))
}

pub(super) async fn submit(ctx: &Ctx, form: &Submitted) -> Handled {
    let key = parse(&form.state)?;
    let id = form.meta.incident()?;
    let request = &form.invocation.request;
    let incident = ctx.ops.change_severity(request, id, &key).await?;
    Outcome::shown(&form.invocation, &incident, &told(&incident, ctx.policy()))
}

/// What the person is told.
pub fn told(incident: &Incident, policy: &Policy) -> Mrkdwn {
    let label = policy.severity_label(incident.severity.as_ref());
    md!("{} is now {}.", incident.id, Mrkdwn::plain(&label))
}
