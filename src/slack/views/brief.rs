//! The private message to somebody who has just been given a role: what it asks, and what is first.

use super::blocks::{Block, Message, context, header, section};
use super::facts as fact;
use super::mrkdwn::{Mrkdwn, md};
use crate::domain::{COMMANDER, Incident, Policy, RoleKey};

/// The message.
pub fn brief(incident: &Incident, role: &RoleKey, policy: &Policy) -> Message {
    let name = policy.role_name(role);
    let mut blocks: Vec<Block> = vec![
        header(&format!("You are {name} of {}", incident.id)),
        section(&situation(incident, policy)),
    ];
    if let Some(spec) = policy.role(role) {
        // The instructions begin with what the role is for.
        let text = match spec.instructions.trim() {
            "" => Mrkdwn::plain(&spec.description),
            instructions => Mrkdwn::plain(instructions),
        };
        if !text.is_empty() {
            blocks.push(section(&text));
        }
    }
    let steps = first_steps(incident, role, policy);
    if !steps.is_empty() {
        let lines = steps.into_iter().map(|step| md!("• {}", step));
        blocks.push(section(&md!("*First*\n{}", Mrkdwn::join(lines, "\n"))));
    }
    blocks.push(context(&md!(
        "Cannot do it now? Hand it on: {}",
        fact::typed(policy, &format!("role {} {role} @somebody", incident.id))
    )));
    Message::of(blocks)
}

fn situation(incident: &Incident, policy: &Policy) -> Mrkdwn {
    let title = md!(
        "*{}*\n{}  ·  {}",
        fact::name(incident),
        Mrkdwn::plain(incident.status.name()),
        fact::severity(incident.severity.as_ref(), policy)
    );
    match &incident.channel {
        Some(channel) => md!("{}\n{}", title, Mrkdwn::channel(channel)),
        None => md!("{}  ·  its channel is being made", title),
    }
}

/// What is missing in the incident and is this role's to do.
fn first_steps(incident: &Incident, role: &RoleKey, policy: &Policy) -> Vec<Mrkdwn> {
    if role.as_str() != COMMANDER || !incident.status.is_open() {
        return Vec::new();
    }
    let line = |verb: &str| fact::typed(policy, &format!("{verb} {}", incident.id));
    let mut steps = Vec::new();
    if incident.severity.is_none() {
        steps.push(md!(
            "Set the severity; when in doubt, go high: {}",
            line("sev")
        ));
    }
    let is_free = |key: &RoleKey| incident.holders(key).is_empty() && key != role;
    if policy.roles.iter().any(|other| is_free(&other.key)) {
        steps.push(md!("Give the other roles away: {}", line("role")));
    }
    match incident.next_update_due {
        Some(due) => steps.push(md!(
            "Post an update by {}: {}",
            Mrkdwn::moment(due),
            line("update")
        )),
        None => steps.push(md!("Post a first update: {}", line("update"))),
    }
    steps
}
