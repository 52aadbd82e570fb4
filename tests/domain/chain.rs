//! The hash chain: whatever is done to it shows, at the first place where it was done.

use chrono::Duration;
use muster::domain::timeline::{Broken, GENESIS, Verifier};
use muster::domain::{Entry, EntryKind, IncidentId, NewEntry};
use proptest::prelude::*;
use serde_json::json;

use super::{after, night};

/// A chain of entries in which every field is used.
fn chain(texts: &[String]) -> Vec<Entry> {
    let mut head = GENESIS.to_owned();
    let mut entries = Vec::new();
    for (idx, text) in (1..).zip(texts) {
        let mut content = NewEntry::new(EntryKind::Message, after(idx), text.clone());
        content.actor = (idx % 2 == 0).then(|| "U1".into());
        content.channel = Some("C1".into());
        content.message_ts = Some(format!("{idx}.0").into());
        content.thread_ts = (idx % 3 == 0).then(|| "1.0".into());
        content.source_key = Some(format!("msg:{idx}"));
        content.detail = json!({ "value": text });
        content.raw = (idx % 2 == 1).then(|| json!({ "text": text }));
        let entry = Entry::seal(IncidentId(7), idx, after(idx), content, head.clone());
        head.clone_from(&entry.hash);
        entries.push(entry);
    }
    entries
}

/// Where the chain breaks, when this end was recorded.
fn verify(entries: &[Entry], end: (i64, &str)) -> Result<i64, i64> {
    let mut verifier = Verifier::default();
    let broken = |broken: Broken| broken.idx;
    for entry in entries {
        verifier.take(entry).map_err(broken)?;
    }
    verifier.finish(end.0, end.1).map_err(broken)
}

/// Every way to change one field of an entry.
const MUTATIONS: &[fn(&mut Entry)] = &[
    |entry| entry.incident.0 += 1,
    |entry| entry.idx += 1,
    |entry| entry.recorded_at += Duration::microseconds(1),
    |entry| entry.content.occurred_at -= Duration::microseconds(1),
    |entry| entry.content.kind = EntryKind::MessageEdited,
    |entry| entry.content.actor = Some("U2".into()),
    |entry| entry.content.actor = entry.content.actor.take().map_or(Some("".into()), |_| None),
    |entry| entry.content.text.push('x'),
    |entry| entry.content.channel = Some("C2".into()),
    |entry| entry.content.channel = None,
    |entry| entry.content.message_ts = None,
    |entry| entry.content.thread_ts = Some("9.9".into()),
    |entry| entry.content.source_key = Some("msg:x".to_owned()),
    |entry| entry.content.source_key = None,
    |entry| entry.content.detail = json!({ "value": 1 }),
    |entry| entry.content.detail = json!(null),
    |entry| entry.content.raw = Some(json!({ "text": 1 })),
    |entry| entry.prev_hash = "0".repeat(63) + "1",
    |entry| entry.hash = "f".repeat(64),
    |entry| {
        // From one field into the next.
        let text = std::mem::take(&mut entry.content.text);
        entry.content.channel = Some(format!("{text}C1").into());
    },
];

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(".{1,12}", 2..10)
}

proptest! {
    #[test]
    fn any_change_of_a_field_is_found(
        texts in texts(), at in any::<prop::sample::Index>(), mutate in prop::sample::select(MUTATIONS),
    ) {
        let mut entries = chain(&texts);
        let (length, head) = end(&entries);
        prop_assert_eq!(verify(&entries, (length, &head)), Ok(length));
        let place = at.index(entries.len());
        mutate(&mut entries[place]);
        prop_assert_eq!(verify(&entries, (length, &head)), Err(idx(place)));
    }

    #[test]
    fn a_deleted_entry_is_missed(texts in texts(), at in any::<prop::sample::Index>()) {
        let mut entries = chain(&texts);
        let (length, head) = end(&entries);
        let place = at.index(entries.len());
        entries.remove(place);
        prop_assert_eq!(verify(&entries, (length, &head)), Err(idx(place)));
        for (number, entry) in (1..).zip(&mut entries) {
            entry.idx = number;
        }
        prop_assert_eq!(verify(&entries, (length, &head)), Err(idx(place)), "also when renumbered");
    }

    #[test]
    fn swapped_entries_are_found(texts in texts(), at in any::<prop::sample::Index>()) {
        let mut entries = chain(&texts);
        let (length, head) = end(&entries);
        let place = at.index(entries.len() - 1);
        entries.swap(place, place + 1);
        prop_assert_eq!(verify(&entries, (length, &head)), Err(idx(place)));
    }

    #[test]
    fn a_slipped_in_entry_is_found(texts in texts(), at in any::<prop::sample::Index>()) {
        let mut entries = chain(&texts);
        let (length, head) = end(&entries);
        let place = at.index(entries.len() + 1);
        let before = place.checked_sub(1).map_or(GENESIS, |index| &entries[index].hash).to_owned();
        let content = NewEntry::new(EntryKind::Note, night(), "was never said");
        let forged = Entry::seal(IncidentId(7), idx(place), night(), content, before);
        entries.insert(place, forged);
        for (number, entry) in (idx(place)..).zip(&mut entries[place..]) {
            entry.idx = number;
        }
        // The forged entry fits; what comes after it does not, or the end is passed.
        let found = if place == texts.len() { idx(place) } else { idx(place) + 1 };
        prop_assert_eq!(verify(&entries, (length, &head)), Err(found));
    }

    #[test]
    fn a_chain_written_anew_does_not_end_as_recorded(texts in texts()) {
        let (length, head) = end(&chain(&texts));
        let mut other = texts.clone();
        other[0].push('x');
        prop_assert_eq!(verify(&chain(&other), (length, &head)), Err(length));
        prop_assert_eq!(verify(&chain(&texts[1..]), (length, &head)), Err(length));
    }
}

#[test]
fn an_empty_timeline_verifies() {
    assert_eq!(verify(&[], (0, GENESIS)), Ok(0));
    assert_eq!(verify(&[], (1, GENESIS)), Err(1));
}

#[test]
fn absent_and_empty_are_not_the_same() {
    let content = NewEntry::new(EntryKind::Note, night(), "x");
    let one = Entry::seal(
        IncidentId(1),
        1,
        night(),
        content.clone(),
        GENESIS.to_owned(),
    );
    let mut other = one.clone();
    other.content.thread_ts = Some("".into());
    assert_ne!(one.expected_hash(), other.expected_hash());
    let again = Entry::seal(IncidentId(1), 1, night(), content, GENESIS.to_owned());
    assert_eq!(one, again);
}

#[test]
fn every_kind_is_read_back_by_its_key() {
    for kind in EntryKind::ALL {
        assert_eq!(EntryKind::from_key(kind.key()), Some(*kind));
    }
    assert_eq!(EntryKind::from_key("unheard_of"), None);
}

fn idx(place: usize) -> i64 {
    i64::try_from(place).unwrap() + 1
}

fn end(entries: &[Entry]) -> (i64, String) {
    let last = entries.last().unwrap();
    (last.idx, last.hash.clone())
}
