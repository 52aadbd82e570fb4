//! The severity: by number, by name, by criteria.

use serde_json::json;

use crate::support::conversation;

#[tokio::test]
async fn every_way_to_name_a_level_works() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        for (line, level) in [
            ("sev 1", "SEV1 Major"),
            ("sev sev2", "SEV2 Moderate"),
            ("severity SEV-3", "SEV3 Minor"),
            ("sev critical", "SEV0 Critical"),
        ] {
            let told = alice.asks(&room.id, &format!("/incident {line}")).await;
            assert_eq!(told, "", "{line}: the room shows it");
            let card = room.card_text().await;
            assert!(card.contains(&format!(": {level}\n")), "{line}: {card}");
            world.later(1).await;
        }
        let said = room.transcript().await;
        assert!(
            said.contains("@Muster: *Severity* _pending_ → *:large_orange_circle: SEV1 Major*, by @alice\n"),
            "{said}"
        );
        let announced = world.room("incidents").await.transcript().await;
        let reply = "    @Muster: *Severity* :large_blue_circle: SEV3 Minor → *:red_circle: SEV0 Critical*, by @alice\n";
        assert!(announced.contains(reply), "{announced}");
        assert!(announced.contains("*Severity*: :red_circle: SEV0 Critical\n"), "{announced}");
    })
    .await;
}

#[tokio::test]
async fn the_picker_shows_criteria_and_the_level_that_holds() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.runs_in(&room.id, "/incident sev 2").await;
        alice.runs_in(&room.id, "/incident sev").await;
        insta::assert_snapshot!("picker", alice.form_text().await);
        alice.submits(&json!({})).await;
        let errors = alice.form_errors().await;
        assert_eq!(errors["severity"], "INC-1 is already SEV2 Moderate.");
        alice.submits(&json!({ "severity": "SEV1" })).await;
        assert!(!alice.has_form().await);
        assert!(room.topic().await.starts_with("SEV1 · "));
    })
    .await;
}

#[tokio::test]
async fn what_is_no_level_or_changes_nothing_is_refused() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        let told = alice.asks(&room.id, "/incident sev 9").await;
        assert_eq!(
            told,
            "⚠ There is no severity “9”. Use one of SEV0, SEV1, SEV2, SEV3 or SEV4."
        );
        alice.runs_in(&room.id, "/incident sev 3").await;
        let told = alice.asks(&room.id, "/incident sev minor").await;
        assert_eq!(told, "⚠ INC-1 is already SEV3 Minor.");
        // The card, and one change.
        assert_eq!(room.transcript().await.matches("@Muster: ").count(), 2);
    })
    .await;
}
