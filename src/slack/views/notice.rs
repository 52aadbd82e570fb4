//! One thing that happened, as a post: in the war room, or under the announcement.

use chrono::{DateTime, Utc};

use super::blocks::{Block, Message, context, section};
use super::facts as fact;
use super::mrkdwn::{Mrkdwn, md};
use super::problem::in_words;
use crate::domain::{Incident, Notice, Policy, RoleKey, SeverityKey, Status, UserId};

/// The post. Stakeholders are told the same facts without the inner workings.
pub fn notice(
    notice: &Notice,
    incident: &Incident,
    policy: &Policy,
    for_stakeholders: bool,
) -> Message {
    let blocks = match notice {
        Notice::Update {
            by,
            text,
            status,
            severity,
            next_due,
        } => {
            let change = Shift {
                status: *status,
                severity,
            };
            let mut blocks = update(by, text, &change, (*next_due, incident), policy);
            if change.is_over() && !for_stakeholders {
                blocks.push(context(&after_resolution(policy)));
            }
            blocks
        }
        Notice::Severity { by, from, to } => vec![section(&md!(
            "*Severity* {} → *{}*, by {}",
            fact::severity_value(from.as_ref(), policy),
            fact::severity_value(to.as_ref(), policy),
            Mrkdwn::person(by)
        ))],
        Notice::Resolved { by, text } => {
            let mut blocks = said(&over(by, incident), text);
            if !for_stakeholders {
                blocks.push(context(&after_resolution(policy)));
            }
            blocks
        }
        Notice::Reopened { by, text } => reopened(by, text, incident),
        Notice::Roles {
            assigned, released, ..
        } => vec![context(&roles(assigned, released, policy))],
        Notice::StepFailed {
            step,
            problem,
            retry_at,
        } => step_failed(step, problem, *retry_at, incident, policy),
    };
    Message::of(blocks)
}

/// Status and severity, before and after.
struct Shift<'a> {
    status: (Status, Status),
    severity: &'a (Option<SeverityKey>, Option<SeverityKey>),
}

impl Shift<'_> {
    /// Whether it is over with this.
    fn is_over(&self) -> bool {
        let (before, after) = self.status;
        before.is_open() && !after.is_open()
    }
}

fn update(
    by: &UserId,
    text: &str,
    change: &Shift<'_>,
    (next_due, incident): (Option<DateTime<Utc>>, &Incident),
    policy: &Policy,
) -> Vec<Block> {
    let (old_status, status) = change.status;
    let (old_severity, severity) = change.severity;
    let head = if change.is_over() {
        over(by, incident)
    } else {
        md!("*Update* from {}", Mrkdwn::person(by))
    };
    let mut facts = vec![moved(
        old_status != status,
        &Mrkdwn::plain(old_status.name()),
        Mrkdwn::plain(status.name()),
    )];
    facts.push(moved(
        old_severity != severity,
        &fact::severity(old_severity.as_ref(), policy),
        fact::severity(severity.as_ref(), policy),
    ));
    facts.extend(next_due.map(|due| md!("next update {}", Mrkdwn::moment(due))));
    vec![
        section(&head),
        section(&Mrkdwn::written(text)),
        context(&Mrkdwn::join(facts, "  ·  ")),
    ]
}

/// `before → after` if it changed, else what it is.
fn moved(changed: bool, before: &Mrkdwn, after: Mrkdwn) -> Mrkdwn {
    if changed {
        md!("{} → *{}*", before, after)
    } else {
        after
    }
}

/// That it is over, and after how long.
fn over(by: &UserId, incident: &Incident) -> Mrkdwn {
    let end = incident.times.resolved.unwrap_or(incident.times.declared);
    md!(
        "✅ *{} is resolved* after {}, by {}",
        incident.id,
        fact::lasted(incident, end),
        Mrkdwn::person(by)
    )
}

fn reopened(by: &UserId, text: &str, incident: &Incident) -> Vec<Block> {
    let head = md!("*{} is open again*, by {}", incident.id, Mrkdwn::person(by));
    said(&head, text)
}

/// A line, and what the person said with it, if anything.
fn said(head: &Mrkdwn, text: &str) -> Vec<Block> {
    let mut blocks = vec![section(head)];
    if !text.is_empty() {
        blocks.push(section(&Mrkdwn::written(text)));
    }
    blocks
}

fn after_resolution(policy: &Policy) -> Mrkdwn {
    md!(
        "While it is fresh: {} drafts the review from the timeline. If it comes back: {}",
        fact::typed(policy, "postmortem"),
        fact::typed(policy, "reopen")
    )
}

fn roles(
    assigned: &[(RoleKey, UserId)],
    released: &[(RoleKey, UserId)],
    policy: &Policy,
) -> Mrkdwn {
    let passes = |role: &RoleKey| policy.role(role).is_some_and(|spec| !spec.many);
    let before = |role: &RoleKey| {
        let mut gone = released.iter().filter(|(left, _)| left == role);
        gone.next().filter(|_| passes(role))
    };
    let new = assigned.iter().map(|(role, user)| {
        let name = Mrkdwn::plain(policy.role_name(role));
        let new = md!("{} is now *{}*", Mrkdwn::person(user), name);
        match before(role) {
            Some((_, former)) => md!("{}, after {}", new, Mrkdwn::person(former)),
            None => new,
        }
    });
    // Whoever was replaced is not named twice.
    let is_replaced =
        |role: &RoleKey| passes(role) && assigned.iter().any(|(taken, _)| taken == role);
    let gone = released.iter().filter(|(role, _)| !is_replaced(role));
    let gone = gone.map(|(role, user)| {
        let name = Mrkdwn::plain(policy.role_name(role));
        md!("{} is no longer {}", Mrkdwn::person(user), name)
    });
    Mrkdwn::join(new.chain(gone), "  ·  ")
}

fn step_failed(
    step: &str,
    problem: &str,
    retry_at: Option<DateTime<Utc>>,
    incident: &Incident,
    policy: &Policy,
) -> Vec<Block> {
    let said = match in_words(problem) {
        Some(words) => md!("{} ({})", Mrkdwn::ours(words), Mrkdwn::code(problem)),
        None => Mrkdwn::plain(problem),
    };
    let head = md!(
        "⚠ *{}*: could not {}: {}",
        incident.id,
        Mrkdwn::plain(step),
        said
    );
    let outlook = match retry_at {
        Some(at) => md!(
            "It is tried again {}. You need do nothing.",
            Mrkdwn::moment(at)
        ),
        None => md!(
            "It is not tried again. The incident stands and is recorded: {} shows it from anywhere.",
            fact::typed(policy, &format!("status {}", incident.id))
        ),
    };
    vec![section(&head), context(&outlook)]
}
