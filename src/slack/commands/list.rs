//! `list`: open and recent incidents, as far as the person may know of them.

use crate::slack::handling::{Ctx, Handled, Invocation, Outcome};
use crate::slack::views;

/// How many are looked up: one more than is shown, to know whether there are older ones.
const RECENT: i64 = 21;

pub(super) async fn run(ctx: &Ctx, invocation: &Invocation) -> Handled {
    let found = ctx.ops.recent_incidents(invocation.user(), RECENT).await?;
    Outcome::shows(views::incidents(&found, ctx.policy()))
}
