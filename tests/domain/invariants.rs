//! Any requests, by anybody, in any order: what must hold after each of them.

use chrono::{DateTime, Duration, Utc};
use muster::domain::timeline::{GENESIS, Verifier};
use muster::domain::{
    Asked, Change, Effect, Entry, EntryKind, Incident, IncidentId, NewEntry, Policy, RoleKey,
    Status, UserId,
};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use super::requests::{Step, draft, everybody, step};
use super::{night, policy};

type Checked = Result<(), TestCaseError>;

/// Lower-case Latin letters, digits, hyphens and underscores, at most 80, and not only signs.
pub(super) fn is_legal_name(name: &str) -> bool {
    let legal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    (1..=80).contains(&name.len())
        && name.bytes().all(legal)
        && name.bytes().any(|b| b.is_ascii_alphanumeric())
        && !name.starts_with(['-', '_'])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_requests_keep_the_rules(draft in draft(), steps in prop::collection::vec(step(), 0..25)) {
        let (policy, everybody) = (policy(), everybody());
        let mut now = night();
        let asked = Asked { actor: &everybody[0], now, policy: &policy };
        let Ok(declared) = Incident::declare(IncidentId(7), draft, &asked) else {
            return Ok(());
        };
        check_declared(&declared, now)?;
        check_state(&declared.incident, &policy)?;
        let mut incident = declared.incident;
        let mut entries = declared.entries;
        let mut effects = declared.effects;
        for Step { request, actor, wait } in steps {
            now += Duration::seconds(wait);
            let actor = &everybody[actor];
            let asked = Asked { actor, now, policy: &policy };
            let before = incident.clone();
            let answer = request.ask(&incident, &asked);
            prop_assert_eq!(&incident, &before);
            if request.is_command() && actor.may_act(&policy).is_err() {
                prop_assert!(answer.is_err(), "{:?} by {:?}", request, actor);
            }
            if let Ok(change) = answer {
                check_state(&change.incident, &policy)?;
                check_recorded(&before, &change)?;
                check_promise(&before, &change, now)?;
                check_effects(&change)?;
                incident = change.incident;
                entries.extend(change.entries);
                effects.extend(change.effects);
            }
        }
        let announced = effects.iter().filter(|effect| matches!(effect, Effect::Announce(_)));
        prop_assert_eq!(announced.count(), usize::from(incident.announced));
        check_chain(entries, now)?;
    }
}

fn check_declared(change: &Change, now: DateTime<Utc>) -> Checked {
    let incident = &change.incident;
    prop_assert_eq!(change.entries.len(), 1);
    prop_assert_eq!(change.entries[0].kind, EntryKind::Declared);
    prop_assert_eq!(
        &change.entries[0].detail["severity"],
        &json!(incident.severity)
    );
    let room = matches!(change.effects[..], [Effect::CreateRoom { attempt: 0, .. }]);
    prop_assert!(room, "{:?}", change.effects);
    prop_assert!(incident.next_update_due.is_none_or(|due| due > now));
    check_effects(change)
}

/// What holds of an incident at any time.
fn check_state(incident: &Incident, policy: &Policy) -> Checked {
    for (role, holders) in &incident.roles {
        let spec = policy.role(role);
        prop_assert!(spec.is_some(), "{} is no role", role);
        let many = spec.is_some_and(|spec| spec.many);
        prop_assert!(!holders.is_empty());
        prop_assert!(many || holders.len() == 1, "{}: {:?}", role, holders);
        for (index, holder) in holders.iter().enumerate() {
            prop_assert!(!holders[..index].contains(holder), "{} twice", holder);
            let person = everybody()
                .into_iter()
                .find(|person| person.user == *holder);
            prop_assert!(person.unwrap().may_hold_role(policy).is_ok());
        }
    }
    if let Some(severity) = &incident.severity {
        prop_assert!(
            policy.severity(severity).is_some(),
            "{} is no severity",
            severity
        );
    }
    let times = &incident.times;
    prop_assert!(times.start() <= times.detected);
    prop_assert!(times.start() <= times.declared);
    for later in [times.acknowledged, times.mitigated, times.resolved] {
        prop_assert!(later.is_none_or(|at| at >= times.declared), "{:?}", times);
    }
    prop_assert_eq!(
        times.resolved.is_some(),
        incident.status == Status::Resolved
    );
    prop_assert_eq!(times.mitigated.is_some(), incident.status.is_mitigated());
    if let Some(resolved) = times.resolved {
        prop_assert!(
            times.mitigated.is_some_and(|at| at <= resolved),
            "{:?}",
            times
        );
    }
    prop_assert!(incident.commander().is_none() || times.acknowledged.is_some());
    prop_assert!(incident.status.is_open() || incident.next_update_due.is_none());
    prop_assert!(!incident.announced || incident.is_announceable());
    prop_assert!(
        is_legal_name(&incident.channel_name),
        "{}",
        incident.channel_name
    );
    prop_assert!((1..=120).contains(&incident.title.chars().count()));
    Ok(())
}

/// The entries of these kinds.
fn of<'a>(change: &'a Change, kinds: &[EntryKind]) -> Vec<&'a NewEntry> {
    let found = change
        .entries
        .iter()
        .filter(|entry| kinds.contains(&entry.kind));
    found.collect()
}

/// Whether just this move is on the timeline, or none when there was none.
fn check_move(entries: &[&NewEntry], from: &Value, to: &Value) -> Checked {
    if from == to {
        prop_assert!(entries.is_empty(), "{:?}", entries);
    } else {
        prop_assert_eq!(entries.len(), 1);
        prop_assert_eq!(&entries[0].detail["from"], from);
        prop_assert_eq!(&entries[0].detail["to"], to);
    }
    Ok(())
}

/// Every change of the state is on the timeline.
fn check_recorded(before: &Incident, change: &Change) -> Checked {
    let after = &change.incident;
    let moves = [
        EntryKind::StatusChanged,
        EntryKind::Resolved,
        EntryKind::Reopened,
    ];
    let status = of(change, &moves);
    check_move(&status, &json!(before.status), &json!(after.status))?;
    if before.times.resolved != after.times.resolved {
        let kind = if after.status.is_open() {
            EntryKind::Reopened
        } else {
            EntryKind::Resolved
        };
        prop_assert_eq!(status.first().map(|entry| entry.kind), Some(kind));
    }
    let severity = of(change, &[EntryKind::SeverityChanged]);
    check_move(&severity, &json!(before.severity), &json!(after.severity))?;
    let gained = pairs(change, EntryKind::RoleAssigned);
    prop_assert_eq!(gained, missing(after, before));
    let lost = pairs(change, EntryKind::RoleReleased);
    prop_assert_eq!(lost, missing(before, after));
    for (changed, kinds) in [
        (
            before.channel != after.channel,
            &[EntryKind::RoomCreated][..],
        ),
        (
            before.announcement != after.announcement,
            &[EntryKind::Announced],
        ),
        (
            before.last_update != after.last_update,
            &[EntryKind::UpdatePosted, EntryKind::Resolved],
        ),
        (
            before.times.acknowledged != after.times.acknowledged,
            &[EntryKind::RoleAssigned],
        ),
        (before.times.mitigated != after.times.mitigated, &moves),
    ] {
        prop_assert!(
            !changed || !of(change, kinds).is_empty(),
            "no entry of {:?}",
            kinds
        );
    }
    for fixed in [
        before.id == after.id,
        before.title == after.title,
        before.private == after.private,
        before.drill == after.drill,
        before.reporter == after.reporter,
        before.times.declared == after.times.declared,
    ] {
        prop_assert!(fixed);
    }
    Ok(())
}

fn pairs(change: &Change, kind: EntryKind) -> Vec<(RoleKey, UserId)> {
    let entries = of(change, &[kind]);
    let mut found: Vec<_> = entries
        .iter()
        .map(|entry| {
            let text = |name: &str| entry.detail[name].as_str().unwrap().to_owned();
            (text("role").into(), text("user").into())
        })
        .collect();
    found.sort();
    found
}

/// Who holds what in the one, and not in the other.
fn missing(one: &Incident, other: &Incident) -> Vec<(RoleKey, UserId)> {
    let mut found: Vec<_> = one
        .roles
        .iter()
        .flat_map(|(role, holders)| holders.iter().map(move |user| (role.clone(), user.clone())))
        .filter(|(role, user)| !other.holders(role).contains(user))
        .collect();
    found.sort();
    found
}

/// A new promise lies in the future.
fn check_promise(before: &Incident, change: &Change, now: DateTime<Utc>) -> Checked {
    let due = change.incident.next_update_due;
    if due != before.next_update_due {
        prop_assert!(due.is_none_or(|due| due > now), "{:?} is past", due);
    }
    Ok(())
}

fn check_effects(change: &Change) -> Checked {
    let incident = &change.incident;
    let mut announces = 0;
    for effect in &change.effects {
        prop_assert_eq!(effect.incident(), Some(incident.id));
        let public = match effect {
            Effect::Announce(_) => {
                announces += 1;
                true
            }
            Effect::AnnounceNotice { .. } | Effect::RefreshAnnouncement(_) => true,
            _ => false,
        };
        prop_assert!(!public || incident.announced, "{:?}", effect);
        prop_assert!(!public || incident.is_announceable(), "{:?}", effect);
    }
    prop_assert!(announces <= 1);
    for entry in &change.entries {
        prop_assert!(!entry.text.contains("<!"), "{}", entry.text);
    }
    Ok(())
}

fn check_chain(entries: Vec<NewEntry>, now: DateTime<Utc>) -> Checked {
    let mut verifier = Verifier::default();
    let (mut length, mut head) = (0, GENESIS.to_owned());
    for content in entries {
        length += 1;
        let entry = Entry::seal(IncidentId(7), length, now, content, head);
        prop_assert_eq!(verifier.take(&entry), Ok(()));
        head = entry.hash;
    }
    prop_assert_eq!(verifier.finish(length, &head), Ok(length));
    Ok(())
}
