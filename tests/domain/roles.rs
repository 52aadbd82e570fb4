//! Roles: taken, given, passed on, given up.

use std::collections::BTreeMap;

use muster::domain::{Actor, Asked, Effect, EntryKind, Incident, RoleKey, Standing, UserId};

use super::{Alice, after, person, policy, titled};

fn incident() -> Incident {
    Alice::new().declares(titled("x")).incident
}

/// The same, commanded by Bob.
fn commanded() -> Incident {
    let bob = Actor::member("UBOB");
    let alice = Alice::new();
    let commander = "commander".into();
    incident()
        .assign_role(&commander, &bob, &alice.at(1))
        .unwrap()
        .incident
}

fn set(incident: &Incident, wanted: &[(&str, &[&str])]) -> Result<Incident, String> {
    let wanted: BTreeMap<RoleKey, Vec<UserId>> = wanted
        .iter()
        .map(|(role, users)| {
            (
                (*role).into(),
                users.iter().map(|user| (*user).into()).collect(),
            )
        })
        .collect();
    let alice = Alice::new();
    let changed = incident.set_roles(&wanted, &[], &alice.at(2));
    changed
        .map(|change| change.incident)
        .map_err(|refusal| refusal.text)
}

#[test]
fn whoever_takes_a_free_role_has_it() {
    let change = incident()
        .take_role(&"commander".into(), &Alice::new().at(3))
        .unwrap();
    assert_eq!(change.incident.commander(), Some(&"UALICE".into()));
    assert_eq!(change.incident.times.acknowledged, Some(after(3)));
    assert_eq!(change.entries[0].text, "took the role Incident commander");
    let briefs = |effect: &Effect| matches!(effect, Effect::BriefHolder { .. });
    assert!(change.effects.iter().any(briefs));
}

#[test]
fn a_role_that_is_taken_is_not_taken_again_by_any_of_its_names() {
    for name in ["commander", "ic", "Lead", "Incident commander"] {
        let refusal = commanded()
            .take_role(&name.into(), &Alice::new().at(3))
            .unwrap_err();
        assert!(
            refusal
                .text
                .starts_with("<@UBOB> is already Incident commander of INC-7"),
            "{refusal}"
        );
    }
}

#[test]
fn whoever_has_a_role_is_told_so() {
    let policy = policy();
    let bob = Actor::member("UBOB");
    let asked = Asked {
        actor: &bob,
        now: after(3),
        policy: &policy,
    };
    let refusal = commanded().take_role(&"ic".into(), &asked).unwrap_err();
    assert_eq!(refusal.text, "You are already Incident commander of INC-7.");
}

#[test]
fn a_role_for_one_passes_on_when_it_is_given() {
    let carol = Actor::member("UCAROL");
    let change = commanded()
        .assign_role(&"ic".into(), &carol, &Alice::new().at(3))
        .unwrap();
    assert_eq!(
        change.incident.holders(&"commander".into()),
        ["UCAROL".into()]
    );
    let kinds: Vec<_> = change.entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [EntryKind::RoleReleased, EntryKind::RoleAssigned]);
    assert_eq!(
        change.incident.times.acknowledged,
        Some(after(1)),
        "the first counts"
    );
}

#[test]
fn a_role_for_many_is_shared() {
    let responder = "responder".into();
    let mut incident = incident();
    for user in ["UBOB", "UCAROL"] {
        let change = incident.assign_role(&responder, &Actor::member(user), &Alice::new().at(1));
        incident = change.unwrap().incident;
    }
    let change = incident.take_role(&responder, &Alice::new().at(2)).unwrap();
    let holders = change.incident.holders(&responder);
    assert_eq!(holders, ["UBOB".into(), "UCAROL".into(), "UALICE".into()]);
}

#[test]
fn all_roles_are_set_at_once() {
    let set = set(
        &commanded(),
        &[
            ("commander", &[]),
            ("ic", &["UALICE"]),
            ("comms", &["UBOB"]),
        ],
    );
    let incident = set.unwrap();
    assert_eq!(incident.commander(), Some(&"UALICE".into()));
    assert_eq!(incident.holders(&"comms".into()), ["UBOB".into()]);
    assert_eq!(incident.roles.len(), 2);
}

#[test]
fn one_person_named_twice_holds_a_role_once() {
    let incident = set(
        &incident(),
        &[("responder", &["UBOB", "UBOB"]), ("ic", &["UBOB", "UBOB"])],
    );
    let incident = incident.unwrap();
    assert_eq!(incident.holders(&"responder".into()), ["UBOB".into()]);
    assert_eq!(incident.commander(), Some(&"UBOB".into()));
}

#[test]
fn two_people_do_not_share_a_role_for_one() {
    let twice: [&[(&str, &[&str])]; 2] = [
        &[("commander", &["UBOB", "UALICE"])],
        &[("commander", &["UBOB"]), ("ic", &["UALICE"])],
    ];
    for wanted in twice {
        let text = set(&incident(), wanted).unwrap_err();
        assert_eq!(text, "Only one person can be Incident commander.");
    }
}

#[test]
fn nothing_to_change_is_said() {
    for wanted in [&[][..], &[("ic", &["UBOB"][..])], &[("scribe", &[])]] {
        let text = set(&commanded(), wanted).unwrap_err();
        assert!(text.starts_with("Nothing to change"), "{text}");
    }
    let text = set(&incident(), &[("boss", &["UBOB"])]).unwrap_err();
    assert!(text.starts_with("There is no role “boss”"), "{text}");
}

#[test]
fn guests_are_not_given_roles() {
    let guest = person("UGUEST", Standing::Guest);
    let refusal = incident()
        .assign_role(&"scribe".into(), &guest, &Alice::new().at(1))
        .unwrap_err();
    assert_eq!(
        refusal.text,
        "<@UGUEST> cannot take a role: it is a guest's account."
    );
}

#[test]
fn a_new_holder_is_invited_once_there_is_a_room() {
    let invites = |effects: &[Effect]| {
        let invited = effects.iter().find_map(|effect| match effect {
            Effect::Invite { users, .. } => Some(users.clone()),
            _ => None,
        });
        invited.unwrap_or_default()
    };
    let alice = Alice::new();
    let bob = Actor::member("UBOB");
    let early = incident()
        .assign_role(&"ic".into(), &bob, &alice.at(1))
        .unwrap();
    assert!(invites(&early.effects).is_empty());
    let room = early
        .incident
        .room_created("C1".into(), "inc-7-x".to_owned(), after(2));
    assert_eq!(invites(&room.effects), ["UALICE".into(), "UBOB".into()]);
    let late = room
        .incident
        .assign_role(&"scribe".into(), &bob, &alice.at(3))
        .unwrap();
    assert_eq!(invites(&late.effects), ["UBOB".into()]);
}
