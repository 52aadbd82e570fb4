//! The facts of a postmortem, and durations as people read them.

use chrono::Duration;
use muster::domain::postmortem::{Head, postmortem, span};
use muster::domain::text::{Names, NoNames};
use muster::domain::{Actor, Change, Entry, EntryKind, IncidentId, NewEntry};
use proptest::prelude::*;

use super::{Alice, after, policy, titled};

/// Everybody is called by their id in lower case.
struct Lower;

impl Names for Lower {
    fn person(&self, id: &str) -> Option<String> {
        Some(id.to_lowercase())
    }

    fn channel(&self, _: &str) -> Option<String> {
        None
    }
}

fn sealed(idx: i64, content: NewEntry) -> Entry {
    Entry::seal(IncidentId(7), idx, after(99), content, String::new())
}

/// An incident from its declaration to its end.
fn lived() -> Change {
    let alice = Alice::new();
    let mut draft = titled("Checkout is down");
    draft.severity = Some("SEV1".into());
    draft.impact_started = Some(after(-20));
    draft.services = vec!["checkout".to_owned()];
    draft.incident_type = Some("outage".to_owned());
    let incident = alice.declares(draft).incident;
    let bob = Actor::member("UBOB");
    let incident = incident
        .assign_role(&"ic".into(), &bob, &alice.at(4))
        .unwrap();
    incident
        .incident
        .resolve("<@UBOB> rolled back", &alice.at(65))
        .unwrap()
}

#[test]
fn the_facts_are_those_of_the_record() {
    let incident = lived().incident;
    let head = Head {
        length: 12,
        hash: "abc".to_owned(),
    };
    let facts = postmortem(&incident, &[], &head, &policy(), &Lower);
    assert_eq!(facts.id, "INC-7");
    assert_eq!(facts.severity, "SEV1 Major");
    assert_eq!(
        (facts.incident_type.as_str(), &facts.services[..]),
        ("Outage", &["Checkout".to_owned()][..])
    );
    assert_eq!(facts.reporter, "ualice");
    assert_eq!(facts.last_update, "@ubob rolled back");
    assert_eq!((facts.entries, facts.head.as_str()), (12, "abc"));
    let roles: Vec<_> = facts
        .roles
        .iter()
        .map(|line| (line.role.as_str(), line.holders.len()))
        .collect();
    assert_eq!(
        roles,
        [
            ("Incident commander", 1),
            ("Communications lead", 0),
            ("Scribe", 0),
            ("Responder", 0)
        ]
    );
    let times: Vec<_> = facts
        .times
        .iter()
        .map(|line| (line.name, line.at.as_str()))
        .collect();
    assert_eq!(
        times,
        [
            ("Impact started", "2026-03-10 02:40 UTC"),
            ("Detected", "2026-03-10 03:00 UTC"),
            ("Declared", "2026-03-10 03:00 UTC"),
            ("Acknowledged", "2026-03-10 03:04 UTC"),
            ("Mitigated", "2026-03-10 04:05 UTC"),
            ("Resolved", "2026-03-10 04:05 UTC"),
        ]
    );
    let took: Vec<_> = facts
        .durations
        .iter()
        .map(|line| line.took.as_str())
        .collect();
    assert_eq!(
        took,
        ["20 min", "20 min", "4 min", "1 h 25 min", "1 h 25 min"]
    );
}

#[test]
fn what_has_not_happened_is_empty() {
    let incident = Alice::new().declares(titled("x")).incident;
    let head = Head {
        length: 1,
        hash: "abc".to_owned(),
    };
    let facts = postmortem(&incident, &[], &head, &policy(), &NoNames);
    assert_eq!(facts.severity, "Pending");
    assert_eq!(facts.times[3].at, "");
    assert_eq!(facts.durations[4].took, "");
    assert_eq!(
        (facts.incident_type.as_str(), facts.last_update.as_str()),
        ("", "")
    );
}

#[test]
fn the_timeline_is_in_the_order_in_which_things_happened() {
    let mut program = NewEntry::new(EntryKind::Message, after(5), "disk &gt; 90%");
    program.detail = serde_json::json!({ "bot_name": "alertmanager" });
    let entries = [
        sealed(
            1,
            NewEntry::new(EntryKind::Note, after(9), "noted: later").by(&"UBOB".into()),
        ),
        sealed(2, program),
        sealed(
            3,
            NewEntry::new(EntryKind::StepFailed, after(9), "could not pin"),
        ),
    ];
    let head = Head {
        length: 3,
        hash: String::new(),
    };
    let facts = postmortem(&lived().incident, &entries, &head, &policy(), &Lower);
    let lines: Vec<_> = facts
        .timeline
        .iter()
        .map(|line| (line.at.as_str(), line.who.as_str(), line.text.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            ("2026-03-10 03:05:00", "alertmanager", "disk > 90%"),
            ("2026-03-10 03:09:00", "ubob", "noted: later"),
            ("2026-03-10 03:09:00", "Muster", "could not pin"),
        ]
    );
}

#[test]
fn spans_are_read_at_a_glance() {
    for (seconds, read) in [
        (-5, "0 s"),
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3_599, "59 min"),
        (3_600, "1 h 00 min"),
        (3_900, "1 h 05 min"),
        (86_399, "23 h 59 min"),
        (86_400, "1 d 0 h"),
        (183_600, "2 d 3 h"),
    ] {
        assert_eq!(span(Duration::seconds(seconds)), read);
    }
}

proptest! {
    #[test]
    fn any_duration_has_a_reading(millis in any::<i64>()) {
        let duration = Duration::try_milliseconds(millis).unwrap_or(Duration::MAX);
        prop_assert!(!span(duration).is_empty());
    }
}
