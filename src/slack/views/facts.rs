//! The facts of an incident in words: the same in every view.

use chrono::{DateTime, Utc};

use super::blocks::{Block, context, section};
use super::mrkdwn::{Mrkdwn, md};
use crate::domain::{COMMANDER, Incident, Policy, RoleKey, SeverityKey, UserId};

/// The longest text of an update shown in a card; the whole stands in the channel.
const EXCERPT: usize = 1_500;

/// `🔒 INC-1 · Checkout is slow`, plain.
pub(super) fn heading(incident: &Incident) -> String {
    let lock = if incident.private { "🔒 " } else { "" };
    let drill = if incident.drill { "Drill · " } else { "" };
    format!("{lock}{drill}{} · {}", incident.id, incident.title)
}

/// The same on one line of mrkdwn.
pub(super) fn name(incident: &Incident) -> Mrkdwn {
    Mrkdwn::plain(&heading(incident))
}

/// The severity with its emoji.
pub(super) fn severity(key: Option<&SeverityKey>, policy: &Policy) -> Mrkdwn {
    let label = Mrkdwn::plain(&policy.severity_label(key));
    match key.and_then(|key| policy.severity(key)) {
        Some(found) if !found.emoji.is_empty() => {
            md!("{} {}", Mrkdwn::plain(&found.emoji), label)
        }
        Some(_) | None => label,
    }
}

/// The severity as the value of a fact that is called so.
pub(super) fn severity_value(key: Option<&SeverityKey>, policy: &Policy) -> Mrkdwn {
    match key {
        None => Mrkdwn::ours("_pending_"),
        Some(_) => severity(key, policy),
    }
}

/// People, by name.
pub(super) fn people(users: &[UserId]) -> Mrkdwn {
    Mrkdwn::join(users.iter().map(Mrkdwn::person), ", ")
}

/// The commander, or that there is none.
pub(super) fn commander(incident: &Incident) -> Mrkdwn {
    match incident.commander() {
        Some(user) => Mrkdwn::person(user),
        None => Mrkdwn::ours("_nobody yet_"),
    }
}

/// The holders of the other roles, as far as there are any.
pub(super) fn other_roles(incident: &Incident, policy: &Policy) -> Option<Mrkdwn> {
    let commander: RoleKey = COMMANDER.into();
    let roles = policy.roles.iter().filter(|role| role.key != commander);
    let lines = roles.filter_map(|role| {
        let holders = incident.holders(&role.key);
        let name = Mrkdwn::plain(&role.name);
        (!holders.is_empty()).then(|| md!("*{}* {}", name, people(holders)))
    });
    let all = Mrkdwn::join(lines, "  ·  ");
    (!all.is_empty()).then_some(all)
}

/// The names of the services, or none.
pub(super) fn services(incident: &Incident, policy: &Policy) -> Option<Mrkdwn> {
    let names = incident.services.iter();
    let names = names.map(|key| Mrkdwn::plain(policy.service_name(key)));
    let all = Mrkdwn::join(names, ", ");
    (!all.is_empty()).then_some(all)
}

/// The fact since when it lasts, or how long it lasted.
pub(super) fn impact(incident: &Incident, now: DateTime<Utc>) -> (&'static str, Mrkdwn) {
    let start = incident.times.start();
    if incident.times.resolved.is_none() {
        ("Impact since", Mrkdwn::moment_and_distance(start, now))
    } else {
        let lasted = lasted(incident, now);
        ("Impact", md!("{}, from {}", lasted, Mrkdwn::moment(start)))
    }
}

/// How long it has lasted.
pub(super) fn lasted(incident: &Incident, now: DateTime<Utc>) -> Mrkdwn {
    Mrkdwn::plain(&crate::domain::postmortem::span(incident.age(now)))
}

/// When the next update comes, if one is promised.
pub(super) fn next_update(incident: &Incident, now: DateTime<Utc>) -> Option<Mrkdwn> {
    let due = incident.next_update_due?;
    let moment = Mrkdwn::moment_and_distance(due, now);
    Some(if due < now {
        md!("⚠ overdue since {}", moment)
    } else {
        moment
    })
}

/// The newest update: who and when, and what it says.
pub(super) fn last_update(incident: &Incident) -> Option<Block> {
    let update = incident.last_update.as_ref()?;
    let text = Mrkdwn::written(&update.text).fit(EXCERPT);
    Some(section(&md!(
        "*Last update* by {}, {}\n{}",
        Mrkdwn::person(&update.by),
        Mrkdwn::moment(update.at),
        text.quoted()
    )))
}

/// What must be known about it before anything is said elsewhere.
pub(super) fn marks(incident: &Incident) -> Option<Block> {
    let private = "🔒 Private: only the members of this channel see it. It is announced nowhere.";
    let drill = "Drill: a practice. It is announced nowhere.";
    match (incident.private, incident.drill) {
        (false, false) => None,
        (true, false) => Some(context(&Mrkdwn::ours(private))),
        (false, true) => Some(context(&Mrkdwn::ours(drill))),
        (true, true) => Some(context(&Mrkdwn::ours(
            "🔒 Private drill: a practice that only the members of this channel see.",
        ))),
    }
}

/// The incident with its war room as a link, when there is one.
pub(super) fn linked(incident: &Incident) -> Mrkdwn {
    match &incident.channel {
        Some(channel) => md!("*{}* {}", incident.id, Mrkdwn::channel(channel)),
        None => md!("*{}*", incident.id),
    }
}

/// The slash command with what follows it, to be typed.
pub(super) fn typed(policy: &Policy, rest: &str) -> Mrkdwn {
    Mrkdwn::code(format!("{} {rest}", policy.command).trim_end())
}
