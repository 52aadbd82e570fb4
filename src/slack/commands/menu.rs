//! The bare command: in an incident's channel what can be done there, elsewhere declaring and the
//! open incidents.

use crate::domain::{Incident, UserId};
use crate::ops::Failure;
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome};
use crate::slack::views;

pub(in crate::slack) async fn run(ctx: &Ctx, invocation: &Invocation) -> Handled {
    let here = invocation.here.as_ref();
    let open = match here {
        Some(_) => Vec::new(),
        None => open_for(ctx, invocation.user()).await?,
    };
    Outcome::shows(views::menu(here, &open, ctx.policy()))
}

/// The open incidents that the person may know of: first those that they take part in.
pub(in crate::slack) async fn open_for(ctx: &Ctx, user: &UserId) -> Result<Vec<Incident>, Failure> {
    let mut open = ctx.ops.open_incidents(user).await?;
    open.sort_by_key(|incident| !incident.people().contains(user));
    Ok(open)
}
