//! The war room: refused, late, under a name that is taken.

use chrono::TimeDelta;
use muster::domain::EntryKind;
use serde_json::json;

use crate::support::{Setup, conversation, conversation_with};

const TITLE: &str = "checkout is down";

#[tokio::test]
async fn as_long_as_slack_refuses_the_channel_people_are_told_and_the_incident_runs() {
    conversation(async |world| {
        let no = json!({ "value": "restricted_action", "times": 0 });
        world.fault("conversations.create", "error", no).await;
        let told = world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        assert!(told["ack"].to_string().contains("INC-1"), "{told}");
        world.let_time_pass().await;

        let direct = world.alice().direct_messages().await;
        let about = direct
            .iter()
            .filter(|text| text.contains("make the incident channel"));
        let about: Vec<_> = about.collect();
        assert_eq!(about.len(), 1, "{direct:#?}");
        assert!(about[0].contains("restricted_action"), "{about:?}");
        assert!(about[0].contains("tried again"), "{about:?}");
        // Stakeholders hear of it, and everything else works without a channel.
        assert_eq!(world.room("incidents").await.count(TITLE).await, 1);
        let told = world.bob().runs("/incident role INC-1 ic me").await;
        assert!(!told["ack"].to_string().contains("went wrong"), "{told}");
        let told = world.bob().runs("/incident status INC-1").await;
        assert!(told["ack"].to_string().contains(TITLE), "{told}");
        assert_eq!(world.entries(EntryKind::StepFailed).await.len(), 1);

        world.mend().await;
        world.advance(TimeDelta::minutes(20)).await;
        world.let_time_pass().await;
        world.expect_one_of_each(TITLE, &["alice", "bob"]).await;
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_slack_will_never_make_is_given_up_aloud() {
    let setup = Setup {
        expects_dead: true,
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        let no = json!({ "value": "invalid_name_specials", "times": 0 });
        world.fault("conversations.create", "error", no).await;
        world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        world.let_time_pass().await;
        let direct = world.alice().direct_messages().await;
        assert!(
            direct.iter().any(|text| text.contains("not tried again")),
            "{direct:#?}"
        );
        assert_eq!(world.room("incidents").await.count(TITLE).await, 1);
        world.alice().runs("/incident resolve INC-1").await;
        world.alice().submits(&json!({})).await;
        assert_eq!(world.entries(EntryKind::Resolved).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_comes_late_is_found_and_not_made_again() {
    conversation(async |world| {
        let late = json!({ "value": 4_000 });
        world
            .fault("conversations.create", "late_apply", late)
            .await;
        world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        // It shows before the settle time is over.
        world.advance(TimeDelta::seconds(4)).await;
        world.advance(TimeDelta::seconds(2)).await;
        world.let_time_pass().await;
        let calls = world.calls("conversations.create").await;
        let again = calls
            .iter()
            .filter(|call| call["response"]["error"] == "name_taken");
        assert_eq!(again.count(), 0, "{calls:#?}");
        world.expect_one_of_each(TITLE, &["alice"]).await;
    })
    .await;
}

#[tokio::test]
async fn a_strangers_channel_of_that_name_is_left_alone() {
    conversation(async |world| {
        let name = "inc-1-checkout-is-down";
        let made = json!({ "user": "bob", "name": name });
        world.control("act/create_channel", &made).await;
        world
            .fault("conversations.create", "drop_before", json!({}))
            .await;
        world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        world.let_time_pass().await;
        let incident = world
            .store()
            .incident(muster::domain::IncidentId(1))
            .await
            .unwrap();
        let incident = incident.unwrap();
        assert_ne!(incident.channel_name, name);
        assert!(incident.channel.is_some());
        let stranger = world.room(name).await;
        assert!(
            stranger
                .texts()
                .await
                .iter()
                .all(|text| !text.contains("INC-1"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_private_room_is_found_again_too() {
    conversation(async |world| {
        world
            .fault("conversations.create", "drop_after", json!({}))
            .await;
        world.alice().runs("/incident declare").await;
        let answer = world
            .alice()
            .submits(&json!({ "title": TITLE, "marks": ["private"] }))
            .await;
        assert_eq!(answer["ok"], true, "{answer}");
        world.let_time_pass().await;
        let room = world.room("inc-1-").await;
        assert_eq!(room.channel().await["is_private"], true);
        assert_eq!(room.count("INC-1 ·").await, 1);
        let state = world.state().await;
        let channels = state["channels"].as_array().unwrap();
        let rooms = channels.iter().filter(|one| {
            one["name"]
                .as_str()
                .is_some_and(|name| name.starts_with("inc-"))
        });
        assert_eq!(rooms.count(), 1);
    })
    .await;
}
