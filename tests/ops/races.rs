//! The same thing twice, and two people at once.

use std::collections::HashSet;

use futures_util::future::join_all;
use muster::domain::{EntryKind, IncidentId};
use muster::ops::{Accepted, Arrival, Failure, Request};
use serde_json::json;

use super::{by, declared, refusal, verify, with_ops};
use crate::domain::titled;

fn delivery(key: &str) -> Arrival {
    Arrival {
        key: key.to_owned(),
        source: "http",
        kind: "command",
        stream: None,
        raw: "{}".to_owned(),
        worker: None,
    }
}

#[tokio::test]
async fn the_same_declaration_twice_is_one_incident() {
    with_ops(async |ops| {
        let alice = by("UALICE");
        let first = ops.declare(&alice, "form:1", titled("x")).await.unwrap();
        let again = ops.declare(&alice, "form:1", titled("x")).await.unwrap();
        assert_eq!(again, first);
        let other = ops.declare(&alice, "form:2", titled("x")).await.unwrap();
        assert_eq!(other.id.0, 2);
    })
    .await;
}

#[tokio::test]
async fn the_same_declaration_at_once_is_one_incident() {
    with_ops(async |ops| {
        let declare = async || {
            let alice = by("UALICE");
            ops.declare(&alice, "form:1", titled("x")).await
        };
        let answers = join_all((0..8).map(|_| declare())).await;
        let ids: HashSet<_> = answers
            .into_iter()
            .map(|answer| answer.unwrap().id)
            .collect();
        assert_eq!(ids, HashSet::from([IncidentId(1)]));
        assert_eq!(
            ops.recent_incidents(&"UALICE".into(), 9)
                .await
                .unwrap()
                .len(),
            1
        );
        let rooms = ops.store().effect_counts().await.unwrap();
        assert_eq!(rooms.iter().map(|(_, count)| count).sum::<i64>(), 1);
        let next = declared(ops, titled("next")).await;
        assert_eq!(next.id, IncidentId(2), "no number was lost");
    })
    .await;
}

#[tokio::test]
async fn of_many_who_take_command_one_has_it_and_the_others_hear_who() {
    with_ops(async |ops| {
        let id = declared(ops, titled("x")).await.id;
        let take = async |n: usize| {
            let request = by(&format!("U{n}"));
            ops.take_role(&request, id, &"commander".into()).await
        };
        let answers = join_all((0..6).map(take)).await;
        let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!((won.len(), lost.len()), (1, 5));
        let incident = ops.incident(id, &"U1".into()).await.unwrap();
        let commander = incident.commander().unwrap();
        for answer in lost {
            let text = refusal(answer).text;
            assert!(
                text.starts_with(&format!("<@{commander}> is already")),
                "{text}"
            );
        }
        verify(ops, id).await;
    })
    .await;
}

#[tokio::test]
async fn of_many_who_resolve_one_does() {
    with_ops(async |ops| {
        let id = declared(ops, titled("x")).await.id;
        let resolve = async |n: usize| ops.resolve(&by(&format!("U{n}")), id, "").await;
        let answers = join_all((0..6).map(resolve)).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        let entries = ops.timeline(id, true).await.unwrap();
        let resolved = entries
            .iter()
            .filter(|entry| entry.content.kind == EntryKind::Resolved);
        assert_eq!(resolved.count(), 1);
        verify(ops, id).await;
    })
    .await;
}

#[tokio::test]
async fn everybody_writes_and_the_chain_holds() {
    with_ops(async |ops| {
        let id = declared(ops, titled("x")).await.id;
        let note = async |n: usize| ops.note(&by("U1"), id, &format!("note {n}")).await;
        for answer in join_all((0..20).map(note)).await {
            answer.unwrap();
        }
        let head = ops.timeline_head(id).await.unwrap();
        assert_eq!(head.length, 21);
        verify(ops, id).await;
    })
    .await;
}

#[tokio::test]
async fn a_delivery_ends_with_what_it_asked_for() {
    with_ops(async |ops| {
        let Accepted::New(seq) = ops.accept(delivery("d1"), true).await.unwrap() else {
            panic!("a repeat");
        };
        let request = Request {
            delivery: Some(seq),
            ..by("UALICE")
        };
        ops.declare(&request, "form:1", titled("x")).await.unwrap();
        assert_eq!(ops.store().inbox_counts().await.unwrap(), (0, 0));
        let again = ops.accept(delivery("d1"), true).await.unwrap();
        assert_eq!(again, Accepted::Repeat { seq, reply: None });
        let answer = ops.declare(&request, "form:2", titled("y")).await;
        assert!(
            matches!(answer, Err(Failure::Internal(_))),
            "a finished delivery is not worked again"
        );
        assert_eq!(
            ops.recent_incidents(&"UALICE".into(), 9)
                .await
                .unwrap()
                .len(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn a_refusal_is_kept_for_those_who_ask_again() {
    with_ops(async |ops| {
        let id = declared(ops, titled("x")).await.id;
        let Accepted::New(seq) = ops.accept(delivery("d1"), true).await.unwrap() else {
            panic!("a repeat");
        };
        let request = Request {
            delivery: Some(seq),
            ..by("UALICE")
        };
        let no = refusal(ops.note(&request, id, " ").await);
        let reply = json!({ "text": no.text });
        ops.refused(&request, Some(id), &no, Some(&reply))
            .await
            .unwrap();
        let again = ops.accept(delivery("d1"), true).await.unwrap();
        let reply = Some(reply);
        assert_eq!(again, Accepted::Repeat { seq, reply });
        assert_eq!(ops.store().inbox_counts().await.unwrap(), (0, 0));
        assert_eq!(ops.timeline_head(id).await.unwrap().length, 1);
    })
    .await;
}
