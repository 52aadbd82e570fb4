//! `declare [title]`: with a title at once, without one by a form.

use crate::domain::Draft;
use crate::domain::text::readable;
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome, Reply};
use crate::slack::modals::{Meta, declare};
use crate::slack::views;

pub(super) async fn run(ctx: &Ctx, invocation: &Invocation) -> Handled {
    if invocation.args.is_empty() {
        let meta = Meta::answering(&invocation.reply_to);
        let view = declare::open(&meta, &declare::Prefill::default(), ctx.policy());
        return Outcome::opens(view);
    }
    let draft = Draft {
        title: readable(&invocation.args, &ctx.ops.names().await?),
        reply_to: Some(invocation.reply_to.clone()),
        ..Draft::default()
    };
    let incident = ctx
        .ops
        .declare(&invocation.request, &invocation.origin, draft)
        .await?;
    let answer = views::declared(&incident, ctx.policy());
    Ok(Outcome::Changed(Reply::Ephemeral(answer)))
}
