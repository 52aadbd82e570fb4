//! A whole incident from the first word to the review, read as people read it.

use serde_json::json;

use crate::support::conversation;
use crate::support::world::World;

#[tokio::test]
async fn a_whole_incident_reads_well() {
    conversation(async |world| {
        checkout_fails(world).await;
        let room = world.room("inc-1-").await;
        insta::assert_snapshot!("war_room", room.transcript().await);
        insta::assert_snapshot!("topic", room.topic().await);
        let announcements = world.room("incidents").await;
        insta::assert_snapshot!("announcement", announcements.transcript().await);
        let timeline = world.alice().asks("general", "/incident timeline INC-1").await;
        insta::assert_snapshot!("timeline", timeline);
        let briefs = world.bob().direct_messages().await;
        insta::assert_snapshot!("brief", briefs.join("\n\n"));
        let id = "INC-1".parse().unwrap();
        let draft = world.app().ops().postmortem_markdown(id).await.unwrap();
        // The number of entries depends on how many edits of the card were put together.
        insta::with_settings!({ filters => [(r"has \d+ entries", "has [n] entries"), ("[0-9a-f]{64}", "[hash]")] }, {
            insta::assert_snapshot!("postmortem", draft);
        });
    })
    .await;
}

/// The incident: a bad release of the checkout, found by customers, rolled back after 40 minutes.
async fn checkout_fails(world: &World) {
    let (alice, bob, carol) = (world.alice(), world.bob(), world.carol());
    alice
        .runs("/incident declare Checkout fails at the last step")
        .await;
    let room = world.room("inc-1-").await;
    world.later(1).await;
    bob.does("join", &room, json!({})).await;
    bob.presses_in(&room, "Take command").await;
    world.later(1).await;
    bob.presses_in(&room, "Change severity").await;
    bob.submits(&json!({ "severity": "SEV1" })).await;
    world.later(1).await;
    bob.presses_in(&room, "Assign roles").await;
    bob.submits(&json!({
        "role:communications": carol.id(&world.state().await),
        "role:operations": alice.id(&world.state().await),
    }))
    .await;
    world.later(3).await;
    let cause = alice
        .says(
            &room,
            "v41 turned the new card form on for everybody. Rolling back.",
        )
        .await;
    bob.does("react", &room, json!({ "ts": cause, "name": "pushpin" }))
        .await;
    alice
        .runs_in(&room.id, "/incident note rolled back v41 at 03:07")
        .await;
    world.later(2).await;
    carol.presses_in(&room, "Post update").await;
    carol
        .submits(&json!({
            "status": "identified",
            "text": "Card payments hang at the last step. The release is being rolled back.",
            "next_in": "15",
        }))
        .await;
    world.later(10).await;
    carol
        .runs_in(
            &room.id,
            "/incident update Half of the payments go through again.",
        )
        .await;
    world.later(10).await;
    bob.presses_in(&room, "Resolve").await;
    bob.submits(&json!({ "text": "Rolled back v41; payments are normal again." }))
        .await;
    world.later(1).await;
    bob.presses_in(&room, "Postmortem").await;
    world.later(1).await;
}
