//! Resolving: by form, in one line, once.

use serde_json::json;

use crate::support::conversation;

#[tokio::test]
async fn the_form_asks_what_fixed_it_and_everybody_hears_how_long_it_took() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        world.later(124).await;
        let alice = world.alice();
        alice.presses_in(&room, "Resolve").await;
        insta::assert_snapshot!("form", alice.form_text().await);
        alice.submits(&json!({ "text": "Rolled back v41." })).await;
        let said = room.transcript().await;
        assert!(
            said.ends_with(
                "@Muster: ✅ *INC-1 is resolved* after 2 h 05 min, by @alice\nRolled back v41.\n\
                 While it is fresh: `/incident postmortem` drafts the review from the timeline. \
                 If it comes back: `/incident reopen`\n\n"
            ),
            "{said}"
        );
        assert!(room.topic().await.contains(" · Resolved · "));
        let announced = world.room("incidents").await.transcript().await;
        assert!(announced.contains("Resolved: the issue is over, after 2 h 05 min."), "{announced}");
        assert!(announced.contains("*Impact*: 2 h 05 min, from 2026-03-10 03:00 UTC\n"), "{announced}");
        let reply = "    @Muster: ✅ *INC-1 is resolved* after 2 h 05 min, by @alice\n    Rolled back v41.\n\n";
        assert!(announced.contains(reply), "{announced}");
    })
    .await;
}

#[tokio::test]
async fn one_line_resolves_and_nothing_need_be_said() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let alice = world.alice();
        assert_eq!(
            alice
                .asks(&room.id, "/incident resolve Restarted the database.")
                .await,
            ""
        );
        assert!(room.card_text().await.contains("> Restarted the database."));
        let room = world.incident("search is down").await;
        alice.presses_in(&room, "Resolve").await;
        alice.submits(&json!({})).await;
        assert!(room.card_text().await.contains("*Status*: Resolved"));
        let told = alice.asks("general", "/incident list").await;
        assert!(told.starts_with("# Resolved\n"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn from_elsewhere_it_is_confirmed_and_twice_is_refused() {
    conversation(async |world| {
        world.incident("checkout is down").await;
        let alice = world.alice();
        let told = alice
            .asks("general", "/incident resolve INC-1 restarted")
            .await;
        assert_eq!(told, "INC-1 is resolved.");
        let told = alice.asks("general", "/incident resolve INC-1").await;
        assert_eq!(
            told,
            "⚠ INC-1 is resolved already. If it goes on: `/incident reopen INC-1`"
        );
    })
    .await;
}
