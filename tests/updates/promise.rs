//! The next update: promised, shown, overdue.

use serde_json::json;

use crate::support::conversation;

#[tokio::test]
async fn the_severity_promises_the_next_update() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        assert!(!room.card_text().await.contains("Next update"));
        alice.runs_in(&room.id, "/incident sev 1").await;
        assert!(
            room.card_text()
                .await
                .contains("*Next update*: 2026-03-10 03:31 UTC")
        );
        alice.runs_in(&room.id, "/incident update").await;
        let form = alice.form_text().await;
        assert!(form.contains("● As the severity asks: 30 min"), "{form}");
        assert!(
            form.contains("An update is promised for 2026-03-10 03:31 UTC"),
            "{form}"
        );
        alice
            .submits(&json!({ "text": "Still looking.", "next_in": "60" }))
            .await;
        assert!(
            room.card_text()
                .await
                .contains("*Next update*: 2026-03-10 04:01 UTC")
        );
        let announced = world.room("incidents").await.transcript().await;
        assert!(
            announced.contains("*Next update*: 2026-03-10 04:01 UTC"),
            "{announced}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_broken_promise_shows() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        world.alice().runs_in(&room.id, "/incident sev 0").await;
        world.later(20).await;
        let status = world.bob().asks("general", "/incident status INC-1").await;
        assert!(
            status.contains("*Next update*: ⚠ overdue since 2026-03-10 03:16 UTC"),
            "{status}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_worse_severity_brings_the_promise_forward_and_a_milder_one_keeps_it() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        alice.runs_in(&room.id, "/incident sev 2").await;
        alice.runs_in(&room.id, "/incident sev 0").await;
        assert!(
            room.card_text()
                .await
                .contains("*Next update*: 2026-03-10 03:16 UTC")
        );
        world.later(1).await;
        alice.runs_in(&room.id, "/incident sev 3").await;
        assert!(
            room.card_text()
                .await
                .contains("*Next update*: 2026-03-10 03:16 UTC")
        );
    })
    .await;
}
