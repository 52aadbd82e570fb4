//! The page on a telephone and in the dark.

use super::browsing;
use super::window::Window;
use crate::support::world::World;

#[tokio::test]
async fn nothing_is_cut_off_on_a_telephone() {
    browsing(async |world, chromium| {
        let room = a_busy_incident(world).await;
        let alice = chromium.window("alice/general").await;
        alice.resizes(390, 844).await;
        let room = format!("alice/{room}");
        for place in [
            "alice/general",
            &room,
            "alice/incidents",
            "alice/app-messages",
        ] {
            alice.goes(place).await;
            alice.sees("#view", "M").await;
            fits(&alice, place).await;
        }
        alice.goes(&room).await;
        alice.clicks("[data-action-id=post_update]").await;
        alice.sees("dialog[data-view]", "What is new?").await;
        fits(&alice, "the form").await;
        alice.clicks("[data-close=one]").await;
        alice.sees_no("dialog[data-view]").await;
        alice.clicks("[data-thread]").await;
        alice.sees("#panel", "the reply").await;
        fits(&alice, "the thread").await;
        alice.clicks("[data-do=close-panel]").await;
        alice.clicks("[data-do=menu]").await;
        alice.clicks("[data-channel=payments]").await;
        alice.sees("[data-header=payments]", "payments").await;
        assert_eq!(chromium.complaints().await, Vec::<String>::new());
    })
    .await;
}

/// An incident with long words, a thread, and something for everybody; gives its channel's id.
async fn a_busy_incident(world: &World) -> String {
    let alice = world.alice();
    alice
        .runs("/incident declare Unpronounceablylongserviceidentifierwithoutanyblank is down everywhere")
        .await;
    world.advance(chrono::TimeDelta::minutes(1)).await;
    let room = world.room("inc-1").await;
    let card = room.card_ts().await;
    alice.clicks(&room, &card, "take_command").await;
    let message = alice.says(&room, &"https://example.com/".repeat(9)).await;
    alice.posts(&room, "the reply", Some(&message)).await;
    alice.runs_in(&room.id, "/incident timeline").await;
    world.advance(chrono::TimeDelta::minutes(1)).await;
    room.id
}

async fn fits(alice: &Window<'_>, what: &str) {
    let wide = "[document.documentElement, ...document.querySelectorAll('.messages, .panel-body, .modal-body')]
        .filter((node) => node.scrollWidth > node.clientWidth).map((node) => node.className || node.tagName)";
    let wide = alice.asks(wide).await;
    assert_eq!(
        wide,
        serde_json::json!([]),
        "{what} is wider than the screen"
    );
}

#[tokio::test]
async fn the_page_follows_the_system_into_the_dark_and_can_be_told_otherwise() {
    browsing(async |_, chromium| {
        let alice = chromium.window("alice/general").await;
        alice.prefers("light").await;
        assert!(brightness(&alice).await > 200);
        alice.prefers("dark").await;
        assert!(brightness(&alice).await < 60);
        alice.clicks("[data-do=theme]").await;
        assert!(brightness(&alice).await > 200);
        // It is remembered.
        alice.goes("alice/payments").await;
        assert!(brightness(&alice).await > 200);
        assert_eq!(chromium.complaints().await, Vec::<String>::new());
    })
    .await;
}

/// How bright the page's ground is, of 255.
async fn brightness(alice: &Window<'_>) -> u64 {
    let red = "Number(getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0])";
    alice.asks(red).await.as_u64().unwrap()
}
