//! Several things at once: the incidents, and the timeline of one.

use chrono::{DateTime, Utc};

use super::blocks::{Message, context, header, section};
use super::facts as fact;
use super::mrkdwn::{Mrkdwn, md};
use crate::domain::{Entry, Incident, Policy};

/// The most incidents in one answer.
const INCIDENTS: usize = 20;
/// The most entries of a timeline in one answer.
const ENTRIES: usize = 20;
/// The longest text of one entry; the whole stands in the record.
const ENTRY: usize = 500;
/// The longest title in a list.
const TITLE: usize = 90;

/// An incident in one line.
pub(super) fn row(incident: &Incident, policy: &Policy) -> Mrkdwn {
    let lock = if incident.private { "🔒 " } else { "" };
    let drill = if incident.drill { "Drill · " } else { "" };
    md!(
        "{}{}  {}\n{}  ·  {}  ·  IC {}",
        Mrkdwn::plain(&format!("{lock}{drill}")),
        fact::linked(incident),
        Mrkdwn::plain(&incident.title).fit(TITLE),
        fact::severity(incident.severity.as_ref(), policy),
        incident.status,
        fact::commander(incident)
    )
}

/// The incidents, newest first.
pub fn incidents(incidents: &[Incident], policy: &Policy) -> Message {
    if incidents.is_empty() {
        return Message::line(&md!(
            "There are no incidents. Declare one: {}",
            fact::typed(policy, "declare what is wrong")
        ));
    }
    let (open, closed): (Vec<&Incident>, Vec<&Incident>) = incidents
        .iter()
        .take(INCIDENTS)
        .partition(|incident| incident.status.is_open());
    let mut blocks = Vec::new();
    for (title, group) in [("Open", open), ("Resolved", closed)] {
        if group.is_empty() {
            continue;
        }
        blocks.push(header(title));
        blocks.extend(group.iter().map(|incident| section(&row(incident, policy))));
    }
    if incidents.len() > INCIDENTS {
        blocks.push(context(&md!("Older ones are not shown.")));
    }
    Message::of(blocks)
}

/// The newest entries of the curated timeline, oldest first.
pub fn timeline(
    incident: &Incident,
    entries: &[Entry],
    now: DateTime<Utc>,
    policy: &Policy,
) -> Message {
    let mut blocks = vec![header(&format!("Timeline of {}", incident.id))];
    let hidden = entries.len().saturating_sub(ENTRIES);
    if hidden > 0 {
        blocks.push(context(&md!(
            "{} earlier entries are not shown here.",
            hidden
        )));
    }
    blocks.extend(
        entries
            .iter()
            .skip(hidden)
            .map(|entry| section(&line(entry))),
    );
    if entries.is_empty() {
        blocks.push(context(&Mrkdwn::ours("Nothing yet.")));
    }
    blocks.push(context(&md!(
        "As of {}. {} or a 📌 on a message adds to it. {} drafts the review from it.",
        Mrkdwn::moment(now),
        fact::typed(policy, &format!("note {} …", incident.id)),
        fact::typed(policy, &format!("postmortem {}", incident.id))
    )));
    Message::of(blocks)
}

fn line(entry: &Entry) -> Mrkdwn {
    let content = &entry.content;
    let text = Mrkdwn::written(&content.text).on_one_line().fit(ENTRY);
    let at = Mrkdwn::moment(content.occurred_at);
    match &content.actor {
        // What people did reads as a sentence, what they said stands behind a colon.
        Some(actor) if content.kind.is_milestone() => {
            md!("{}  {} {}", at, Mrkdwn::person(actor), text)
        }
        Some(actor) => md!("{}  {}: {}", at, Mrkdwn::person(actor), text),
        None => md!("{}  {}", at, text),
    }
}
