//! Private incidents: known to the people in the channel, to nobody else.

use serde_json::json;

use crate::support::conversation;

#[tokio::test]
async fn a_private_incident_stays_among_its_people() {
    conversation(async |world| {
        let (alice, bob) = (world.alice(), world.bob());
        alice.runs("/incident declare").await;
        alice
            .submits(&json!({ "title": "Leaked key", "marks": ["private"] }))
            .await;
        let room = world.room("inc-1-leaked-key").await;
        assert_eq!(room.channel().await["is_private"], true);
        assert_eq!(room.members().await, ["@Muster", "@alice"]);
        world.later(1).await;
        alice.runs_in(&room.id, "/incident sev 1").await;
        alice
            .runs_in(&room.id, "/incident update The key is revoked.")
            .await;
        world.later(1).await;
        alice.runs_in(&room.id, "/incident resolve revoked").await;
        alice.runs_in(&room.id, "/incident reopen again").await;
        assert_eq!(world.room("incidents").await.transcript().await, "");

        let list = alice.asks("general", "/incident list").await;
        assert!(
            list.contains("🔒 *INC-1* #inc-1-leaked-key  Leaked key"),
            "{list}"
        );
        for (line, answer) in [
            ("/incident list", "There are no incidents."),
            ("/incident", "No open incidents."),
            ("/incident status INC-1", "There is no INC-1."),
            ("/incident timeline INC-1", "There is no INC-1."),
            ("/incident resolve INC-1 done", "There is no INC-1."),
            ("/incident status", "none is open"),
        ] {
            let told = bob.asks("general", line).await;
            assert!(told.contains(answer), "{line}: {told}");
            assert!(!told.contains("Leaked"), "{line}: {told}");
        }
    })
    .await;
}

#[tokio::test]
async fn whoever_is_invited_to_a_private_incident_sees_it_until_they_leave() {
    conversation(async |world| {
        let (alice, bob) = (world.alice(), world.bob());
        alice.runs("/incident declare").await;
        alice
            .submits(&json!({ "title": "Leaked key", "marks": ["private"] }))
            .await;
        let room = world.room("inc-1-leaked-key").await;
        alice
            .does("invite", &room, json!({ "users": ["bob"] }))
            .await;
        let list = bob.asks("general", "/incident list").await;
        assert!(list.contains("Leaked key"), "{list}");
        bob.does("leave", &room, json!({})).await;
        let list = bob.asks("general", "/incident list").await;
        assert!(list.starts_with("There are no incidents."), "{list}");
        // A role makes one of its people for good.
        alice.runs_in(&room.id, "/incident ic @bob").await;
        assert!(room.members().await.contains(&"@bob".to_owned()));
    })
    .await;
}
