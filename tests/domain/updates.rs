//! Updates, severity, resolution, reopening, notes, and what follows from a refused step.

use chrono::Duration;
use muster::domain::{Effect, EntryKind, Incident, MAX_TEXT, Notice, Refusal, Status, UpdateDraft};
use serde_json::json;

use super::{Alice, after, titled};

/// An incident of severity 1, with its room.
fn running() -> Incident {
    let mut draft = titled("x");
    draft.severity = Some("SEV1".into());
    let incident = Alice::new().declares(draft).incident;
    incident
        .room_created("C1".into(), "inc-7-x".to_owned(), after(1))
        .incident
}

fn says(text: &str) -> UpdateDraft {
    UpdateDraft {
        text: text.to_owned(),
        ..UpdateDraft::default()
    }
}

#[test]
fn an_update_goes_to_the_room_the_stakeholders_and_the_record() {
    let mut draft = says("<!channel> found it, <@U2> rolls back");
    draft.status = Some(Status::Monitoring);
    draft.severity = Some("2".into());
    draft.next_in = Some(Duration::minutes(10));
    let change = running().update(&draft, &Alice::new().at(5)).unwrap();
    let incident = &change.incident;
    assert_eq!(incident.severity, Some("SEV2".into()));
    assert_eq!(incident.next_update_due, Some(after(15)));
    assert_eq!(incident.times.mitigated, Some(after(5)));
    let kinds: Vec<_> = change.entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(
        kinds,
        [
            EntryKind::UpdatePosted,
            EntryKind::SeverityChanged,
            EntryKind::StatusChanged
        ]
    );
    let text = "@channel found it, <@U2> rolls back";
    assert_eq!(incident.last_update.as_ref().unwrap().text, text);
    let id = incident.id;
    let notice = Notice::Update {
        by: "UALICE".into(),
        text: text.to_owned(),
        status: (Status::Investigating, Status::Monitoring),
        severity: (Some("SEV1".into()), Some("SEV2".into())),
        next_due: Some(after(15)),
    };
    assert_eq!(
        change.effects,
        [
            Effect::RoomNotice {
                incident: id,
                notice: notice.clone()
            },
            Effect::AnnounceNotice {
                incident: id,
                notice
            },
            Effect::RefreshAnnouncement(id),
            Effect::RefreshCard(id),
            Effect::SetTopic(id),
        ]
    );
}

#[test]
fn bad_updates_are_refused_at_their_fields() {
    let refused = |draft: &UpdateDraft| running().update(draft, &Alice::new().at(5)).unwrap_err();
    assert_eq!(refused(&says(" \u{202e}\n")).field, Some("text"));
    for wait in [
        Duration::seconds(59),
        Duration::days(31),
        Duration::MIN,
        Duration::MAX,
    ] {
        let draft = UpdateDraft {
            next_in: Some(wait),
            ..says("x")
        };
        assert_eq!(refused(&draft).field, Some("next_in"), "{wait}");
    }
    let draft = UpdateDraft {
        severity: Some("SEV9".into()),
        ..says("x")
    };
    assert_eq!(refused(&draft).field, Some("severity"));
}

#[test]
fn an_over_long_update_is_cut_between_its_links() {
    let text = "<https://status.example.com|status> ".repeat(200);
    let change = running().update(&says(&text), &Alice::new().at(5)).unwrap();
    let text = change.incident.last_update.unwrap().text;
    assert!(text.chars().count() <= MAX_TEXT);
    assert!(text.ends_with("|status>…"), "{}", &text[text.len() - 60..]);
}

#[test]
fn the_same_severity_by_another_name_is_no_change() {
    for name in ["SEV1", "1", "sev 1", "major"] {
        let refusal = running()
            .change_severity(&name.into(), &Alice::new().at(5))
            .unwrap_err();
        assert_eq!(refusal.text, "INC-7 is already SEV1 Major.", "{name}");
        assert_eq!(refusal.field, Some("severity"));
    }
}

#[test]
fn a_new_severity_never_puts_off_a_promise() {
    let running = running();
    assert_eq!(running.next_update_due, Some(after(30)));
    let due = |to: &str, at: i64| {
        let alice = Alice::new();
        let changed = running.change_severity(&to.into(), &alice.at(at));
        changed.unwrap().incident.next_update_due
    };
    assert_eq!(
        due("SEV2", 10),
        Some(after(30)),
        "a milder one keeps the promise"
    );
    assert_eq!(
        due("SEV0", 10),
        Some(after(25)),
        "a worse one makes it earlier"
    );
    assert_eq!(
        due("SEV3", 10),
        Some(after(30)),
        "without a cadence it stays"
    );
    assert_eq!(
        due("SEV0", 40),
        Some(after(30)),
        "what is overdue stays overdue"
    );
}

#[test]
fn a_resolution_says_from_what_to_what_and_why() {
    for text in ["", "rolled back"] {
        let change = running().resolve(text, &Alice::new().at(9)).unwrap();
        let entry = &change.entries[0];
        assert_eq!(entry.kind, EntryKind::Resolved);
        assert_eq!(entry.detail["from"], json!("investigating"));
        assert_eq!(entry.detail["to"], json!("resolved"));
        assert_eq!(entry.detail.get("text").is_some(), !text.is_empty());
        let incident = change.incident;
        assert_eq!(incident.times.resolved, Some(after(9)));
        assert_eq!(incident.times.mitigated, Some(after(9)));
        assert_eq!(incident.next_update_due, None);
        assert_eq!(incident.age(after(99)), Duration::minutes(9));
    }
}

#[test]
fn what_is_resolved_is_not_resolved_again_but_reopened() {
    let alice = Alice::new();
    let resolved = running().resolve("done", &alice.at(9)).unwrap().incident;
    let refusal: Refusal = resolved.resolve("", &alice.at(10)).unwrap_err();
    assert!(refusal.text.contains("/incident reopen"), "{refusal}");
    let change = resolved.reopen("it is back", &alice.at(11)).unwrap();
    assert_eq!(change.entries[0].text, "reopened the incident: it is back");
    assert_eq!(
        change.entries[0].detail,
        json!({ "from": "resolved", "to": "investigating", "text": "it is back" })
    );
    let incident = change.incident;
    assert_eq!(
        (incident.times.resolved, incident.times.mitigated),
        (None, None)
    );
    assert_eq!(incident.next_update_due, Some(after(41)));
    let refusal = incident.reopen("", &alice.at(12)).unwrap_err();
    assert_eq!(refusal.text, "INC-7 is open already: Investigating.");
}

#[test]
fn a_clock_that_lags_behind_does_not_turn_times_around() {
    let alice = Alice::new();
    let early = running();
    let taken = early
        .take_role(&"ic".into(), &alice.at(-1))
        .unwrap()
        .incident;
    assert_eq!(taken.times.acknowledged, Some(after(0)));
    let mut draft = says("watching");
    draft.status = Some(Status::Monitoring);
    let watched = taken.update(&draft, &alice.at(5)).unwrap().incident;
    let resolved = watched.resolve("", &alice.at(4)).unwrap().incident;
    assert_eq!(resolved.times.resolved, Some(after(5)));
}

#[test]
fn a_note_is_on_the_timeline_and_nowhere_else() {
    let change = running()
        .note("restarted <db-2>", &Alice::new().at(5))
        .unwrap();
    assert_eq!(change.entries[0].text, "noted: restarted &lt;db-2&gt;");
    assert!(change.effects.is_empty());
    let refusal = running().note(" ", &Alice::new().at(5)).unwrap_err();
    assert!(refusal.text.contains("restarted db-2"), "{refusal}");
}

#[test]
fn when_the_room_cannot_be_made_people_and_stakeholders_still_hear_of_it() {
    let incident = Alice::new().declares(titled("x")).incident;
    let id = incident.id;
    let effect = Effect::CreateRoom {
        incident: id,
        name: incident.channel_name.clone(),
        private: false,
        attempt: 0,
    };
    let change = incident.step_failed(&effect, "restricted_action", None, after(1));
    assert_eq!(
        change.entries[0].text,
        "could not make the incident channel: restricted_action; it was given up"
    );
    let [Effect::TellPerson { user, .. }, Effect::Announce(_)] = &change.effects[..] else {
        panic!("{:?}", change.effects);
    };
    assert_eq!(user.as_str(), "UALICE");
}

#[test]
fn a_failed_direct_message_is_not_told_by_direct_message() {
    let incident = running();
    let effect = Effect::TellPerson {
        incident: incident.id,
        user: "UALICE".into(),
        notice: Notice::Resolved {
            by: "UALICE".into(),
            text: String::new(),
        },
    };
    let change = incident.step_failed(&effect, "cannot_dm_bot", None, after(1));
    assert!(change.effects.is_empty());
    assert_eq!(change.entries.len(), 1);
}
