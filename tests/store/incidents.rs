//! Incidents as they were written, and who may know of a private one.

use futures_util::future::join_all;
use muster::domain::incident::{LastUpdate, Times};
use muster::domain::{Incident, IncidentId, MessageRef, ReplyTo, Standing, Status};
use muster::store::{Person, Store};

use super::{declared, with_store};
use crate::domain::{after, night};

/// An incident in which every field is set.
fn full(id: IncidentId) -> Incident {
    let user = |name: &str| name.to_owned().into();
    Incident {
        id,
        title: "決済 <!channel> 'quoted' \"$1\"".to_owned(),
        description: "two\nlines 🔥".to_owned(),
        severity: Some("SEV1".into()),
        status: Status::Monitoring,
        drill: true,
        private: true,
        incident_type: Some("outage".to_owned()),
        services: vec!["api".to_owned(), "checkout".to_owned()],
        times: Times {
            impact_started: Some(after(-30) + chrono::Duration::microseconds(1)),
            detected: after(-1),
            declared: night(),
            acknowledged: Some(after(1)),
            mitigated: Some(after(2)),
            resolved: Some(after(3)),
        },
        reporter: user("U1"),
        roles: [
            ("commander".into(), vec![user("U2")]),
            ("responder".into(), vec![user("U9"), user("U3"), user("U4")]),
        ]
        .into(),
        channel: Some("C1".into()),
        channel_name: "inc-1".to_owned(),
        topic: "SEV1 | Monitoring".to_owned(),
        card: Some("1.1".into()),
        announced: true,
        announcement: Some(MessageRef {
            channel: "C2".into(),
            ts: "2.2".into(),
        }),
        last_update: Some(LastUpdate {
            at: after(2),
            by: user("U2"),
            text: "better\nnow".to_owned(),
        }),
        next_update_due: Some(after(40)),
        reply_to: Some(ReplyTo {
            user: user("U1"),
            channel: Some("C3".into()),
            response_url: Some("https://hooks.example.com/1".to_owned()),
        }),
    }
}

async fn written(store: &Store, incident: &Incident) -> Incident {
    let mut tx = store.begin().await.unwrap();
    tx.update_incident(incident).await.unwrap();
    tx.commit().await.unwrap();
    store.incident(incident.id).await.unwrap().unwrap()
}

#[tokio::test]
async fn every_field_comes_back() {
    with_store(async |store| {
        let mut tx = store.begin().await.unwrap();
        let incident = full(tx.next_incident_id().await.unwrap());
        tx.insert_incident(&incident, "origin").await.unwrap();
        tx.commit().await.unwrap();
        let read = store.incident(incident.id).await.unwrap().unwrap();
        assert_eq!(read, incident);
        let bare = declared(store, "bare").await;
        assert_eq!(store.incident(bare.id).await.unwrap().unwrap(), bare);
        let mut emptied = Incident {
            roles: bare.roles.clone(),
            ..incident.clone()
        };
        emptied.channel = None;
        emptied.announcement = None;
        emptied.last_update = None;
        emptied.reply_to = None;
        emptied.times.resolved = None;
        assert_eq!(written(store, &emptied).await, emptied);
        let mut swapped = incident;
        swapped
            .roles
            .insert("responder".into(), vec!["U3".into(), "U9".into()]);
        assert_eq!(
            written(store, &swapped).await,
            swapped,
            "holders keep their order"
        );
    })
    .await;
}

#[tokio::test]
async fn every_status_comes_back() {
    with_store(async |store| {
        let mut incident = declared(store, "x").await;
        for status in Status::ALL {
            incident.status = status;
            assert_eq!(written(store, &incident).await.status, status);
        }
    })
    .await;
}

#[tokio::test]
async fn an_incident_is_found_by_number_channel_and_origin() {
    with_store(async |store| {
        let mut incident = declared(store, "x").await;
        incident.channel = Some("C1".into());
        written(store, &incident).await;
        let found = store.incident_of_channel(&"C1".into()).await.unwrap();
        assert_eq!(found.unwrap().id, incident.id);
        assert!(
            store
                .incident_of_channel(&"C2".into())
                .await
                .unwrap()
                .is_none()
        );
        assert!(store.incident(IncidentId(99)).await.unwrap().is_none());
        let names = store.channel_names().await.unwrap();
        assert_eq!(names, [("C1".to_owned(), incident.channel_name.clone())]);
        let mut tx = store.begin().await.unwrap();
        let by_origin = tx.incident_of_origin("test:INC-1").await.unwrap();
        assert_eq!(by_origin, Some(incident.id));
        assert_eq!(tx.incident_of_origin("test:INC-2").await.unwrap(), None);
        assert!(tx.lock_incident(IncidentId(99)).await.unwrap().is_none());
        assert_eq!(tx.lock_incident(incident.id).await.unwrap(), Some(incident));
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn numbers_are_counted_without_a_gap_even_when_asked_for_at_once() {
    with_store(async |store| {
        join_all((0..10).map(|n| declared(store, if n == 0 { "first" } else { "next" }))).await;
        let mut dropped = store.begin().await.unwrap();
        assert_eq!(dropped.next_incident_id().await.unwrap(), IncidentId(11));
        drop(dropped);
        let all = store.incidents(None, false, 100).await.unwrap();
        let ids: Vec<_> = all.iter().map(|incident| incident.id.0).collect();
        assert_eq!(ids, (1..=10).rev().collect::<Vec<_>>());
        assert_eq!(declared(store, "after").await.id, IncidentId(11));
    })
    .await;
}

#[tokio::test]
async fn lists_show_the_newest_and_what_is_open() {
    with_store(async |store| {
        for title in ["one", "two", "three"] {
            declared(store, title).await;
        }
        let mut second = store.incident(IncidentId(2)).await.unwrap().unwrap();
        second.status = Status::Resolved;
        written(store, &second).await;
        let ids = async |open, limit| {
            let found = store.incidents(None, open, limit).await.unwrap();
            found
                .iter()
                .map(|incident| incident.id.0)
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(false, 2).await, [3, 2]);
        assert_eq!(ids(true, 9).await, [3, 1]);
    })
    .await;
}

#[tokio::test]
async fn a_private_incident_is_known_to_its_people_only() {
    with_store(async |store| {
        let mut incident = declared(store, "secret").await;
        incident.private = true;
        incident.roles.insert("scribe".into(), vec!["UROLE".into()]);
        written(store, &incident).await;
        declared(store, "open").await;
        let mut tx = store.begin().await.unwrap();
        assert!(
            tx.add_member(incident.id, &"UROOM".into(), night())
                .await
                .unwrap()
        );
        assert!(
            !tx.add_member(incident.id, &"UROOM".into(), after(1))
                .await
                .unwrap()
        );
        assert!(tx.is_member(incident.id, &"UROOM".into()).await.unwrap());
        tx.commit().await.unwrap();
        let seen = async |viewer: &str| {
            let found = store
                .incidents(Some(&viewer.into()), false, 9)
                .await
                .unwrap();
            found.len()
        };
        for (viewer, count) in [
            ("UALICE", 2),
            ("UROLE", 2),
            ("UROOM", 2),
            ("UOTHER", 1),
            ("", 1),
        ] {
            assert_eq!(seen(viewer).await, count, "{viewer}");
        }
        assert!(store.is_member(incident.id, &"UROOM".into()).await.unwrap());
        assert!(
            !store
                .is_member(IncidentId(2), &"UROOM".into())
                .await
                .unwrap()
        );
        let mut tx = store.begin().await.unwrap();
        assert!(
            tx.remove_member(incident.id, &"UROOM".into())
                .await
                .unwrap()
        );
        assert!(
            !tx.remove_member(incident.id, &"UROOM".into())
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        assert_eq!(seen("UROOM").await, 1);
    })
    .await;
}

#[tokio::test]
async fn people_are_remembered_as_last_seen() {
    with_store(async |store| {
        let standings = [
            Standing::Member,
            Standing::Guest,
            Standing::External,
            Standing::Bot,
            Standing::Deactivated,
        ];
        for standing in standings {
            let person = Person {
                user: "U1".into(),
                name: format!("now {standing:?}"),
                standing,
                team: (standing == Standing::Guest).then(|| "T1".to_owned()),
                tz: Some("Asia/Tokyo".to_owned()),
            };
            let mut tx = store.begin().await.unwrap();
            tx.remember_people(std::slice::from_ref(&person), night())
                .await
                .unwrap();
            assert_eq!(tx.person(&"U1".into()).await.unwrap(), Some(person.clone()));
            tx.commit().await.unwrap();
            assert_eq!(store.person(&"U1".into()).await.unwrap(), Some(person));
        }
        let names = store.people_names().await.unwrap();
        assert_eq!(names, [("U1".to_owned(), "now Deactivated".to_owned())]);
        assert_eq!(store.person(&"U2".into()).await.unwrap(), None);
    })
    .await;
}
