//! Take command: one click, and one winner.

use crate::support::conversation;

#[tokio::test]
async fn one_click_takes_command() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let bob = world.bob();
        // The room and the card show it: nothing is said twice.
        assert_eq!(bob.presses_in(&room, "Take command").await, "");
        assert!(
            room.transcript()
                .await
                .contains("@Muster: @bob is now *Incident commander*\n")
        );
        assert!(room.members().await.contains(&"@bob".to_owned()));
        let told = bob.direct_messages().await;
        assert_eq!(told.len(), 1);
        insta::assert_snapshot!("brief", told[0]);
        let announcement = world.room("incidents").await.transcript().await;
        assert!(announcement.contains("*Commander*: @bob"), "{announcement}");
    })
    .await;
}

#[tokio::test]
async fn of_two_at_once_one_commands_and_the_other_is_told_who() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let (bob, carol) = (world.bob(), world.carol());
        // Both still see the button.
        world.hold("chat.update").await;
        tokio::join!(
            bob.touches(&room, "Take command"),
            carol.touches(&room, "Take command")
        );
        world.let_go().await;
        let commander = world.store().incidents(None, true, 1).await.unwrap();
        let commander = commander[0].commander().unwrap().to_string();
        let state = world.state().await;
        let (winner, loser) = if commander == bob.id(&state) {
            (bob, carol)
        } else {
            (carol, bob)
        };
        assert_eq!(winner.answers_read().await, Vec::<String>::new());
        assert_eq!(
            loser.answers_read().await,
            [format!(
                "⚠ @{} is already Incident commander of INC-1. To take over, agree with them and \
                 use `/incident role commander @you`.",
                winner.name
            )]
        );
        assert_eq!(winner.direct_messages().await.len(), 1);
        assert_eq!(loser.direct_messages().await.len(), 0);
        assert_eq!(room.count("is now *Incident commander*").await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_one_who_lost_can_take_over_as_told() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        world.bob().presses_in(&room, "Take command").await;
        world
            .carol()
            .runs_in(&room.id, "/incident role commander @you")
            .await;
        let said = room.transcript().await;
        assert!(
            said.contains("@carol is now *Incident commander*, after @bob\n"),
            "{said}"
        );
        let again = world.carol().asks(&room.id, "/incident ic me").await;
        assert_eq!(again, "⚠ You are already Incident commander of INC-1.");
    })
    .await;
}
