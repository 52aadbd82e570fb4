//! `list` and `status`.

use crate::support::conversation;

#[tokio::test]
async fn the_list_shows_open_ones_first_and_says_when_there_are_none() {
    conversation(async |world| {
        let bob = world.bob();
        let told = bob.asks("general", "/incident list").await;
        assert_eq!(
            told,
            "There are no incidents. Declare one: `/incident declare what is wrong`"
        );
        let first = world.incident("checkout is down").await;
        world.incident("search is slow").await;
        world
            .alice()
            .runs_in(&first.id, "/incident resolve restarted")
            .await;
        world.alice().runs("/incident sev INC-2 3").await;
        world.alice().runs("/incident ic @carol").await;
        let told = bob.asks("general", "/incident list").await;
        assert_eq!(
            told,
            "# Open\n\
             *INC-2* #inc-2-search-is-slow  search is slow\n\
             :large_blue_circle: SEV3 Minor  ·  Investigating  ·  IC _nobody yet_\n\
             # Resolved\n\
             *INC-1* #inc-1-checkout-is-down  checkout is down\n\
             Severity pending  ·  Resolved  ·  IC _nobody yet_"
        );
    })
    .await;
}

#[tokio::test]
async fn the_status_is_the_card_with_a_button_to_change_it() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let bob = world.bob();
        for (place, line) in [
            (room.id.as_str(), "/incident status"),
            (room.id.as_str(), "/incident info"),
            ("general", "/incident status INC-1"),
            ("general", "/incident INC-1"),
            ("general", "/incident inc-1 status"),
        ] {
            let told = bob.asks(place, line).await;
            assert_eq!(
                told,
                "# INC-1 · checkout is down\n#inc-1-checkout-is-down\n*Status*: Investigating\n\
                 *Severity*: _pending_\n*Commander*: _nobody yet_\n\
                 *Impact since*: 2026-03-10 03:00 UTC (1 min ago)\n[Change] [Timeline]",
                "{line}"
            );
        }
        assert_eq!(bob.presses("Change").await, "");
        assert_eq!(bob.form().await["title"]["text"], "Post an update");
    })
    .await;
}
