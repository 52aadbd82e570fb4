//! What stakeholders read: one post that is edited in place. It says what is affected, how badly,
//! what is being done, and when they hear more.

use chrono::{DateTime, Utc};

use super::blocks::{Message, context, facts, header, section};
use super::facts as fact;
use super::mrkdwn::{Mrkdwn, md};
use crate::domain::{Incident, Policy, Status};

/// The longest account of the impact; the whole stands in the incident's channel.
const IMPACT: usize = 1_000;

/// The announcement.
pub fn announcement(incident: &Incident, policy: &Policy, now: DateTime<Utc>) -> Message {
    let mut blocks = vec![
        header(&fact::heading(incident)),
        section(&opening(incident, policy, now)),
    ];
    if !incident.description.is_empty() {
        let text = Mrkdwn::plain(&incident.description).fit(IMPACT);
        blocks.push(section(&md!("*Impact:* {}", text)));
    }
    let mut known = vec![
        (
            "Severity",
            fact::severity_value(incident.severity.as_ref(), policy),
        ),
        ("Status", Mrkdwn::plain(incident.status.name())),
        ("Commander", fact::commander(incident)),
        fact::impact(incident, now),
    ];
    if let Some(key) = &incident.incident_type {
        known.push(("Type", Mrkdwn::plain(policy.type_name(key))));
    }
    if let Some(due) = fact::next_update(incident, now) {
        known.push(("Next update", due));
    }
    blocks.push(facts(known));
    blocks.extend(fact::last_update(incident));
    blocks.push(context(&follow(incident)));
    Message::of(blocks)
}

fn opening(incident: &Incident, policy: &Policy, now: DateTime<Utc>) -> Mrkdwn {
    let issue = match fact::services(incident, policy) {
        Some(services) => md!("issue affecting *{}*", services),
        None => Mrkdwn::ours("issue"),
    };
    match incident.status {
        Status::Investigating => md!("We are investigating an {}.", issue),
        Status::Identified => md!(
            "We know the cause of the {}, and are working on the fix.",
            issue
        ),
        Status::Monitoring => md!("A fix for the {} is in place. We are watching it.", issue),
        Status::Resolved => md!(
            "✅ Resolved: the {} is over, after {}.",
            issue,
            fact::lasted(incident, now)
        ),
    }
}

fn follow(incident: &Incident) -> Mrkdwn {
    let is_open = incident.status.is_open();
    let updates = Mrkdwn::ours(if is_open {
        "Updates follow in this thread"
    } else {
        "The updates are in this thread"
    });
    let work = match &incident.channel {
        Some(channel) if is_open => md!("the work is in {}", Mrkdwn::channel(channel)),
        Some(channel) => md!("the work was in {}", Mrkdwn::channel(channel)),
        None if is_open => {
            Mrkdwn::ours("the incident's channel is not there yet; the work has begun")
        }
        None => Mrkdwn::default(),
    };
    Mrkdwn::join([updates, work], "  ·  ")
}
