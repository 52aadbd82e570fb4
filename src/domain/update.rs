//! Updates and what changes with them: status, severity, resolution, reopening, and notes.

use chrono::Duration;
use serde_json::json;

use super::actor::Asked;
use super::declare::MAX_TEXT;
use super::effect::Notice;
use super::ids::SeverityKey;
use super::incident::{Change, Incident, LastUpdate};
use super::refusal::Refusal;
use super::status::Status;
use super::text::{clean_text, cut_mrkdwn, defuse};
use super::timeline::{EntryKind, NewEntry};

/// The longest time until the next update that can be promised.
const MAX_WAIT_DAYS: i64 = 30;

/// An update for everybody who follows the incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdateDraft {
    /// mrkdwn as people wrote it.
    pub text: String,
    /// The status from now on; none: as it is.
    pub status: Option<Status>,
    /// The severity from now on; none: as it is.
    pub severity: Option<SeverityKey>,
    /// When the next update comes; none: at the severity's cadence.
    pub next_in: Option<Duration>,
}

impl Incident {
    /// Posts an update.
    pub fn update(&self, draft: &UpdateDraft, asked: &Asked<'_>) -> Result<Change, Refusal> {
        let Asked { actor, now, policy } = *asked;
        actor.may_act(policy)?;
        let text = written(&draft.text);
        if text.is_empty() {
            return Err(Refusal::of(
                "text",
                "Say what is known, what is being done and what comes next.",
            ));
        }
        check_wait(draft.next_in)?;
        let mut change = Change::of(self.clone());
        let entry = NewEntry::new(
            EntryKind::UpdatePosted,
            now,
            format!("posted an update: {text}"),
        );
        change.record(entry.by(&actor.user).with(json!({ "text": text })));
        change.incident.last_update = Some(LastUpdate {
            at: now,
            by: actor.user.clone(),
            text: text.clone(),
        });
        if let Some(severity) = &draft.severity {
            set_severity(&mut change, severity, asked)?;
        }
        set_status(&mut change, draft.status.unwrap_or(self.status), asked);
        change.incident.promise_next(draft.next_in, now, policy);
        let notice = Notice::Update {
            by: actor.user.clone(),
            text,
            status: (self.status, change.incident.status),
            severity: (self.severity.clone(), change.incident.severity.clone()),
            next_due: change.incident.next_update_due,
        };
        change.tell_room(notice.clone());
        change.tell_stakeholders(notice);
        change.refresh();
        Ok(change)
    }

    /// Sets the severity.
    pub fn change_severity(
        &self,
        severity: &SeverityKey,
        asked: &Asked<'_>,
    ) -> Result<Change, Refusal> {
        let Asked { actor, now, policy } = *asked;
        actor.may_act(policy)?;
        let severity = &policy.parse_severity(severity.as_str())?.key;
        if self.severity.as_ref() == Some(severity) {
            let label = policy.severity_label(Some(severity));
            return Err(Refusal::of(
                "severity",
                format!("{} is already {label}.", self.id),
            ));
        }
        let mut change = Change::of(self.clone());
        set_severity(&mut change, severity, asked)?;
        let due = change.incident.next_update_due;
        change.incident.promise_next(None, now, policy);
        change.incident.next_update_due = match (due, change.incident.next_update_due) {
            (Some(promised), Some(new)) => Some(promised.min(new)),
            (promised, new) => new.or(promised),
        };
        let notice = Notice::Severity {
            by: actor.user.clone(),
            from: self.severity.clone(),
            to: change.incident.severity.clone(),
        };
        change.tell_room(notice.clone());
        change.tell_stakeholders(notice);
        change.refresh();
        Ok(change)
    }

    /// Ends it; `text` says what fixed it and may be empty.
    pub fn resolve(&self, text: &str, asked: &Asked<'_>) -> Result<Change, Refusal> {
        let Asked { actor, now, policy } = *asked;
        actor.may_act(policy)?;
        if !self.status.is_open() {
            return Err(Refusal::new(format!(
                "{id} is resolved already. If it goes on: `{} reopen {id}`",
                policy.command,
                id = self.id
            )));
        }
        let text = written(text);
        let mut change = Change::of(self.clone());
        set_status(&mut change, Status::Resolved, asked);
        if let Some(entry) = change.entries.last_mut()
            && !text.is_empty()
        {
            entry.text = format!("resolved the incident: {text}");
            entry.detail = json!({ "from": self.status, "to": Status::Resolved, "text": text });
            change.incident.last_update = Some(LastUpdate {
                at: now,
                by: actor.user.clone(),
                text: text.clone(),
            });
        }
        change.incident.next_update_due = None;
        let notice = Notice::Resolved {
            by: actor.user.clone(),
            text,
        };
        change.tell_room(notice.clone());
        change.tell_stakeholders(notice);
        change.refresh();
        Ok(change)
    }

    /// Opens it again; `text` says why and may be empty.
    pub fn reopen(&self, text: &str, asked: &Asked<'_>) -> Result<Change, Refusal> {
        let Asked { actor, now, policy } = *asked;
        actor.may_act(policy)?;
        if self.status.is_open() {
            return Err(Refusal::new(format!(
                "{} is open already: {}.",
                self.id, self.status
            )));
        }
        let text = written(text);
        let mut change = Change::of(self.clone());
        set_status(&mut change, Status::Investigating, asked);
        if let Some(entry) = change.entries.last_mut()
            && !text.is_empty()
        {
            entry.text = format!("reopened the incident: {text}");
            let to = Status::Investigating;
            entry.detail = json!({ "from": self.status, "to": to, "text": text });
        }
        change.incident.promise_next(None, now, policy);
        let notice = Notice::Reopened {
            by: actor.user.clone(),
            text,
        };
        change.tell_room(notice.clone());
        change.tell_stakeholders(notice);
        change.refresh();
        Ok(change)
    }

    /// Writes a note on the timeline.
    pub fn note(&self, text: &str, asked: &Asked<'_>) -> Result<Change, Refusal> {
        let Asked { actor, now, policy } = *asked;
        actor.may_act(policy)?;
        let text = written(text);
        if text.is_empty() {
            return Err(Refusal::of(
                "text",
                "Write what happened or was done, such as “restarted db-2”.",
            ));
        }
        let mut change = Change::of(self.clone());
        let entry = NewEntry::new(EntryKind::Note, now, format!("noted: {text}"));
        change.record(entry.by(&actor.user).with(json!({ "text": text })));
        Ok(change)
    }
}

/// What people wrote, safe to post again.
fn written(text: &str) -> String {
    cut_mrkdwn(&defuse(&clean_text(text)), MAX_TEXT)
}

fn check_wait(wait: Option<Duration>) -> Result<(), Refusal> {
    match wait {
        Some(wait) if wait < Duration::minutes(1) || wait > Duration::days(MAX_WAIT_DAYS) => {
            Err(Refusal::of(
                "next_in",
                "Promise the next update within 1 minute to 30 days.",
            ))
        }
        Some(_) | None => Ok(()),
    }
}

fn set_severity(
    change: &mut Change,
    severity: &SeverityKey,
    asked: &Asked<'_>,
) -> Result<(), Refusal> {
    let Asked { actor, now, policy } = *asked;
    let severity = policy.parse_severity(severity.as_str())?.key.clone();
    let before = change.incident.severity.clone();
    if before.as_ref() == Some(&severity) {
        return Ok(());
    }
    let label = policy.severity_label(Some(&severity));
    let text = if before.is_none() {
        format!("set the severity to {label}")
    } else {
        let old = policy.severity_label(before.as_ref());
        format!("changed the severity from {old} to {label}")
    };
    let entry = NewEntry::new(EntryKind::SeverityChanged, now, text);
    change.record(
        entry
            .by(&actor.user)
            .with(json!({ "from": before, "to": severity })),
    );
    change.incident.severity = Some(severity);
    Ok(())
}

fn set_status(change: &mut Change, status: Status, asked: &Asked<'_>) {
    let Asked { actor, now, .. } = *asked;
    let before = change.incident.status;
    if before == status {
        return;
    }
    let (kind, text) = match (before, status) {
        (_, Status::Resolved) => (EntryKind::Resolved, "resolved the incident".to_owned()),
        (Status::Resolved, _) => (EntryKind::Reopened, "reopened the incident".to_owned()),
        (_, Status::Investigating | Status::Identified | Status::Monitoring) => (
            EntryKind::StatusChanged,
            format!("changed the status from {before} to {status}"),
        ),
    };
    let detail = json!({ "from": before, "to": status });
    change.record(NewEntry::new(kind, now, text).by(&actor.user).with(detail));
    change.incident.status = status;
    change.incident.times.enter(status, now);
}
