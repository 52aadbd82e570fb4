//! Drills: like the real thing, marked everywhere, announced nowhere.

use serde_json::json;

use crate::support::conversation;

#[tokio::test]
async fn a_drill_is_marked_everywhere_and_announced_nowhere() {
    conversation(async |world| {
        let alice = world.alice();
        alice.runs("/incident declare").await;
        alice
            .submits(&json!({ "title": "Region lost", "marks": ["drill"] }))
            .await;
        let told = alice.answers_read().await;
        assert!(
            told[0].starts_with("Declared *Drill · INC-1 · Region lost*."),
            "{told:?}"
        );
        let room = world.room("inc-1-region-lost").await;
        world.later(1).await;
        alice
            .runs_in(&room.id, "/incident update Traffic is moved.")
            .await;
        alice.runs_in(&room.id, "/incident resolve done").await;
        let card = room.card_text().await;
        assert!(card.starts_with("# Drill · INC-1 · Region lost"), "{card}");
        assert!(
            card.contains("Drill: a practice. It is announced nowhere."),
            "{card}"
        );
        assert!(room.topic().await.starts_with("Drill · "));
        assert_eq!(world.room("incidents").await.transcript().await, "");
        let list = alice.asks("general", "/incident list").await;
        assert!(list.contains("Drill · *INC-1*"), "{list}");
        let status = alice.asks("general", "/incident status INC-1").await;
        assert!(status.starts_with("# Drill · INC-1"), "{status}");
    })
    .await;
}
