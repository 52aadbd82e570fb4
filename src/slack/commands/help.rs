//! `help`: the table of commands.

use super::COMMANDS;
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome};
use crate::slack::views;

pub(super) async fn run(ctx: &Ctx, _: &Invocation) -> Handled {
    let lines = COMMANDS.iter().map(|spec| (spec.usage, spec.summary));
    Outcome::shows(views::help(lines, ctx.policy()))
}
