//! `role [role] [@person]`: `role ic @ann` gives a role in one line; what is missing opens the form
//! with all roles.

use crate::domain::text::{mentioned, unescape};
use crate::domain::{Incident, Refusal, UserId};
use crate::slack::handling::{Ctx, Handled, Invocation, Outcome};
use crate::slack::modals::{Meta, roles};
use crate::slack::views::mrkdwn::{Mrkdwn, md};

pub(super) async fn run(ctx: &Ctx, invocation: &Invocation, incident: &Incident) -> Handled {
    let (named, to) = split(&invocation.args);
    let wanted = unescape(named);
    let role = match wanted.as_str() {
        "" => None,
        text => Some(ctx.policy().parse_role(text)?),
    };
    let (Some(role), Some(to)) = (role, to.as_deref()) else {
        let meta = Meta::about(incident.id, &invocation.reply_to);
        return Outcome::opens(roles::open(incident, &meta, ctx.policy()));
    };
    let user = person(to, invocation)?;
    let receiver = ctx.actor(&user, None).await?;
    let incident = ctx
        .ops
        .assign_role(&invocation.request, incident.id, &role.key, &receiver)
        .await?;
    let told = md!(
        "{} is now {} of {}.",
        Mrkdwn::person(&user),
        Mrkdwn::plain(&role.name),
        incident.id
    );
    Outcome::shown(invocation, &incident, &told)
}

/// The role's words, and the person's: what begins with a mention, an `@`, or is `me`.
fn split(args: &str) -> (&str, Option<String>) {
    let args = args.trim();
    if let Some((role, person)) = args.split_once('<') {
        return (role.trim(), Some(format!("<{person}")));
    }
    if let Some((role, person)) = args.split_once('@') {
        return (role.trim(), Some(format!("@{person}")));
    }
    match args.rsplit_once(char::is_whitespace) {
        Some((role, "me")) => (role.trim(), Some("me".to_owned())),
        Some(_) | None => (args, None),
    }
}

fn person(text: &str, invocation: &Invocation) -> Result<UserId, Refusal> {
    if matches!(text, "me" | "@me" | "@you") {
        return Ok(invocation.user().clone());
    }
    let mut people = mentioned(text).into_iter();
    match (people.next(), people.next()) {
        (Some(one), None) => Ok(one.into()),
        (Some(_), Some(_)) => Err(Refusal::new(
            "Name one person at a time. For several, use the form: leave the names out.",
        )),
        (None, _) => Err(Refusal::new(format!(
            "Slack did not tell who “{text}” is. Choose the person from the list that opens while \
             you type the @."
        ))),
    }
}
