//! A private incident leaves no trace for those who are not in it.

use muster::domain::EntryKind;
use muster::slack::ids::ShortcutId;
use serde_json::{Value, json};

use crate::support::conversation;
use crate::support::world::World;

const SECRET: &str = "payroll leaked";

/// A private incident of alice's.
async fn declared(world: &World) {
    world.alice().runs("/incident declare").await;
    let values = json!({
        "title": SECRET, "marks": ["private"], "description": "the payroll file is public",
    });
    let answer = world.alice().submits(&values).await;
    assert_eq!(answer["ok"], true, "{answer}");
}

#[tokio::test]
async fn others_get_the_answers_of_an_incident_that_does_not_exist() {
    conversation(async |world| {
        declared(world).await;
        for line in [
            "status INC-1",
            "timeline INC-1",
            "role INC-1 ic me",
            "note INC-1 x",
            "sev INC-1 1",
            "update INC-1",
            "resolve INC-1",
            "reopen INC-1",
            "postmortem INC-1",
            "role INC-1",
        ] {
            let told = world.bob().runs(&format!("/incident {line}")).await["ack"].to_string();
            let other = line.replace("INC-1", "INC-77");
            let like = world.bob().runs(&format!("/incident {other}")).await["ack"].to_string();
            assert_eq!(told, like.replace("INC-77", "INC-1"), "{line}");
            assert!(!world.bob().has_form().await, "{line}");
        }
        for line in ["list", "", "status", "update"] {
            let told = world.bob().runs(&format!("/incident {line}")).await["ack"].to_string();
            assert!(
                !told.contains("INC-1") && !told.contains("payroll"),
                "{line}: {told}"
            );
        }
        assert_eq!(
            world
                .timeline(1)
                .await
                .iter()
                .filter(|entry| {
                    entry
                        .content
                        .actor
                        .as_ref()
                        .is_some_and(|user| user.as_str() == "U0BOB000001")
                })
                .count(),
            0,
            "who may not know of it leaves nothing on it"
        );
    })
    .await;
}

#[tokio::test]
async fn the_shortcut_does_not_offer_it() {
    conversation(async |world| {
        declared(world).await;
        world.bob().runs("/incident declare cards fail").await;
        let support = world.room("support").await;
        let ts = world.bob().says(&support, "look").await;
        let shortcut = ShortcutId::AddToTimeline.key();
        world
            .bob()
            .uses_shortcut(shortcut, Some((&support, &ts)))
            .await;
        let form = world.bob().form().await.to_string();
        assert!(
            form.contains("INC-2") && !form.contains("INC-1") && !form.contains("payroll"),
            "{form}"
        );
        world
            .alice()
            .uses_shortcut(shortcut, Some((&support, &ts)))
            .await;
        assert!(world.alice().form().await.to_string().contains("payroll"));
    })
    .await;
}

#[tokio::test]
async fn nothing_of_it_stands_outside_its_channel_nor_in_the_figures() {
    conversation(async |world| {
        declared(world).await;
        let room = world.room("inc-1").await;
        world.alice().runs_in(&room.id, "/incident sev 1").await;
        world
            .alice()
            .runs_in(&room.id, "/incident role ic me")
            .await;
        world.alice().runs_in(&room.id, "/incident update").await;
        world
            .alice()
            .submits(&json!({ "text": "rotating the keys" }))
            .await;
        world.alice().runs_in(&room.id, "/incident resolve").await;
        world
            .alice()
            .submits(&json!({ "text": "keys rotated" }))
            .await;

        let state = world.state().await;
        for channel in state["channels"].as_array().unwrap() {
            let id = channel["id"].as_str().unwrap();
            let is_alices = channel["is_im"] == true && channel["user"] == "U0ALICE0001";
            if id == room.id || is_alices {
                continue;
            }
            let shown = format!("{channel} {}", state["messages"][id]);
            for word in ["payroll", "rotat", "INC-1"] {
                assert!(!shown.contains(word), "{word}: {shown}");
            }
        }
        let metrics = world.page("/metrics").await.1;
        assert!(metrics.contains("muster_"), "{metrics}");
        for word in ["payroll", "rotat", "INC-1", "inc-1", "U0ALICE"] {
            assert!(!metrics.contains(word), "{word}: {metrics}");
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_is_in_the_channel_is_in_it_until_they_leave() {
    conversation(async |world| {
        declared(world).await;
        let room = world.room("inc-1").await;
        let bob = json!({ "users": ["bob"] });
        world.alice().does("invite", &room, bob.clone()).await;
        let told = world.bob().runs("/incident list").await["ack"].to_string();
        assert!(told.contains("payroll"), "{told}");
        world.alice().does("kick", &room, bob).await;
        let told = world.bob().runs("/incident list").await["ack"].to_string();
        assert!(!told.contains("payroll"), "{told}");
        // A role brings somebody in.
        world
            .alice()
            .runs_in(&room.id, "/incident role ic @carol")
            .await;
        let told: Value = world.carol().runs("/incident status INC-1").await;
        assert!(told["ack"].to_string().contains("payroll"), "{told}");
        assert_eq!(world.entries(EntryKind::RoleAssigned).await.len(), 1);
    })
    .await;
}
