//! What is decided about incidents, without clock, network or database.
#![expect(
    clippy::indexing_slicing,
    reason = "a test that looks past the end fails"
)]

mod chain;
mod channel_names;
mod decisions;
mod ids;
mod invariants;
mod policy;
mod postmortem;
mod requests;
mod roles;
mod text;
mod updates;

use chrono::{DateTime, Duration, Utc};
use muster::domain::policy::{Named, Role, Severity};
use muster::domain::{Actor, Asked, Change, Draft, Incident, IncidentId, Policy, Standing};

/// A company with five severities, one role for several people, and a few services.
pub(crate) fn policy() -> Policy {
    let severity = |key: &str, name: &str, minutes: Option<i64>| Severity {
        key: key.into(),
        name: name.to_owned(),
        emoji: ":red_circle:".to_owned(),
        color: "#d32f2f".to_owned(),
        criteria: format!("what makes {key}"),
        update_every: minutes.map(Duration::minutes),
    };
    let role = |key: &str, name: &str, aliases: &[&str], many: bool| Role {
        key: key.into(),
        name: name.to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        many,
        description: format!("what the {key} is for"),
        instructions: format!("what the {key} does"),
    };
    let named = |key: &str, name: &str| Named {
        key: key.to_owned(),
        name: name.to_owned(),
    };
    Policy {
        severities: vec![
            severity("SEV0", "Catastrophe", Some(15)),
            severity("SEV1", "Major", Some(30)),
            severity("SEV2", "Minor", Some(60)),
            severity("SEV3", "Low", None),
        ],
        roles: vec![
            role("commander", "Incident commander", &["ic", "lead"], false),
            role("comms", "Communications lead", &["communications"], false),
            role("scribe", "Scribe", &[], false),
            role("responder", "Responder", &["helper"], true),
        ],
        types: vec![named("outage", "Outage"), named("security", "Security")],
        services: vec![named("api", "Public API"), named("checkout", "Checkout")],
        channel_name: "inc-{number}-{slug}".to_owned(),
        default_severity: None,
        guests_may_act: false,
        externals_may_act: false,
        command: "/incident".to_owned(),
    }
}

/// Tuesday, 10 March 2026, 03:00 UTC.
pub(crate) fn night() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-03-10T03:00:00Z")
        .unwrap()
        .to_utc()
}

/// Some time after the night began.
pub(crate) fn after(minutes: i64) -> DateTime<Utc> {
    night() + Duration::minutes(minutes)
}

/// A person of that standing.
pub(crate) fn person(user: &str, standing: Standing) -> Actor {
    Actor {
        user: user.into(),
        standing,
    }
}

/// A draft of which only the title is known.
pub(crate) fn titled(title: &str) -> Draft {
    Draft {
        title: title.to_owned(),
        ..Draft::default()
    }
}

/// A request by Alice, a member.
pub(crate) struct Alice {
    actor: Actor,
    policy: Policy,
}

impl Alice {
    pub(crate) fn new() -> Self {
        Self {
            actor: Actor::member("UALICE"),
            policy: policy(),
        }
    }

    /// Asks at that minute.
    pub(crate) fn at(&self, minute: i64) -> Asked<'_> {
        Asked {
            actor: &self.actor,
            now: after(minute),
            policy: &self.policy,
        }
    }

    /// Declares an incident when the night begins.
    pub(crate) fn declares(&self, draft: Draft) -> Change {
        Incident::declare(IncidentId(7), draft, &self.at(0)).unwrap()
    }
}
