//! The outbox: what goes first, what waits for what, and what is not done twice.

use chrono::Duration;
use futures_util::future::join_all;
use muster::domain::{Answer, Effect, IncidentId, Notice, ReplyTo};
use muster::store::{Claim, EffectRow, EffectState, Settled, Store};

use super::{FIRST, claim, enqueue, with_store};
use crate::domain::after;

fn told(text: &str) -> Effect {
    Effect::RoomNotice {
        incident: FIRST,
        notice: Notice::Resolved {
            by: "U1".into(),
            text: text.to_owned(),
        },
    }
}

fn room() -> Effect {
    Effect::CreateRoom {
        incident: FIRST,
        name: "inc-1".to_owned(),
        private: false,
        attempt: 0,
    }
}

fn answer() -> Effect {
    Effect::Answer {
        incident: None,
        to: ReplyTo {
            user: "U1".into(),
            channel: None,
            response_url: None,
        },
        answer: Answer::RoomReady { incident: FIRST },
    }
}

async fn done(store: &Store, row: &EffectRow) {
    settle(store, row, &Settled::Done("ok".to_owned())).await;
}

async fn settle(store: &Store, row: &EffectRow, settled: &Settled) {
    let mut tx = store.begin().await.unwrap();
    tx.settle(row, settled, None, after(1)).await.unwrap();
    tx.commit().await.unwrap();
}

/// What is taken at that minute.
async fn taken(store: &Store, minute: i64) -> Vec<Effect> {
    let rows = claim(store, minute, 10).await;
    rows.into_iter().map(|row| row.effect).collect()
}

#[tokio::test]
async fn a_stream_is_done_in_order() {
    with_store(async |store| {
        let effects = [told("one"), told("two"), Effect::SetTopic(FIRST)];
        enqueue(store, &effects, 0).await;
        let first = claim(store, 0, 10).await;
        let streams: Vec<_> = first.iter().map(|row| row.effect.stream()).collect();
        assert_eq!(
            streams,
            ["post:1", "topic:1"].map(|name| Some(name.to_owned()))
        );
        assert_eq!(taken(store, 0).await, []);
        settle(store, &first[0], &Settled::Again(after(3))).await;
        assert_eq!(taken(store, 1).await, [], "the second does not overtake");
        let again = claim(store, 3, 10).await;
        assert_eq!(again[0].effect, told("one"));
        assert_eq!(again[0].attempt, 2);
        done(store, &again[0]).await;
        assert_eq!(taken(store, 3).await, [told("two")]);
    })
    .await;
}

#[tokio::test]
async fn what_was_given_up_silences_nothing_behind_it() {
    with_store(async |store| {
        enqueue(store, &[told("one"), told("two")], 0).await;
        let rows = claim(store, 0, 10).await;
        settle(store, &rows[0], &Settled::Dead).await;
        assert_eq!(store.next_due().await.unwrap(), Some(after(0)));
        assert_eq!(taken(store, 9).await, [told("two")]);
        let mut tx = store.begin().await.unwrap();
        assert!(tx.revive(rows[0].id, after(10)).await.unwrap());
        assert!(!tx.revive(rows[0].id, after(10)).await.unwrap());
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_needs_a_room_that_was_given_up_waits() {
    with_store(async |store| {
        enqueue(store, &[room(), told("early")], 0).await;
        let rows = claim(store, 0, 10).await;
        settle(store, &rows[0], &Settled::Dead).await;
        assert_eq!(taken(store, 9).await, []);
        assert_eq!(store.next_due().await.unwrap(), None);
        let mut tx = store.begin().await.unwrap();
        assert!(tx.revive(rows[0].id, after(10)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(store.next_due().await.unwrap(), Some(after(10)));
        assert_eq!(taken(store, 10).await, [room()]);
    })
    .await;
}

#[tokio::test]
async fn posts_wait_for_the_room() {
    with_store(async |store| {
        enqueue(store, &[told("early"), room()], 0).await;
        let rows = claim(store, 0, 10).await;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].effect, room());
        done(store, &rows[0]).await;
        assert_eq!(taken(store, 0).await, [told("early")]);
    })
    .await;
}

#[tokio::test]
async fn whoever_waits_goes_first() {
    with_store(async |store| {
        let effects = [
            Effect::LearnPeople,
            Effect::RefreshCard(FIRST),
            Effect::Announce(IncidentId(2)),
            answer(),
        ];
        enqueue(store, &effects, 0).await;
        for effect in effects.iter().rev() {
            let rows = claim(store, 0, 1).await;
            assert_eq!(rows[0].effect, *effect);
        }
        assert_eq!(taken(store, 0).await, []);
    })
    .await;
}

#[tokio::test]
async fn incidents_do_not_wait_for_each_other() {
    with_store(async |store| {
        let effects: Vec<_> = (1..=5).map(|n| Effect::PostCard(IncidentId(n))).collect();
        enqueue(store, &effects, 0).await;
        assert_eq!(taken(store, 0).await, effects);
    })
    .await;
}

#[tokio::test]
async fn answers_to_people_stand_for_themselves() {
    with_store(async |store| {
        enqueue(store, &[answer(), answer()], 0).await;
        let rows = claim(store, 0, 10).await;
        assert_eq!(rows.len(), 2);
        settle(store, &rows[0], &Settled::Dead).await;
        enqueue(store, &[answer()], 1).await;
        assert_eq!(taken(store, 1).await, [answer()]);
    })
    .await;
}

#[tokio::test]
async fn what_only_refreshes_waits_once() {
    with_store(async |store| {
        let refresh = [Effect::RefreshCard(FIRST), Effect::SetTopic(FIRST)];
        enqueue(store, &refresh, 0).await;
        enqueue(store, &[refresh.to_vec(), refresh.to_vec()].concat(), 1).await;
        enqueue(store, &[Effect::RefreshCard(IncidentId(2))], 1).await;
        let rows = claim(store, 1, 10).await;
        assert_eq!(rows.len(), 3);
        // While it is being done the state may change again: that needs another.
        enqueue(store, &refresh, 2).await;
        for row in &rows {
            done(store, row).await;
        }
        assert_eq!(taken(store, 2).await, refresh);
    })
    .await;
}

#[tokio::test]
async fn what_adds_something_is_never_left_out() {
    with_store(async |store| {
        enqueue(store, &[told("same"), told("same")], 0).await;
        for _ in 0..2 {
            let rows = claim(store, 0, 10).await;
            assert_eq!(rows[0].effect, told("same"));
            done(store, &rows[0]).await;
        }
        assert_eq!(taken(store, 0).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_refresh_that_was_given_up_gives_way_to_the_next() {
    with_store(async |store| {
        let refresh = [Effect::RefreshCard(FIRST)];
        enqueue(store, &refresh, 0).await;
        let rows = claim(store, 0, 10).await;
        settle(store, &rows[0], &Settled::Dead).await;
        assert_eq!(store.dead_effects().await.unwrap().len(), 1);
        enqueue(store, &refresh, 1).await;
        assert_eq!(store.dead_effects().await.unwrap().len(), 0);
        assert_eq!(taken(store, 1).await, refresh);
    })
    .await;
}

#[tokio::test]
async fn the_next_moment_is_known() {
    with_store(async |store| {
        assert_eq!(store.next_due().await.unwrap(), None);
        enqueue(
            store,
            &[told("one"), told("two"), Effect::SetTopic(FIRST)],
            5,
        )
        .await;
        assert_eq!(store.next_due().await.unwrap(), Some(after(5)));
        assert_eq!(taken(store, 4).await, []);
        let rows = claim(store, 5, 10).await;
        let lease = after(5) + Duration::seconds(30);
        assert_eq!(store.next_due().await.unwrap(), Some(lease));
        settle(store, &rows[0], &Settled::Again(after(7))).await;
        done(store, &rows[1]).await;
        assert_eq!(store.next_due().await.unwrap(), Some(after(7)));
        let counts = store.effect_counts().await.unwrap();
        assert_eq!(counts, [(EffectState::Pending, 2)]);
    })
    .await;
}

#[tokio::test]
async fn many_workers_never_take_the_same_effect() {
    with_store(async |store| {
        let effects: Vec<_> = (0..60)
            .map(|n| Effect::PinCard(IncidentId(n % 7)))
            .collect();
        enqueue(store, &effects, 0).await;
        let worker = async |owner: String| {
            let (mut ids, mut idle) = (Vec::new(), 0);
            while idle < 40 {
                let claim = Claim {
                    owner: &owner,
                    now: after(0),
                    lease_until: after(1),
                    limit: 2,
                };
                let rows = store.claim_effects(claim).await.unwrap();
                idle = if rows.is_empty() { idle + 1 } else { 0 };
                for row in rows {
                    done(store, &row).await;
                    ids.push((row.id, row.attempt));
                }
            }
            ids
        };
        let taken = join_all((0..5).map(|n| worker(format!("w{n}")))).await;
        let mut all = taken.concat();
        all.sort_unstable();
        assert_eq!(all, (1..=60).map(|id| (id, 1)).collect::<Vec<_>>());
    })
    .await;
}
