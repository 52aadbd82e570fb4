//! The pinned card: the whole incident at one glance, and the buttons that are needed.

use chrono::{DateTime, Utc};

use super::blocks::{Block, Button, Message, actions, context, facts, header, section};
use super::facts as fact;
use super::mrkdwn::{Mrkdwn, md};
use crate::domain::{Incident, Policy};
use crate::slack::ids::ActionId;

/// The longest description on the card; the whole stands in the record.
const DESCRIPTION: usize = 1_000;

/// The card.
pub fn card(incident: &Incident, policy: &Policy, now: DateTime<Utc>) -> Message {
    let mut blocks = vec![header(&fact::heading(incident))];
    blocks.extend(state(incident, policy, now));
    blocks.extend(fact::marks(incident));
    blocks.push(context(&origin(incident)));
    blocks.push(actions(buttons(incident)));
    Message::of(blocks)
}

/// The facts without title and buttons, for the card and for whoever asks.
pub(super) fn state(incident: &Incident, policy: &Policy, now: DateTime<Utc>) -> Vec<Block> {
    let severity = fact::severity_value(incident.severity.as_ref(), policy);
    let mut known = vec![
        ("Status", Mrkdwn::plain(incident.status.name())),
        ("Severity", severity),
        ("Commander", fact::commander(incident)),
        fact::impact(incident, now),
    ];
    if let Some(services) = fact::services(incident, policy) {
        known.push(("Affected", services));
    }
    if let Some(key) = &incident.incident_type {
        known.push(("Type", Mrkdwn::plain(policy.type_name(key))));
    }
    if let Some(due) = fact::next_update(incident, now) {
        known.push(("Next update", due));
    }
    let mut blocks = vec![facts(known)];
    blocks.extend(fact::other_roles(incident, policy).map(|roles| section(&roles)));
    if !incident.description.is_empty() {
        let text = Mrkdwn::plain(&incident.description).fit(DESCRIPTION);
        blocks.push(section(&text));
    }
    blocks.extend(fact::last_update(incident));
    blocks
}

fn origin(incident: &Incident) -> Mrkdwn {
    let declared = md!(
        "Declared by {}, {}",
        Mrkdwn::person(&incident.reporter),
        Mrkdwn::moment(incident.times.declared)
    );
    match &incident.announcement {
        Some(post) => md!(
            "{}  ·  announced in {}",
            declared,
            Mrkdwn::channel(&post.channel)
        ),
        None => declared,
    }
}

fn buttons(incident: &Incident) -> Vec<Button> {
    let id = incident.id.to_string();
    let button = |action, label| Button::new(action, label, &id);
    if !incident.status.is_open() {
        return vec![
            button(ActionId::Postmortem, "Postmortem").primary(),
            button(ActionId::Reopen, "Reopen"),
        ];
    }
    let mut buttons = Vec::new();
    if incident.needs_commander() {
        buttons.push(button(ActionId::TakeCommand, "Take command").primary());
    }
    buttons.extend([
        button(ActionId::AssignRoles, "Assign roles"),
        button(ActionId::PostUpdate, "Post update"),
        button(ActionId::ChangeSeverity, "Change severity"),
        button(ActionId::Resolve, "Resolve"),
    ]);
    buttons
}
