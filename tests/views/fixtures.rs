//! Incidents and a policy for the views.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, TimeZone, Utc};
use muster::domain::incident::{LastUpdate, Times};
use muster::domain::policy::{Named, Role, Severity};
use muster::domain::{Incident, IncidentId, MessageRef, Policy, Status};
use muster::sandbox::blocks::validate_message;
use muster::slack::views::Message;
use serde_json::{Value, json};

/// What must do no harm anywhere: a call to everybody, markup, a false link, a turned direction.
pub(crate) const HOSTILE: &str = "<!channel> *x* <https://evil.example|ok> & \u{202e}drawkcab `</>";

pub(crate) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 10, 3, 0, 0).unwrap()
}

pub(crate) fn policy() -> Policy {
    let severity = |key: &str, name: &str, emoji: &str, minutes: Option<i64>| Severity {
        key: key.into(),
        name: name.to_owned(),
        emoji: emoji.to_owned(),
        color: "#c8102e".to_owned(),
        criteria: format!("{name}: as long as a service is affected, or might be, in this way"),
        update_every: minutes.map(Duration::minutes),
    };
    let role = |key: &str, name: &str, alias: &str, many: bool| Role {
        key: key.into(),
        name: name.to_owned(),
        aliases: vec![alias.to_owned()],
        many,
        description: format!("What the {name} is for."),
        instructions: "1. Say that you are here.\n2. Begin.".to_owned(),
    };
    let named = |key: &str, name: &str| Named {
        key: key.to_owned(),
        name: name.to_owned(),
    };
    Policy {
        severities: vec![
            severity("SEV1", "Major", ":red_circle:", Some(30)),
            severity("SEV2", "Moderate", ":large_yellow_circle:", Some(60)),
            severity("SEV3", "Minor", ":large_blue_circle:", None),
        ],
        roles: vec![
            role("commander", "Incident commander", "ic", false),
            role("communications", "Communications lead", "comms", false),
            role("experts", "Experts", "sme", true),
        ],
        types: vec![named("outage", "Outage")],
        services: vec![
            named("checkout", "Checkout"),
            named("search", "Search & Find"),
        ],
        channel_name: "inc-{number}-{slug}".to_owned(),
        default_severity: None,
        guests_may_act: false,
        externals_may_act: false,
        command: "/incident".to_owned(),
    }
}

/// Just declared: only a title.
pub(crate) fn fresh() -> Incident {
    Incident {
        id: IncidentId(7),
        title: "Checkout returns errors".to_owned(),
        description: String::new(),
        severity: None,
        status: Status::Investigating,
        drill: false,
        private: false,
        incident_type: None,
        services: Vec::new(),
        times: Times {
            impact_started: None,
            detected: now(),
            declared: now(),
            acknowledged: None,
            mitigated: None,
            resolved: None,
        },
        reporter: "U1ALICE".into(),
        roles: BTreeMap::new(),
        channel: None,
        channel_name: "inc-7-checkout-returns-errors".to_owned(),
        topic: String::new(),
        card: None,
        announced: false,
        announcement: None,
        last_update: None,
        next_update_due: None,
        reply_to: None,
    }
}

/// A practice that few may see.
pub(crate) fn private_drill() -> Incident {
    Incident {
        private: true,
        drill: true,
        channel: Some("C1ROOM".into()),
        ..fresh()
    }
}

/// Everything is filled in, as it is two hours into a bad night.
pub(crate) fn full() -> Incident {
    let mut incident = Incident {
        description: "Cards are refused in every country.\nApple Pay works.".to_owned(),
        severity: Some("SEV1".into()),
        status: Status::Identified,
        incident_type: Some("outage".to_owned()),
        services: vec!["checkout".to_owned(), "search".to_owned()],
        channel: Some("C1ROOM".into()),
        card: Some("1700000000.000100".into()),
        announced: true,
        announcement: Some(MessageRef {
            channel: "C1NEWS".into(),
            ts: "1700000000.000200".into(),
        }),
        last_update: Some(LastUpdate {
            at: now() + Duration::minutes(90),
            by: "U1BOB".into(),
            text: "Rolling back, see <https://deploys.example/42|deploy 42>.\n<@U1CAROL> writes."
                .to_owned(),
        }),
        next_update_due: Some(now() + Duration::minutes(120)),
        ..fresh()
    };
    incident.times.impact_started = Some(now() - Duration::minutes(25));
    incident.roles = BTreeMap::from([
        ("commander".into(), vec!["U1BOB".into()]),
        ("experts".into(), vec!["U1CAROL".into(), "U1DAVE".into()]),
    ]);
    incident
}

/// The same, over.
pub(crate) fn resolved() -> Incident {
    let mut incident = full();
    incident.status = Status::Resolved;
    incident.next_update_due = None;
    incident.times.resolved = Some(now() + Duration::minutes(150));
    incident
}

/// Every text is hostile, and longer than anything shows.
pub(crate) fn hostile(text: &str) -> Incident {
    let mut incident = full();
    text.clone_into(&mut incident.title);
    text.clone_into(&mut incident.description);
    incident.services = vec![text.to_owned()];
    incident.incident_type = Some(text.to_owned());
    incident.severity = Some(text.into());
    incident.reporter = text.into();
    incident.channel = Some(text.into());
    incident.roles.insert("experts".into(), vec![text.into()]);
    if let Some(update) = &mut incident.last_update {
        text.clone_into(&mut update.text);
    }
    incident
}

/// The message as a test compares it; Slack must take it.
pub(crate) fn checked(message: &Message) -> Value {
    let problems = validate_message(&message.blocks);
    assert!(problems.is_empty(), "{problems:?}\n{:#}", message.blocks);
    assert!(
        message.text.encode_utf16().count() <= 4_000,
        "text too long"
    );
    assert_safe(&json!(message.text));
    assert_safe(&message.blocks);
    json!({ "text": message.text, "blocks": message.blocks })
}

/// Nothing in markup notifies many: `<!` begins dates only.
pub(crate) fn assert_safe(value: &Value) {
    match value {
        Value::String(text) => {
            let commands = text.match_indices("<!");
            for (at, _) in commands {
                assert!(text[at..].starts_with("<!date^"), "{text}");
            }
        }
        Value::Array(items) => items.iter().for_each(assert_safe),
        Value::Object(fields) if fields.get("type") == Some(&json!("plain_text")) => {}
        // A button's value is handed back to the bot, and what fills an input is plain text.
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "value" | "initial_value"))
            .for_each(|(_, value)| assert_safe(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
