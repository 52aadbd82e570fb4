//! The outbox: what is known of an attempt, and who may say so.

use chrono::Duration;
use muster::domain::{Class, Effect, IncidentId};
use muster::store::{EffectRow, EffectState, Settled, Store, StoreError};

use super::{FIRST, claim, enqueue, with_store};
use crate::domain::after;

async fn settle(store: &Store, row: &EffectRow, settled: &Settled) -> Result<(), StoreError> {
    let mut tx = store.begin().await.unwrap();
    let written = tx.settle(row, settled, Some("why"), after(1)).await;
    tx.commit().await.unwrap();
    written
}

/// The one effect that is due at that minute.
async fn one(store: &Store, minute: i64) -> EffectRow {
    let mut rows = claim(store, minute, 10).await;
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

#[tokio::test]
async fn an_effect_comes_back_as_it_was_put_in() {
    with_store(async |store| {
        let mut tx = store.begin().await.unwrap();
        tx.enqueue(&[Effect::PostCard(FIRST)], Some(77), after(0))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let row = one(store, 2).await;
        assert_eq!(row.effect, Effect::PostCard(FIRST));
        assert_eq!((row.delivery, row.state), (Some(77), EffectState::Sending));
        assert_eq!((row.attempt, row.doubt, row.told), (1, false, false));
        assert_eq!(row.first_sent_at, Some(after(2)));
        assert_eq!(row.error, None);
    })
    .await;
}

#[tokio::test]
async fn marks_tell_effects_and_installations_apart() {
    let mut marks = Vec::new();
    for _ in 0..2 {
        with_store(async |store| {
            let effects = [Effect::PostCard(FIRST), Effect::PostCard(IncidentId(2))];
            enqueue(store, &effects, 0).await;
            let rows = claim(store, 0, 10).await;
            marks.extend(rows.into_iter().map(|row| row.mark));
        })
        .await;
    }
    assert_eq!(marks.len(), 4);
    marks.sort();
    marks.dedup();
    assert_eq!(marks.len(), 4);
}

#[tokio::test]
async fn an_attempt_that_was_overtaken_says_nothing_any_more() {
    with_store(async |store| {
        enqueue(store, &[Effect::PostCard(FIRST)], 0).await;
        let slow = one(store, 0).await;
        settle(store, &slow, &Settled::Again(after(1)))
            .await
            .unwrap();
        let stale = settle(store, &slow, &Settled::Dead).await;
        assert!(
            matches!(stale, Err(StoreError::Fenced)),
            "nobody has it: {stale:?}"
        );
        let quick = one(store, 1).await;
        assert_eq!((quick.attempt, quick.first_sent_at), (2, Some(after(0))));
        let stale = settle(store, &slow, &Settled::Done("late".to_owned())).await;
        assert!(
            matches!(stale, Err(StoreError::Fenced)),
            "another has it: {stale:?}"
        );
        settle(store, &quick, &Settled::Done("ok".to_owned()))
            .await
            .unwrap();
        let stale = settle(store, &quick, &Settled::Dead).await;
        assert!(
            matches!(stale, Err(StoreError::Fenced)),
            "it is done: {stale:?}"
        );
        assert_eq!(store.effect_counts().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_is_in_doubt_is_looked_up_before_it_is_done_again() {
    with_store(async |store| {
        enqueue(store, &[Effect::PostCard(FIRST)], 0).await;
        let row = one(store, 0).await;
        settle(store, &row, &Settled::LookUp(after(2)))
            .await
            .unwrap();
        assert_eq!(
            store.effect_counts().await.unwrap(),
            [(EffectState::Unknown, 1)]
        );
        assert!(claim(store, 1, 1).await.is_empty());
        let row = one(store, 2).await;
        assert!(row.doubt);
        assert_eq!(row.error.as_deref(), Some("why"));
        settle(store, &row, &Settled::LookUp(after(3)))
            .await
            .unwrap();
        let row = one(store, 3).await;
        assert!(row.doubt, "the look-up was lost as well");
        settle(store, &row, &Settled::Again(after(3)))
            .await
            .unwrap();
        assert!(!one(store, 3).await.doubt, "it is known not to be there");
    })
    .await;
}

#[tokio::test]
async fn what_was_given_up_in_doubt_stays_in_doubt() {
    with_store(async |store| {
        enqueue(store, &[Effect::PostCard(FIRST)], 0).await;
        let row = one(store, 0).await;
        settle(store, &row, &Settled::LookUp(after(1)))
            .await
            .unwrap();
        let row = one(store, 1).await;
        settle(store, &row, &Settled::Dead).await.unwrap();
        let dead = store.dead_effects().await.unwrap();
        assert_eq!((dead.len(), dead[0].state), (1, EffectState::Dead));
        let mut tx = store.begin().await.unwrap();
        assert!(tx.revive(row.id, after(5)).await.unwrap());
        tx.commit().await.unwrap();
        assert!(one(store, 5).await.doubt, "a second try must look first");
    })
    .await;
}

#[tokio::test]
async fn what_people_were_told_is_remembered_until_it_is_revived() {
    with_store(async |store| {
        enqueue(store, &[Effect::PostCard(FIRST)], 0).await;
        let row = one(store, 0).await;
        let mut tx = store.begin().await.unwrap();
        tx.mark_told(row.id).await.unwrap();
        tx.commit().await.unwrap();
        settle(store, &row, &Settled::Dead).await.unwrap();
        assert!(store.dead_effects().await.unwrap()[0].told);
        let mut tx = store.begin().await.unwrap();
        tx.revive(row.id, after(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!one(store, 1).await.told);
    })
    .await;
}

#[tokio::test]
async fn work_of_a_dead_process_is_found() {
    with_store(async |store| {
        let effects = [Effect::PostCard(FIRST), Effect::PostCard(IncidentId(2))];
        enqueue(store, &effects, 0).await;
        assert_eq!(claim(store, 0, 1).await.len(), 1);
        let found = async |other: Option<&str>, seconds| {
            let now = after(0) + Duration::seconds(seconds);
            store.abandoned_effects(other, now).await.unwrap().len()
        };
        assert_eq!(found(None, 30).await, 0, "its lease still holds");
        assert_eq!(found(None, 31).await, 1);
        assert_eq!(found(Some("one"), 0).await, 0, "its own");
        assert_eq!(
            found(Some("two"), 0).await,
            1,
            "the only process is another one now"
        );
        assert!(
            claim(store, 9, 1).await[0].effect == effects[1],
            "it is not just taken again"
        );
    })
    .await;
}

#[test]
fn a_lost_answer_means_what_its_class_says() {
    for (class, settled) in [
        (Class::Repeatable, Settled::Again(after(1))),
        (Class::NaturalKey, Settled::LookUp(after(1))),
        (Class::LookUp, Settled::LookUp(after(1))),
        (Class::NotFindable, Settled::Dead),
    ] {
        assert_eq!(Settled::in_doubt(class, after(1)), settled);
    }
}
