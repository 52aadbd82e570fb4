//! The bare command: a menu.

use crate::support::conversation;

#[tokio::test]
async fn outside_it_offers_declaring_and_the_open_incidents() {
    conversation(async |world| {
        let bob = world.bob();
        let told = bob.asks("general", "/incident").await;
        assert_eq!(
            told,
            "[Declare an incident] [List incidents]\nNo open incidents.\nAll commands: `/incident help`"
        );
        world.incident("checkout is down").await;
        let told = bob.asks("general", "/incident").await;
        assert_eq!(
            told,
            "[Declare an incident] [List incidents]\n\
             *INC-1* #inc-1-checkout-is-down  checkout is down\n\
             Severity pending  ·  Investigating  ·  IC _nobody yet_\n\
             [Show]\nAll commands: `/incident help`"
        );
        let status = bob.presses("Show").await;
        assert!(status.starts_with("# INC-1 · checkout is down\n#inc-1-checkout-is-down\n"), "{status}");
        assert_eq!(bob.presses("Declare an incident").await, "");
        assert!(bob.form_text().await.starts_with("What is wrong?:"));
        let list = bob.presses("List incidents").await;
        assert!(list.starts_with("# Open\n*INC-1*"), "{list}");
    })
    .await;
}

#[tokio::test]
async fn in_a_war_room_it_offers_what_can_be_done_there() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let bob = world.bob();
        let told = bob.asks(&room.id, "/incident").await;
        assert_eq!(
            told,
            "*INC-1 · checkout is down*\n\
             [Status] [Post update] [Change severity] [Assign roles] [Add a note] [Timeline] [Resolve]\n\
             All commands: `/incident help`"
        );
        for (button, title) in [
            ("Post update", "Post an update"),
            ("Change severity", "Change severity"),
            ("Assign roles", "Assign roles"),
            ("Add a note", "Add a note"),
            ("Resolve", "Resolve the incident"),
        ] {
            assert_eq!(bob.presses(button).await, "");
            assert_eq!(bob.form().await["title"]["text"], title);
        }
        assert!(bob.presses("Timeline").await.starts_with("# Timeline of INC-1\n"));
        world.alice().runs_in(&room.id, "/incident resolve restarted").await;
        let told = bob.asks(&room.id, "/incident").await;
        assert!(told.contains("\n[Status] [Timeline] [Postmortem] [Reopen]\n"), "{told}");
    })
    .await;
}
