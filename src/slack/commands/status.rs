//! `status`: where the incident stands, with a button to change it.

use crate::domain::Incident;
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome};
use crate::slack::views;

pub(super) async fn run(ctx: &Ctx, _: &Invocation, incident: &Incident) -> Handled {
    let now = ctx.ops.clock().now();
    Outcome::shows(views::status(incident, ctx.policy(), now))
}
