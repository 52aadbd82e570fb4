//! Socket Mode: connections that end lose nothing.

use muster::domain::EntryKind;
use serde_json::json;

use crate::support::{Setup, conversation_with};

fn by_socket() -> Setup {
    Setup {
        sockets: true,
        ..Setup::default()
    }
}

#[tokio::test]
async fn a_whole_incident_by_socket() {
    conversation_with(by_socket(), async |world| {
        let answer = world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        assert!(answer["ack"].to_string().contains("INC-1"), "{answer}");
        let room = world.room("inc-1-").await;
        world.bob().does("join", &room, json!({})).await;
        world.bob().runs_in(&room.id, "/incident update").await;
        let answer = world.bob().submits(&json!({ "text": "looking" })).await;
        assert_eq!(answer["ok"], true, "{answer}");
        assert_eq!(world.entries(EntryKind::UpdatePosted).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn after_every_kind_of_disconnect_it_goes_on() {
    conversation_with(by_socket(), async |world| {
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        let room = world.room("inc-1-").await;
        for reason in ["warning", "refresh_requested", "reset"] {
            world
                .control("sockets/disconnect", &json!({ "reason": reason }))
                .await;
            // Said while the connections may be down: Slack keeps it and sends it again.
            let said = json!({ "user": "alice", "channel": room.id, "text": reason });
            world.control("act/message", &said).await;
            world.reconnected().await;
            let lines = world.lines(EntryKind::Message).await;
            let count = lines
                .iter()
                .filter(|line| **line == format!("alice: {reason}"))
                .count();
            assert_eq!(count, 1, "{reason}: {lines:#?}");
        }
    })
    .await;
}
