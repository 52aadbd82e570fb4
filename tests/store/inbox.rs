//! The inbox: nothing twice, in order within a stream, one worker at a time.

use chrono::Duration;
use futures_util::future::join_all;
use muster::store::{InboxState, Received, Store, StoreError};

use super::{arrival, with_store};
use crate::domain::{after, night};

/// Ends a delivery.
async fn finish(store: &Store, seq: i64, state: InboxState) -> Result<(), StoreError> {
    let mut tx = store.begin().await.unwrap();
    let ended = tx.finish_delivery(seq, state, (None, None), after(9)).await;
    tx.commit().await.unwrap();
    ended
}

/// The numbers of the deliveries that are taken at that minute.
async fn claimed(store: &Store, owner: &str, minute: i64, limit: i64) -> Vec<i64> {
    let now = after(minute);
    let rows = store
        .claim_inbox(owner, now, now + Duration::seconds(30), limit)
        .await
        .unwrap();
    rows.iter().map(|row| row.seq).collect()
}

fn repeat(seq: i64, state: InboxState, reply: Option<&str>) -> Received {
    Received::Repeat {
        seq,
        state,
        reply: reply.map(str::to_owned),
    }
}

#[tokio::test]
async fn a_delivery_is_taken_in_once() {
    with_store(async |store| {
        let group = ["a", "b", "a"].map(|key| arrival(key, None));
        let answers = store.receive(&group, night()).await.unwrap();
        assert_eq!(
            answers,
            [
                Received::New(1),
                Received::New(2),
                repeat(1, InboxState::New, None)
            ]
        );
        let group = ["c", "b"].map(|key| arrival(key, None));
        let answers = store.receive(&group, after(1)).await.unwrap();
        assert_eq!(answers[1], repeat(2, InboxState::New, None));
        let Received::New(third) = answers[0] else {
            panic!("{answers:?}");
        };
        assert!(third > 2);
        assert_eq!(store.inbox_counts().await.unwrap(), (3, 0));
        assert_eq!(store.receive(&[], after(2)).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn the_same_delivery_at_many_doors_at_once_is_one() {
    with_store(async |store| {
        let group = [arrival("same", None)];
        let answers = join_all((0..8).map(|_| store.receive(&group, night()))).await;
        let new = answers
            .iter()
            .filter(|answer| matches!(answer.as_ref().unwrap()[0], Received::New(_)));
        assert_eq!(new.count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_payload_comes_back_as_it_came() {
    with_store(async |store| {
        let mut odd = arrival("odd", Some("s"));
        odd.raw = "payload=%7B%22a%22 \"quoted\" \\u0000 \\ud800 日本 🔥 ' $1 \n\t".to_owned();
        store.receive(&[odd.clone()], night()).await.unwrap();
        let rows = store.claim_inbox("w", after(1), after(2), 1).await.unwrap();
        assert_eq!(rows[0].raw, odd.raw);
        assert_eq!(
            (
                rows[0].key.as_str(),
                rows[0].source.as_str(),
                rows[0].kind.as_str()
            ),
            ("odd", "http", "event")
        );
        assert_eq!((rows[0].received_at, rows[0].attempts), (night(), 1));
    })
    .await;
}

#[tokio::test]
async fn the_zero_character_does_not_stop_a_delivery() {
    with_store(async |store| {
        let mut odd = arrival("k\0y", Some("s\0"));
        odd.raw = "text=a\0b".to_owned();
        for _ in 0..2 {
            store.receive(&[odd.clone()], night()).await.unwrap();
        }
        let rows = store.claim_inbox("w", after(1), after(2), 9).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].raw, "text=a\u{fffd}b");
        let mut tx = store.begin().await.unwrap();
        let note = (Some("{}"), Some("There is no severity “\0”."));
        tx.finish_delivery(rows[0].seq, InboxState::Refused, note, after(1))
            .await
            .unwrap();
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_stream_is_worked_off_in_order() {
    with_store(async |store| {
        let group = [
            ("a1", Some("a")),
            ("a2", Some("a")),
            ("b1", Some("b")),
            ("x", None),
            ("y", None),
        ];
        let group = group.map(|(key, stream)| arrival(key, stream));
        store.receive(&group, night()).await.unwrap();
        assert_eq!(claimed(store, "w", 1, 10).await, [1, 3, 4, 5]);
        assert!(claimed(store, "w", 1, 10).await.is_empty());
        finish(store, 1, InboxState::Failed).await.unwrap();
        assert_eq!(claimed(store, "v", 1, 10).await, [2]);
        assert_eq!(store.inbox_counts().await.unwrap(), (4, 1));
    })
    .await;
}

#[tokio::test]
async fn the_oldest_come_first() {
    with_store(async |store| {
        let group: Vec<_> = (0..5).map(|n| arrival(&n.to_string(), None)).collect();
        store.receive(&group, night()).await.unwrap();
        assert_eq!(claimed(store, "w", 1, 2).await, [1, 2]);
        assert_eq!(claimed(store, "w", 1, 2).await, [3, 4]);
        assert_eq!(claimed(store, "w", 1, 2).await, [5]);
    })
    .await;
}

#[tokio::test]
async fn a_lease_that_ran_out_frees_a_delivery_and_its_first_end_counts() {
    with_store(async |store| {
        store
            .receive(&[arrival("a", Some("s"))], night())
            .await
            .unwrap();
        assert_eq!(claimed(store, "slow", 0, 1).await, [1]);
        assert!(claimed(store, "quick", 0, 1).await.is_empty());
        let rows = store
            .claim_inbox("quick", after(1), after(2), 1)
            .await
            .unwrap();
        assert_eq!((rows[0].seq, rows[0].attempts), (1, 2));
        finish(store, 1, InboxState::Done).await.unwrap();
        let late = finish(store, 1, InboxState::Failed).await;
        assert!(matches!(late, Err(StoreError::Fenced)), "{late:?}");
        let again = store
            .receive(&[arrival("a", Some("s"))], after(3))
            .await
            .unwrap();
        assert_eq!(again, [repeat(1, InboxState::Done, None)]);
    })
    .await;
}

#[tokio::test]
async fn what_is_worked_on_from_the_start_is_nobody_elses() {
    with_store(async |store| {
        let mut mine = arrival("mine", None);
        mine.worker = Some(("me".to_owned(), after(1)));
        store
            .receive(&[mine, arrival("free", None)], night())
            .await
            .unwrap();
        assert_eq!(claimed(store, "other", 0, 9).await, [2]);
        assert_eq!(claimed(store, "other", 2, 9).await, [1, 2]);
    })
    .await;
}

#[tokio::test]
async fn what_a_dead_process_held_is_freed_at_once() {
    with_store(async |store| {
        store
            .receive(&[arrival("a", None), arrival("b", None)], night())
            .await
            .unwrap();
        assert_eq!(claimed(store, "dead", 0, 1).await, [1]);
        assert_eq!(claimed(store, "me", 0, 1).await, [2]);
        assert_eq!(store.release_inbox("me").await.unwrap(), 1);
        assert_eq!(claimed(store, "me", 0, 9).await, [1]);
    })
    .await;
}

#[tokio::test]
async fn a_refused_delivery_keeps_its_answer() {
    with_store(async |store| {
        store.receive(&[arrival("a", None)], night()).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let note = (Some("{\"text\":\"no\"}"), Some("no"));
        tx.finish_delivery(1, InboxState::Refused, note, after(1))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let again = store
            .receive(&[arrival("a", None)], after(2))
            .await
            .unwrap();
        assert_eq!(
            again,
            [repeat(1, InboxState::Refused, Some("{\"text\":\"no\"}"))]
        );
        assert_eq!(store.inbox_counts().await.unwrap(), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn many_workers_never_take_the_same_delivery() {
    with_store(async |store| {
        let streams = ["a", "b", "c"];
        let group: Vec<_> = (0..60)
            .map(|n| arrival(&n.to_string(), streams.get(n % 4).copied()))
            .collect();
        store.receive(&group, night()).await.unwrap();
        let worker = async |owner: String| {
            let mut taken = Vec::new();
            let mut idle = 0;
            while idle < 40 {
                let rows = claimed(store, &owner, 0, 3).await;
                idle = if rows.is_empty() { idle + 1 } else { 0 };
                for seq in rows {
                    finish(store, seq, InboxState::Done).await.unwrap();
                    taken.push(seq);
                }
            }
            taken
        };
        let taken = join_all((0..5).map(|n| worker(format!("w{n}")))).await;
        let mut all = taken.concat();
        all.sort_unstable();
        assert_eq!(all, (1..=60).collect::<Vec<_>>());
    })
    .await;
}
