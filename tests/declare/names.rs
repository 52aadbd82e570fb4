//! War-room names that are taken already.

use serde_json::json;

use crate::support::conversation;

#[tokio::test]
async fn a_taken_name_gets_a_number_behind_it() {
    conversation(async |world| {
        for name in ["inc-1-checkout-is-down", "inc-1-checkout-is-down-2"] {
            world
                .control(
                    "act/create_channel",
                    &json!({ "user": "dave", "name": name }),
                )
                .await;
        }
        let alice = world.alice();
        alice.runs("/incident declare checkout is down").await;
        let room = world.room("inc-1-checkout-is-down-3").await;
        assert_eq!(room.members().await, ["@Muster", "@alice"]);
        assert_eq!(
            alice.answers_read().await.pop().unwrap(),
            "*INC-1* has its channel: #inc-1-checkout-is-down-3"
        );
    })
    .await;
}

#[tokio::test]
async fn a_taken_name_of_full_length_still_fits() {
    conversation(async |world| {
        let title = "a".repeat(100);
        let full = format!("inc-1-{}", "a".repeat(74));
        world
            .control(
                "act/create_channel",
                &json!({ "user": "dave", "name": full }),
            )
            .await;
        world
            .alice()
            .runs(&format!("/incident declare {title}"))
            .await;
        let room = world.room(&format!("inc-1-{}-2", "a".repeat(72))).await;
        assert!(room.card_text().await.contains("INC-1"));
    })
    .await;
}
