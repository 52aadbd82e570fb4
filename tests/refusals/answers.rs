//! Forms that Slack does not open, handlers that are slow, answers that are lost.

use muster::domain::EntryKind;
use serde_json::json;

use crate::support::{Setup, conversation, conversation_with};

#[tokio::test]
async fn an_expired_trigger_is_answered_with_a_button_that_opens_the_form() {
    conversation(async |world| {
        let expired = json!({ "value": "expired_trigger_id" });
        world.fault("views.open", "error", expired).await;
        let told = world.alice().runs("/incident declare").await;
        assert!(told["ack"].to_string().contains("Open the form"), "{told}");
        assert!(!world.alice().has_form().await);

        let general = world.room("general").await;
        let state = world.state().await;
        let shown = state["ephemerals"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()
            .clone();
        let ts = shown["ts"].as_str().unwrap();
        world.alice().clicks(&general, ts, "run:0").await;
        let answer = world
            .alice()
            .submits(&json!({ "title": "cards fail" }))
            .await;
        assert_eq!(answer["ok"], true, "{answer}");
        assert_eq!(world.entries(EntryKind::Declared).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_slow_answer_follows_a_bare_acknowledgement() {
    conversation(async |world| {
        // Longer than an acknowledgement may wait.
        world
            .fault(
                "views.open",
                "latency",
                json!({ "value": 2_700, "times": 1 }),
            )
            .await;
        let expired = json!({ "value": "expired_trigger_id" });
        world.fault("views.open", "error", expired).await;
        let told = world.alice().runs("/incident declare").await;
        assert_eq!(told["status"], 200);
        assert!(told["ack"].is_null(), "{told}");
        world.drain().await;
        let later = world.alice().last_ephemeral().await;
        assert!(later.contains("Open the form"), "{later}");
    })
    .await;
}

#[tokio::test]
async fn when_slack_does_not_say_who_somebody_is_the_command_is_not_held_up() {
    conversation(async |world| {
        world
            .control(
                "people",
                &json!({ "name": "newcomer", "real_name": "New Comer" }),
            )
            .await;
        let slow = json!({ "value": 1_800, "times": 1 });
        world.fault("users.info", "latency", slow).await;
        let told = world
            .person("newcomer")
            .runs("/incident declare checkout is down")
            .await;
        assert!(told["ack"].to_string().contains("INC-1"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_does_not_silence_the_next_one() {
    let setup = Setup {
        expects_dead: true,
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        world.fault("response_url", "drop_after", json!({})).await;
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        world.alice().runs("/incident declare cards fail").await;
        world.let_time_pass().await;
        let told = world.alice().last_ephemeral().await;
        let room = world.room("inc-2-").await;
        assert!(told.contains(&format!("<#{}>", room.id)), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_used_up_answer_address_is_replaced_by_another_way() {
    conversation(async |world| {
        let gone = json!({ "value": "used_url", "times": 0 });
        world.fault("response_url", "error", gone).await;
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        // The bot is not in #general: it writes directly.
        let direct = world.alice().direct_messages().await;
        assert!(direct[0].contains("#inc-1-checkout-is-down"), "{direct:#?}");

        let incidents = world.room("incidents").await;
        world.alice().does("join", &incidents, json!({})).await;
        world
            .alice()
            .runs_in(&incidents.id, "/incident declare cards fail")
            .await;
        let room = world.room("inc-2-").await;
        let told = world.alice().last_ephemeral().await;
        assert!(told.contains(&format!("<#{}>", room.id)), "{told}");
        assert_eq!(world.alice().direct_messages().await.len(), 1);
    })
    .await;
}
