//! Declaring: what is taken, what is cut, what is refused.

use chrono::Duration;
use muster::domain::{
    Actor, Asked, Draft, Effect, Incident, IncidentId, MAX_TEXT, Standing, Status,
};
use serde_json::json;

use super::{Alice, after, night, person, policy, titled};

/// Alice's draft, refused: the field and the text.
fn refused(draft: Draft) -> (Option<&'static str>, String) {
    let alice = Alice::new();
    let refusal = Incident::declare(IncidentId(7), draft, &alice.at(0)).unwrap_err();
    (refusal.field, refusal.text)
}

#[test]
fn a_title_is_all_that_is_needed() {
    let change = Alice::new().declares(titled("  Checkout\n is <down> "));
    let incident = &change.incident;
    assert_eq!(incident.title, "Checkout is <down>");
    assert_eq!(incident.status, Status::Investigating);
    assert_eq!(incident.severity, None);
    assert_eq!(incident.next_update_due, None);
    assert_eq!(incident.times.start(), night());
    assert_eq!(
        change.entries[0].text,
        "declared INC-7: Checkout is &lt;down&gt; (severity pending)"
    );
    assert_eq!(
        change.effects,
        [Effect::CreateRoom {
            incident: IncidentId(7),
            name: "inc-7-checkout-is-down".to_owned(),
            private: false,
            attempt: 0,
        }]
    );
}

#[test]
fn an_empty_title_is_refused_at_its_field() {
    for title in ["", "  \n ", "\u{202e}\u{0}", "\u{200b}"] {
        let (field, text) = refused(titled(title));
        assert_eq!(field, Some("title"), "{title:?}");
        assert!(text.contains("what is wrong"), "{text}");
    }
}

#[test]
fn an_over_long_title_is_cut_and_kept_whole_in_the_description() {
    let title = "日本".repeat(200);
    let mut draft = titled(&title);
    draft.description = "seen by support".to_owned();
    let incident = Alice::new().declares(draft).incident;
    assert_eq!(incident.title.chars().count(), 120);
    assert!(incident.title.ends_with('…'));
    assert_eq!(incident.description, format!("{title}\n\nseen by support"));
}

#[test]
fn an_over_long_description_is_cut() {
    let mut draft = titled("x");
    draft.description = "y ".repeat(5_000);
    let incident = Alice::new().declares(draft).incident;
    assert!(incident.description.chars().count() <= MAX_TEXT);
    assert!(incident.description.ends_with('…'));
}

#[test]
fn a_severity_by_any_spelling_is_stored_by_its_key() {
    let mut draft = titled("x");
    draft.severity = Some("sev 1".into());
    let change = Alice::new().declares(draft);
    assert_eq!(change.incident.severity, Some("SEV1".into()));
    assert_eq!(change.incident.next_update_due, Some(after(30)));
    assert_eq!(change.entries[0].detail["severity"], json!("SEV1"));
}

#[test]
fn without_a_severity_the_default_counts() {
    let mut policy = policy();
    policy.default_severity = Some("SEV2".into());
    let asked = Asked {
        actor: &Actor::member("U1"),
        now: night(),
        policy: &policy,
    };
    let change = Incident::declare(IncidentId(7), titled("x"), &asked).unwrap();
    assert_eq!(change.incident.severity, Some("SEV2".into()));
    assert_eq!(change.incident.next_update_due, Some(after(60)));
}

#[test]
fn choices_that_are_not_offered_are_refused_at_their_fields() {
    let with = |change: fn(&mut Draft)| {
        let mut draft = titled("x");
        change(&mut draft);
        refused(draft).0
    };
    assert_eq!(
        with(|draft| draft.severity = Some("SEV9".into())),
        Some("severity")
    );
    assert_eq!(
        with(|draft| draft.incident_type = Some("fire".to_owned())),
        Some("type")
    );
    assert_eq!(
        with(|draft| draft.services = vec!["gone".to_owned()]),
        Some("services")
    );
    assert_eq!(
        with(|draft| draft.impact_started = Some(after(2))),
        Some("impact_started")
    );
}

#[test]
fn the_impact_may_have_begun_long_ago_or_just_now() {
    for start in [after(-100_000), after(0), after(0) + Duration::seconds(59)] {
        let mut draft = titled("x");
        draft.impact_started = Some(start);
        let incident = Alice::new().declares(draft).incident;
        assert_eq!(incident.times.start(), start.min(night()));
        assert!(incident.age(after(0)) >= Duration::zero());
    }
}

#[test]
fn private_incidents_and_drills_say_so() {
    for (private, drill, words) in [
        (true, false, "declared private incident INC-7"),
        (false, true, "declared drill INC-7"),
        (true, true, "declared private drill INC-7"),
    ] {
        let mut draft = titled("x");
        (draft.private, draft.drill) = (private, drill);
        let change = Alice::new().declares(draft);
        assert!(change.entries[0].text.starts_with(words));
        assert!(!change.incident.is_announceable());
        let ready = change
            .incident
            .room_created("C1".into(), "inc-7-x".to_owned(), after(1));
        let announces = |effect: &Effect| matches!(effect, Effect::Announce(_));
        assert!(!ready.effects.iter().any(announces));
    }
}

#[test]
fn a_service_named_twice_is_affected_once() {
    let mut draft = titled("x");
    draft.services = ["api", "checkout", "api"].map(str::to_owned).to_vec();
    let incident = Alice::new().declares(draft).incident;
    assert_eq!(incident.services, ["api", "checkout"]);
}

#[test]
fn guests_do_not_declare() {
    let policy = policy();
    let guest = person("U1", Standing::Guest);
    let asked = Asked {
        actor: &guest,
        now: night(),
        policy: &policy,
    };
    let refusal = Incident::declare(IncidentId(7), titled("x"), &asked).unwrap_err();
    assert!(refusal.text.contains("Guests"), "{refusal}");
}

#[test]
fn the_room_brings_people_card_announcement_and_topic_side_by_side() {
    let incident = Alice::new().declares(titled("x")).incident;
    let id = incident.id;
    let change = incident.room_created("C1".into(), "inc-7-x-2".to_owned(), after(1));
    assert_eq!(
        change.effects,
        [
            Effect::Invite {
                incident: id,
                users: vec!["UALICE".into()],
            },
            Effect::PostCard(id),
            Effect::Announce(id),
            Effect::SetTopic(id),
        ]
    );
    assert_eq!(change.incident.channel_name, "inc-7-x-2");
    let streams: Vec<_> = change.effects.iter().filter_map(Effect::stream).collect();
    for (index, stream) in streams.iter().enumerate() {
        assert!(
            !streams[..index].contains(stream),
            "{stream:?} waits for another"
        );
    }
}
