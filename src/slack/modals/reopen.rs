//! Reopen: the same incident goes on, with its channel and its timeline.

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
    let text = Input::text(TEXT, "Why?", true)
        .placeholder("The errors are back")
        .optional()
        .focused();
    let blocks = vec![
        context(&md!(
            "*{}*\nIt goes back to investigating; roles and timeline stay.",
            name
        )),
        text.block(),
    ];
    form(FormId::Reopen, "Reopen", &meta.encoded(), blocks)
}

pub(super) async fn submit(ctx: &Ctx, form: &Submitted) -> Handled {
    let text = form.state.text(TEXT).unwrap_or_default();
    let id = form.meta.incident()?;
    let request = &form.invocation.request;
    let incident = ctx.ops.reopen(request, id, &text).await?;
    Outcome::shown(&form.invocation, &incident, &told(&incident))
}

/// What the person is told.
pub fn told(incident: &Incident) -> Mrkdwn {
    md!("{} is open again.", incident.id)
}
