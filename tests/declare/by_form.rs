//! `/incident declare` without a title: the form.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::conversation;
use crate::support::world::{Setup, conversation_with, night};

/// A company that has named what can be affected.
fn with_services() -> Setup {
    let services = r#"[{ key = "checkout", name = "Checkout" }, { key = "search" }]"#;
    Setup {
        settings: vec![("MUSTER__SERVICE", services.to_owned())],
        ..Setup::default()
    }
}

#[tokio::test]
async fn the_form_shows_the_criteria_beside_the_choice() {
    conversation_with(with_services(), async |world| {
        let alice = world.alice();
        assert_eq!(alice.asks("general", "/incident declare").await, "");
        insta::assert_snapshot!("form", alice.form_text().await);
    })
    .await;
}

#[tokio::test]
async fn every_field_arrives_on_the_card_and_in_the_announcement() {
    conversation_with(with_services(), async |world| {
        let alice = world.alice();
        alice.runs("/incident new").await;
        let began = night() - TimeDelta::minutes(40);
        alice
            .submits(&json!({
                "title": "Cards are refused",
                "severity": "SEV1",
                "services": ["checkout", "search"],
                "type": "outage",
                "description": "All cards, in <every> country & on the web.",
                "impact_started": began.timestamp(),
            }))
            .await;
        assert!(!alice.has_form().await);
        let room = world.room("inc-1-cards-are-refused").await;
        insta::assert_snapshot!("card", room.card_text().await);
        let announcement = world.room("incidents").await.transcript().await;
        insta::assert_snapshot!("announcement", announcement);
    })
    .await;
}

#[tokio::test]
async fn only_a_title_is_needed_and_the_severity_may_wait() {
    conversation(async |world| {
        let alice = world.alice();
        alice.runs("/incident declare").await;
        alice.submits(&json!({ "title": "Something is odd" })).await;
        let room = world.room("inc-1-something-is-odd").await;
        assert!(room.card_text().await.contains("*Severity*: _pending_"));
        assert!(room.topic().await.starts_with("Severity pending"));
        let told = alice.ephemerals().await;
        assert!(told[0].contains("`/incident sev INC-1`"), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn the_answer_names_the_number_at_once_and_the_channel_when_it_is_there() {
    conversation(async |world| {
        let alice = world.alice();
        alice.runs("/incident declare").await;
        world.hold("conversations.create").await;
        let form = alice.form().await;
        let body = json!({
            "user": "alice", "view_id": form["id"], "values": { "title": "Slow" },
        });
        world.control("act/submit", &body).await;
        world.held(1).await;
        assert!(!alice.has_form().await);
        world.let_go().await;
        let told = alice.answers_read().await;
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(
            told[0].starts_with("Declared *INC-1 · Slow*. Making its channel"),
            "{told:?}"
        );
        assert_eq!(told[1], "*INC-1* has its channel: #inc-1-slow");
    })
    .await;
}

#[tokio::test]
async fn an_impact_in_the_future_is_an_error_at_its_field_and_keeps_the_form_open() {
    conversation(async |world| {
        let alice = world.alice();
        alice.runs("/incident declare").await;
        let tomorrow = (night() + TimeDelta::days(1)).timestamp();
        alice
            .submits(&json!({ "title": "Odd", "impact_started": tomorrow }))
            .await;
        let errors = alice.form_errors().await;
        let error = errors["impact_started"].as_str().unwrap();
        assert!(error.starts_with("This is in the future."), "{error}");
        let earlier = (night() - TimeDelta::hours(1)).timestamp();
        alice.submits(&json!({ "impact_started": earlier })).await;
        assert!(!alice.has_form().await);
        let card = world.room("inc-1-odd").await.card_text().await;
        assert!(
            card.contains("*Impact since*: 2026-03-10 02:00 UTC"),
            "{card}"
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_form_sent_twice_makes_one_incident() {
    conversation(async |world| {
        let alice = world.alice();
        alice.runs("/incident declare").await;
        alice.submits_twice(&json!({ "title": "Twice" })).await;
        let known = world.store().incidents(None, false, 10).await.unwrap();
        assert_eq!(known.len(), 1);
        let told = alice.answers_read().await;
        assert!(
            told.iter().all(|answer| answer.contains("INC-1")),
            "{told:?}"
        );
        assert_eq!(
            world.calls("conversations.create").await.len(),
            2,
            "#incidents and one room"
        );
    })
    .await;
}

#[tokio::test]
async fn two_forms_make_two_incidents() {
    conversation(async |world| {
        for user in [world.alice(), world.bob()] {
            user.runs("/incident declare").await;
            user.submits(&json!({ "title": "Search is slow" })).await;
        }
        let known = world.store().incidents(None, false, 10).await.unwrap();
        assert_eq!(known.len(), 2);
        world.room("inc-2-search-is-slow").await;
    })
    .await;
}
