//! Assign roles: one form for all of them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Meta, Shown, Submitted};
use crate::domain::{Actor, Incident, Policy, RoleKey, UserId};
use crate::slack::handling::{Ctx, Handled, Outcome};
use crate::slack::ids::FormId;
use crate::slack::inbound::State;
use crate::slack::views::blocks::context;
use crate::slack::views::form::{Input, form};
use crate::slack::views::mrkdwn::{Mrkdwn, md};

/// The input of a role.
fn input_of(role: &RoleKey) -> String {
    format!("role:{role}")
}

/// The form, with who holds what now.
pub fn open(incident: &Incident, meta: &Meta, policy: &Policy) -> Value {
    let name = Mrkdwn::plain(&format!("{} · {}", incident.id, incident.title));
    let mut blocks = vec![context(&md!(
        "*{}*\nNew holders are invited and get their instructions in private.",
        name
    ))];
    for role in &policy.roles {
        let holders = incident.holders(&role.key);
        let input = Input::people(&input_of(&role.key), &role.name, role.many, holders)
            .placeholder("Nobody yet")
            .hint(role.description.clone())
            .optional();
        blocks.push(input.block());
    }
    let meta = meta.showing(Shown {
        roles: incident.roles.clone(),
        ..Shown::default()
    });
    form(FormId::Roles, "Save", &meta.encoded(), blocks)
}

/// What the form says: the roles that were in it, with whoever is to hold them.
pub fn parse(state: &State, policy: &Policy) -> BTreeMap<RoleKey, Vec<UserId>> {
    let mut wanted = BTreeMap::new();
    for role in &policy.roles {
        let input = input_of(&role.key);
        if state.input(&input).is_none() {
            continue;
        }
        let mut users = state.users(&input);
        users.extend(state.user(&input));
        wanted.insert(
            role.key.clone(),
            users.into_iter().map(UserId::from).collect(),
        );
    }
    wanted
}

pub(super) async fn submit(ctx: &Ctx, form: &Submitted) -> Handled {
    let mut wanted = parse(&form.state, ctx.policy());
    if let Some(shown) = &form.meta.shown {
        wanted.retain(|role, users| shown.roles.get(role).map_or(&[][..], Vec::as_slice) != users);
    }
    let id = form.meta.incident()?;
    let invocation = &form.invocation;
    let incident = ctx.ops.incident(id, invocation.user()).await?;
    let candidates = newcomers(ctx, &incident, &wanted).await?;
    let incident = ctx
        .ops
        .set_roles(&invocation.request, id, &wanted, &candidates)
        .await?;
    let told = md!("The roles of {} are saved.", incident.id);
    Outcome::shown(invocation, &incident, &told)
}

/// Who those are that are to get a role they do not hold.
async fn newcomers(
    ctx: &Ctx,
    incident: &Incident,
    wanted: &BTreeMap<RoleKey, Vec<UserId>>,
) -> Result<Vec<Actor>, crate::ops::Failure> {
    let mut candidates: Vec<Actor> = Vec::new();
    for (role, users) in wanted {
        for user in users {
            let is_new = !incident.holders(role).contains(user);
            let is_known = candidates.iter().any(|known| known.user == *user);
            if is_new && !is_known {
                candidates.push(ctx.actor(user, None).await?);
            }
        }
    }
    Ok(candidates)
}
