//! The facts of a postmortem, taken from the record; the template gives them their shape.

use chrono::{DateTime, Duration, Utc};
use serde::Serialize;

use super::incident::Incident;
use super::policy::Policy;
use super::text::{Names, readable};
use super::timeline::Entry;

/// What a template can use. Times are `2026-01-31 14:05 UTC`; absent values are empty texts.
#[derive(Clone, Debug, Serialize)]
pub struct Postmortem {
    /// `INC-1`.
    pub id: String,
    /// The title.
    pub title: String,
    /// What people wrote of it.
    pub description: String,
    /// `SEV1 Major`, or `Pending`.
    pub severity: String,
    /// The status.
    pub status: String,
    /// The type's name.
    pub incident_type: String,
    /// The services' names.
    pub services: Vec<String>,
    /// A practice.
    pub drill: bool,
    /// Seen by its members only.
    pub private: bool,
    /// The newest update's text.
    pub last_update: String,
    /// Who held which role at the end, in the policy's order.
    pub roles: Vec<RoleLine>,
    /// Who declared it.
    pub reporter: String,
    /// The moments, in order.
    pub times: Vec<TimeLine>,
    /// The durations between them.
    pub durations: Vec<DurationLine>,
    /// The curated timeline, in the order in which things happened.
    pub timeline: Vec<TimelineLine>,
    /// The number of entries of the full timeline.
    pub entries: i64,
    /// The hash of the last entry: it stands for the whole timeline.
    pub head: String,
}

/// A role and the names of its holders.
#[derive(Clone, Debug, Serialize)]
pub struct RoleLine {
    /// What it is called.
    pub role: String,
    /// Names; empty when nobody held it.
    pub holders: Vec<String>,
}

/// A moment.
#[derive(Clone, Debug, Serialize)]
pub struct TimeLine {
    /// Such as `Declared`.
    pub name: &'static str,
    /// When; empty when it has not come.
    pub at: String,
}

/// A span between two moments.
#[derive(Clone, Debug, Serialize)]
pub struct DurationLine {
    /// Such as `Time to acknowledge`.
    pub name: &'static str,
    /// Such as `1 h 05 min`; empty when one of the moments is missing.
    pub took: String,
    /// What it is measured from and to.
    pub definition: &'static str,
}

/// A line of the timeline.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineLine {
    /// `2026-01-31 14:05:09`, UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// What.
    pub text: String,
}

/// The end of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many entries there are.
    pub length: i64,
    /// The last one's hash.
    pub hash: String,
}

/// Takes the facts from the record. `curated` are the entries to be shown, in any order.
pub fn postmortem(
    incident: &Incident,
    curated: &[Entry],
    head: &Head,
    policy: &Policy,
    names: &impl Names,
) -> Postmortem {
    let name = |id: &str| names.person(id).unwrap_or_else(|| id.to_owned());
    let mut shown: Vec<&Entry> = curated.iter().collect();
    shown.sort_by_key(|entry| (entry.content.occurred_at, entry.idx));
    Postmortem {
        id: incident.id.to_string(),
        title: incident.title.clone(),
        description: incident.description.clone(),
        severity: match &incident.severity {
            None => "Pending".to_owned(),
            key => policy.severity_label(key.as_ref()),
        },
        status: incident.status.to_string(),
        incident_type: incident
            .incident_type
            .as_deref()
            .map_or_else(String::new, |key| policy.type_name(key).to_owned()),
        services: incident
            .services
            .iter()
            .map(|key| policy.service_name(key).to_owned())
            .collect(),
        drill: incident.drill,
        private: incident.private,
        last_update: incident
            .last_update
            .as_ref()
            .map_or_else(String::new, |update| readable(&update.text, names)),
        roles: policy
            .roles
            .iter()
            .map(|role| RoleLine {
                role: role.name.clone(),
                holders: incident
                    .holders(&role.key)
                    .iter()
                    .map(|user| name(user.as_str()))
                    .collect(),
            })
            .collect(),
        reporter: name(incident.reporter.as_str()),
        times: times(incident),
        durations: durations(incident),
        timeline: shown
            .iter()
            .map(|entry| TimelineLine {
                at: entry
                    .content
                    .occurred_at
                    .format("%Y-%m-%d %H:%M:%S")
                    .to_string(),
                who: entry.author(names),
                text: readable(&entry.content.text, names),
            })
            .collect(),
        entries: head.length,
        head: head.hash.clone(),
    }
}

fn times(incident: &Incident) -> Vec<TimeLine> {
    let times = &incident.times;
    [
        ("Impact started", Some(times.start())),
        ("Detected", Some(times.detected)),
        ("Declared", Some(times.declared)),
        ("Acknowledged", times.acknowledged),
        ("Mitigated", times.mitigated),
        ("Resolved", times.resolved),
    ]
    .into_iter()
    .map(|(name, at)| TimeLine {
        name,
        at: at.map_or_else(String::new, minute),
    })
    .collect()
}

fn durations(incident: &Incident) -> Vec<DurationLine> {
    let times = &incident.times;
    let start = Some(times.start());
    [
        (
            "Time to detect",
            start,
            Some(times.detected),
            "impact started → detected",
        ),
        (
            "Time to declare",
            start,
            Some(times.declared),
            "impact started → declared",
        ),
        (
            "Time to acknowledge",
            Some(times.declared),
            times.acknowledged,
            "declared → first commander",
        ),
        (
            "Time to mitigate",
            start,
            times.mitigated,
            "impact started → mitigated",
        ),
        (
            "Time to resolve",
            start,
            times.resolved,
            "impact started → resolved",
        ),
    ]
    .into_iter()
    .map(|(name, from, to, definition)| DurationLine {
        name,
        took: from
            .zip(to)
            .map_or_else(String::new, |(from, to)| span(to - from)),
        definition,
    })
    .collect()
}

fn minute(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// A duration for people: `45 s`, `12 min`, `1 h 05 min`, `2 d 3 h`.
pub fn span(duration: Duration) -> String {
    let seconds = duration.num_seconds().max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    if seconds < 60 {
        format!("{seconds} s")
    } else if minutes < 60 {
        format!("{minutes} min")
    } else if hours < 24 {
        format!("{hours} h {:02} min", minutes % 60)
    } else {
        format!("{days} d {} h", hours % 24)
    }
}
