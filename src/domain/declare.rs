//! Declaring: nothing but a title is needed, and no title is too long or too odd.

use std::collections::HashSet;

use chrono::{DateTime, Duration, Utc};
use serde_json::json;

use super::actor::Asked;
use super::channel_name::channel_name;
use super::effect::{Effect, ReplyTo};
use super::ids::{IncidentId, SeverityKey};
use super::incident::{Change, Incident, Times};
use super::policy::Policy;
use super::refusal::Refusal;
use super::status::Status;
use super::text::{clean_line, clean_text, cut, escape};
use super::timeline::{EntryKind, NewEntry};

/// The longest title, in characters: it fits a Slack header with the number before it.
pub const MAX_TITLE: usize = 120;
/// The longest description, in characters: it fits a Slack section.
pub const MAX_TEXT: usize = 2_900;

/// What is known when an incident is declared; only the title is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Plain text; a title over [`MAX_TITLE`] is cut and kept whole in the description.
    pub title: String,
    /// Plain text.
    pub description: String,
    /// How bad; none: the policy's default, or pending.
    pub severity: Option<SeverityKey>,
    /// What kind.
    pub incident_type: Option<String>,
    /// What is affected.
    pub services: Vec<String>,
    /// When the impact began, if before now.
    pub impact_started: Option<DateTime<Utc>>,
    /// Seen by its members only.
    pub private: bool,
    /// A practice.
    pub drill: bool,
    /// Where the declarer waits for the link to the war room.
    pub reply_to: Option<ReplyTo>,
    /// The message that led to it, as a link or a quotation (mrkdwn).
    pub source: Option<String>,
}

impl Incident {
    /// Declares an incident under the number `id`.
    pub fn declare(id: IncidentId, draft: Draft, asked: &Asked<'_>) -> Result<Change, Refusal> {
        let Asked { actor, now, policy } = *asked;
        actor.may_act(policy)?;
        let title = title_of(&draft)?;
        check_choices(&draft, now, policy)?;
        let severity = severity_of(&draft, policy)?;
        let mut incident = Self {
            id,
            description: description_of(&draft, &title),
            title,
            severity,
            status: Status::Investigating,
            drill: draft.drill,
            private: draft.private,
            incident_type: draft.incident_type,
            services: each_once(draft.services),
            times: Times {
                impact_started: draft.impact_started,
                detected: now,
                declared: now,
                acknowledged: None,
                mitigated: None,
                resolved: None,
            },
            reporter: actor.user.clone(),
            roles: std::collections::BTreeMap::new(),
            channel: None,
            channel_name: String::new(),
            topic: String::new(),
            card: None,
            announced: false,
            announcement: None,
            last_update: None,
            next_update_due: None,
            reply_to: draft.reply_to,
        };
        incident.channel_name = channel_name(&incident, policy, 0);
        incident.promise_next(None, now, policy);
        let mut change = Change::of(incident);
        change.record(declared_entry(&change.incident, draft.source, now, policy));
        let (name, private) = (
            change.incident.channel_name.clone(),
            change.incident.private,
        );
        change.then(Effect::CreateRoom {
            incident: id,
            name,
            private,
            attempt: 0,
        });
        Ok(change)
    }
}

fn title_of(draft: &Draft) -> Result<String, Refusal> {
    let title = clean_line(&draft.title);
    if title.is_empty() {
        let text = "Say in a few words what is wrong, for example “checkout returns errors”.";
        return Err(Refusal::of("title", text));
    }
    Ok(cut(&title, MAX_TITLE))
}

fn severity_of(draft: &Draft, policy: &Policy) -> Result<Option<SeverityKey>, Refusal> {
    match &draft.severity {
        Some(meant) => Ok(Some(policy.parse_severity(meant.as_str())?.key.clone())),
        None => Ok(policy.default_severity.clone()),
    }
}

fn each_once(services: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    services
        .into_iter()
        .filter(|service| seen.insert(service.clone()))
        .collect()
}

fn description_of(draft: &Draft, title: &str) -> String {
    let whole = clean_line(&draft.title);
    let mut description = clean_text(&draft.description);
    if whole != title {
        description.insert_str(0, &format!("{whole}\n\n"));
    }
    cut(description.trim_end(), MAX_TEXT)
}

fn check_choices(draft: &Draft, now: DateTime<Utc>, policy: &Policy) -> Result<(), Refusal> {
    let known_type = |key: &String| policy.types.iter().any(|named| named.key == *key);
    if draft
        .incident_type
        .as_ref()
        .is_some_and(|key| !known_type(key))
    {
        return Err(Refusal::of(
            "type",
            "This type is no longer offered. Choose another.",
        ));
    }
    let known_service = |key: &String| policy.services.iter().any(|named| named.key == *key);
    if draft.services.iter().any(|key| !known_service(key)) {
        return Err(Refusal::of(
            "services",
            "One of these services is no longer offered.",
        ));
    }
    match draft.impact_started {
        Some(start) if start > now + Duration::minutes(1) => Err(Refusal::of(
            "impact_started",
            "This is in the future. Give the moment when the impact began, or leave it empty.",
        )),
        Some(_) | None => Ok(()),
    }
}

fn declared_entry(
    incident: &Incident,
    source: Option<String>,
    now: DateTime<Utc>,
    policy: &Policy,
) -> NewEntry {
    let kind = match (incident.drill, incident.private) {
        (false, false) => "",
        (true, false) => "drill ",
        (false, true) => "private incident ",
        (true, true) => "private drill ",
    };
    let severity = match &incident.severity {
        None => "severity pending".to_owned(),
        key => policy.severity_label(key.as_ref()),
    };
    let mut text = format!(
        "declared {kind}{}: {} ({severity})",
        incident.id,
        escape(&incident.title)
    );
    if let Some(source) = source {
        text.push_str("\nfrom: ");
        text.push_str(&source);
    }
    NewEntry::new(EntryKind::Declared, now, text)
        .by(&incident.reporter)
        .with(json!({
            "title": incident.title,
            "description": incident.description,
            "severity": incident.severity,
            "type": incident.incident_type,
            "services": incident.services,
            "impact_started": incident.times.impact_started,
            "private": incident.private,
            "drill": incident.drill,
        }))
}
