//! `/incident declare` in one line.

use crate::support::conversation;

#[tokio::test]
async fn one_line_makes_incident_war_room_card_and_announcement() {
    conversation(async |world| {
        let answer = world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        let told = answer["ack"]["text"].as_str().unwrap();
        assert!(told.contains("INC-1"), "{told}");

        let room = world.room("inc-1-checkout-is-down").await;
        let channel = room.channel().await;
        let card = room.card_ts().await;
        assert_eq!(channel["pins"][0]["ts"], card.as_str());
        assert!(
            channel["bookmarks"][0]["title"]
                .as_str()
                .unwrap()
                .contains("INC-1")
        );
        assert!(room.topic().await.contains("Investigating"));
        assert!(channel["members"].to_string().contains("U0ALICE0001"));

        let announcement = world.room("incidents").await.message("INC-1").await;
        let shown = crate::support::room::visible(&announcement);
        assert!(shown.contains(&format!("<#{}>", room.id)), "{shown}");
        assert!(
            world
                .alice()
                .last_ephemeral()
                .await
                .contains(&format!("<#{}>", room.id))
        );
    })
    .await;
}
