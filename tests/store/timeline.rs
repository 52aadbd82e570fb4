//! The timeline: added to, never twice from one source, verifiable after it was stored.

use futures_util::future::join_all;
use muster::domain::postmortem::Head;
use muster::domain::timeline::{GENESIS, Verifier};
use muster::domain::{Entry, EntryKind, IncidentId, MessageRef, NewEntry};
use muster::store::Store;
use serde_json::{Value, json};

use super::{FIRST, declared, with_store};
use crate::domain::{after, night};

async fn append(store: &Store, id: IncidentId, entries: Vec<NewEntry>) -> usize {
    let mut tx = store.begin().await.unwrap();
    let added = tx.append(id, entries, after(5)).await.unwrap();
    tx.commit().await.unwrap();
    added
}

fn note(text: &str) -> NewEntry {
    NewEntry::new(EntryKind::Note, night(), text)
}

/// Reads the chain, checks it against its recorded end, and gives it.
async fn verified(store: &Store, id: IncidentId) -> Vec<Entry> {
    let entries = store.entries(id, 0, 1_000).await.unwrap();
    let mut verifier = Verifier::default();
    for entry in &entries {
        assert_eq!(verifier.take(entry), Ok(()));
    }
    let head = store.head(id).await.unwrap();
    assert_eq!(verifier.finish(head.length, &head.hash), Ok(head.length));
    entries
}

#[tokio::test]
async fn every_field_comes_back_and_verifies() {
    with_store(async |store| {
        declared(store, "x").await;
        let mut full = note("日本 🔥 <@U1> \"'");
        full.actor = Some("U1".into());
        full.channel = Some("C1".into());
        full.message_ts = Some("1.000001".into());
        full.thread_ts = Some("1.000000".into());
        full.source_key = Some("msg:C1:1.000001".to_owned());
        full.detail = json!({ "b": [1, null, true], "a": { "z": "\u{0}", "é": "" } });
        full.raw = Some(json!({ "text": "\u{0}\u{7f}\u{2028}", "n": u64::MAX, "m": i64::MIN }));
        full.occurred_at = after(3) + chrono::Duration::microseconds(7);
        let contents = vec![full, note("")];
        assert_eq!(append(store, FIRST, contents.clone()).await, 2);
        let entries = verified(store, FIRST).await;
        let read: Vec<_> = entries.iter().map(|entry| entry.content.clone()).collect();
        assert_eq!(read, contents);
        assert_eq!(entries[0].recorded_at, after(5));
        assert_eq!((entries[0].idx, entries[1].idx), (1, 2));
    })
    .await;
}

#[tokio::test]
async fn every_kind_of_entry_comes_back() {
    with_store(async |store| {
        declared(store, "x").await;
        let contents: Vec<_> = EntryKind::ALL
            .iter()
            .map(|kind| NewEntry::new(*kind, night(), kind.key()))
            .collect();
        append(store, FIRST, contents).await;
        let kinds: Vec<_> = verified(store, FIRST)
            .await
            .iter()
            .map(|entry| entry.content.kind)
            .collect();
        assert_eq!(kinds, EntryKind::ALL);
    })
    .await;
}

#[tokio::test]
async fn numbers_of_any_precision_verify() {
    with_store(async |store| {
        declared(store, "x").await;
        let mut seed = 1_u64;
        let floats = (0..2_000).map(|_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            json!(f64::from_bits(seed))
        });
        let mut computed = note("computed");
        computed.raw = Some(Value::Array(floats.collect()));
        let mut written = note("written");
        let text = "[0.1000000000000000055511151231257827,1.7976931348623157e308,5e-324,-0.0,1e3,
            123456789012345678901234567890,2.2250738585072011e-308,1700000000.0001]";
        written.raw = Some(serde_json::from_str(text).unwrap());
        append(store, FIRST, vec![computed, written]).await;
        verified(store, FIRST).await;
    })
    .await;
}

#[tokio::test]
async fn one_source_gives_one_entry() {
    with_store(async |store| {
        declared(store, "x").await;
        declared(store, "y").await;
        let entries = || ["a", "b", "a"].map(|key| note(key).keyed(key)).to_vec();
        assert_eq!(append(store, FIRST, entries()).await, 2);
        assert_eq!(append(store, FIRST, entries()).await, 0);
        assert_eq!(append(store, IncidentId(2), entries()).await, 2);
        assert_eq!(append(store, FIRST, vec![note("a"), note("a")]).await, 2);
        assert_eq!(verified(store, FIRST).await.len(), 4);
        let mut tx = store.begin().await.unwrap();
        assert!(tx.has_entry(FIRST, "a").await.unwrap());
        assert!(!tx.has_entry(FIRST, "c").await.unwrap());
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_rolled_back_leaves_no_trace() {
    with_store(async |store| {
        declared(store, "x").await;
        assert_eq!(append(store, FIRST, vec![]).await, 0);
        let start = Head {
            length: 0,
            hash: GENESIS.to_owned(),
        };
        assert_eq!(store.head(FIRST).await.unwrap(), start);
        let mut tx = store.begin().await.unwrap();
        tx.append(FIRST, vec![note("never")], night())
            .await
            .unwrap();
        drop(tx);
        assert_eq!(store.head(FIRST).await.unwrap(), start);
        assert_eq!(store.head(IncidentId(9)).await.unwrap(), start);
        append(store, FIRST, vec![note("now")]).await;
        assert_eq!(verified(store, FIRST).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn many_writers_make_one_chain() {
    with_store(async |store| {
        declared(store, "x").await;
        let writes = (0..12).map(|n| {
            let entries = vec![note("one"), note("two").keyed((n % 6).to_string())];
            append(store, FIRST, entries)
        });
        let added: usize = join_all(writes).await.into_iter().sum();
        assert_eq!(added, 18);
        assert_eq!(verified(store, FIRST).await.len(), 18);
    })
    .await;
}

#[tokio::test]
async fn a_long_timeline_is_read_in_pages() {
    with_store(async |store| {
        declared(store, "x").await;
        let entries = (0..25).map(|n| note(&n.to_string())).collect();
        append(store, FIRST, entries).await;
        let mut read = Vec::new();
        loop {
            let after = i64::try_from(read.len()).unwrap();
            let page = store.entries(FIRST, after, 10).await.unwrap();
            if page.is_empty() {
                break;
            }
            read.extend(page.into_iter().map(|entry| entry.content.text));
        }
        let wanted: Vec<_> = (0..25).map(|n| n.to_string()).collect();
        assert_eq!(read, wanted);
    })
    .await;
}

#[tokio::test]
async fn the_zero_character_is_shown_as_unknown() {
    with_store(async |store| {
        declared(store, "x").await;
        append(store, FIRST, vec![note("a\0b")]).await;
        assert_eq!(verified(store, FIRST).await[0].content.text, "a\u{fffd}b");
    })
    .await;
}

#[tokio::test]
async fn a_message_stays_picked_while_anybody_picks_it() {
    with_store(async |store| {
        declared(store, "x").await;
        let message = |ts: &str| MessageRef {
            channel: "C1".into(),
            ts: ts.into(),
        };
        let (one, two) = (message("1.1"), message("2.2"));
        let mut tx = store.begin().await.unwrap();
        let (alice, bob) = ("UALICE".into(), "UBOB".into());
        assert!(tx.curate(FIRST, &one, &alice, night()).await.unwrap());
        assert!(!tx.curate(FIRST, &one, &alice, after(1)).await.unwrap());
        assert!(!tx.curate(FIRST, &one, &bob, after(1)).await.unwrap());
        assert!(tx.curate(FIRST, &two, &bob, after(1)).await.unwrap());
        assert!(!tx.uncurate(FIRST, &one, &alice).await.unwrap());
        assert!(!tx.uncurate(FIRST, &one, &alice).await.unwrap());
        tx.commit().await.unwrap();
        let picked = store.curated(FIRST).await.unwrap();
        assert_eq!(picked, [one.clone(), two.clone()]);
        let mut tx = store.begin().await.unwrap();
        assert!(tx.uncurate(FIRST, &one, &bob).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(store.curated(FIRST).await.unwrap(), [two]);
    })
    .await;
}
