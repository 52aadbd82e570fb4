//! Resolve: it can be undone, so it asks only what fixed it.

use serde_json::Value;

use super::choices::TEXT;
use super::{Meta, Submitted};
use crate::domain::Incident;
use crate::slack::handling::{Ctx, Handled, Outcome};
use crate::slack::ids::FormId;
use crate::slack::views::blocks::context;
use crate::slack::views::form::{Input, form};
use crate::slack::views::mrkdwn::{Mrkdwn, md};

/// The form.
pub fn open(incident: &Incident, meta: &Meta) -> Value {
    let name = Mrkdwn::plain(&format!("{} · {}", incident.id, incident.title));
    let audience = if incident.is_announceable() {
        "Everybody who follows it is told. It can be reopened."
    } else {
        "Only the incident's channel is told. It can be reopened."
    };
    let text = Input::text(TEXT, "What fixed it?", true)
        .placeholder("Rolled back the deployment of 14:02")
        .optional()
        .focused();
    let blocks = vec![
        context(&md!("*{}*\n{}", name, Mrkdwn::ours(audience))),
        text.block(),
    ];
    form(FormId::Resolve, "Resolve", &meta.encoded(), blocks)
}

pub(super) async fn submit(ctx: &Ctx, form: &Submitted) -> Handled {
    let text = form.state.text(TEXT).unwrap_or_default();
    let id = form.meta.incident()?;
    let request = &form.invocation.request;
    let incident = ctx.ops.resolve(request, id, &text).await?;
    Outcome::shown(&form.invocation, &incident, &told(&incident))
}

/// What the person is told.
pub fn told(incident: &Incident) -> Mrkdwn {
    md!("{} is resolved.", incident.id)
}
