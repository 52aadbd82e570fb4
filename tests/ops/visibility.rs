//! A private incident does not exist for others, and guests change nothing.

use muster::domain::{ChannelId, Draft, EntryKind, IncidentId, Observed, Standing, UserId};
use muster::ops::Request;
use serde_json::Value;

use super::{by, declared, refusal, verify, with_ops};
use crate::domain::{after, night, person, titled};

fn private() -> Draft {
    Draft {
        private: true,
        ..titled("secret")
    }
}

/// Somebody comes into, or leaves, the war room `C1`.
fn presence(user: &str, kind: EntryKind) -> Observed {
    Observed {
        kind,
        channel: ChannelId::from("C1"),
        at: after(1),
        message: None,
        thread: None,
        actor: Some(UserId::from(user)),
        bot_name: None,
        text: String::new(),
        old_text: None,
        reaction: None,
        value: None,
        files: Vec::new(),
        moved_to: None,
        told: None,
        key: format!("{}:{user}", kind.key()),
        raw: Value::Null,
    }
}

#[tokio::test]
async fn a_private_incident_answers_others_like_one_that_does_not_exist() {
    with_ops(async |ops| {
        let id = declared(ops, private()).await.id;
        let stranger = by("UOTHER");
        let missing = refusal(ops.incident(IncidentId(99), &"UOTHER".into()).await).text;
        let like_missing = missing.replace("INC-99", "INC-1");
        for answer in [
            ops.incident(id, &"UOTHER".into()).await,
            ops.note(&stranger, id, "x").await,
            ops.resolve(&stranger, id, "").await,
            ops.take_role(&stranger, id, &"commander".into()).await,
            ops.change_severity(&stranger, id, &"SEV1".into()).await,
            ops.draft_postmortem(&stranger, id).await,
        ] {
            assert_eq!(refusal(answer).text, like_missing);
        }
        assert!(
            ops.recent_incidents(&"UOTHER".into(), 9)
                .await
                .unwrap()
                .is_empty()
        );
        assert!(
            ops.open_incidents(&"UOTHER".into())
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            ops.timeline_head(id).await.unwrap().length,
            1,
            "nothing was written"
        );
        assert_eq!(ops.open_incidents(&"UALICE".into()).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_in_the_room_may_act_and_whoever_left_may_not() {
    with_ops(async |ops| {
        let incident = declared(ops, private()).await;
        let id = incident.id;
        let mut tx = ops.store().begin().await.unwrap();
        let room = incident.room_created("C1".into(), "inc-1-secret".to_owned(), night());
        tx.update_incident(&room.incident).await.unwrap();
        tx.commit().await.unwrap();
        let carol = by("UCAROL");
        for _ in 0..2 {
            let joined = presence("UCAROL", EntryKind::Joined);
            ops.channel_event(None, &joined).await.unwrap();
        }
        ops.note(&carol, id, "I am in").await.unwrap();
        let left = presence("UCAROL", EntryKind::Left);
        ops.channel_event(None, &left).await.unwrap();
        refusal(ops.note(&carol, id, "I am out").await);
        let kinds: Vec<_> = ops
            .timeline(id, true)
            .await
            .unwrap()
            .iter()
            .map(|entry| entry.content.kind)
            .collect();
        let joins = kinds
            .iter()
            .filter(|kind| **kind == EntryKind::Joined)
            .count();
        assert_eq!((joins, kinds.len()), (1, 4), "{kinds:?}");
        verify(ops, id).await;
    })
    .await;
}

#[tokio::test]
async fn guests_and_strangers_change_nothing() {
    with_ops(async |ops| {
        let id = declared(ops, titled("x")).await.id;
        for standing in [Standing::Guest, Standing::External, Standing::Bot] {
            let request = Request::by(person("UGUEST", standing));
            refusal(ops.declare(&request, "form:9", titled("y")).await);
            refusal(ops.note(&request, id, "x").await);
            refusal(ops.take_role(&request, id, &"commander".into()).await);
            refusal(ops.resolve(&request, id, "").await);
        }
        assert_eq!(ops.timeline_head(id).await.unwrap().length, 1);
        assert_eq!(declared(ops, titled("next")).await.id, IncidentId(2));
    })
    .await;
}
