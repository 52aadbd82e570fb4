//! Forms with the keyboard alone.

use chrono::TimeDelta;
use fantoccini::key::Key;

use super::browsing;
use super::window::Window;

const DIALOG: &str = "dialog[data-view]";

#[tokio::test]
async fn everything_about_an_incident_is_declared_by_keyboard() {
    browsing(async |world, chromium| {
        let alice = chromium.window("alice/general").await;
        alice.says("/incident declare").await;
        fill_in(&alice).await;
        alice.tabs_to("[data-submit]").await;
        alice.presses(&Key::Enter.to_string()).await;
        alice.sees_no(DIALOG).await;
        world.advance(TimeDelta::minutes(1)).await;

        let room = "[data-channel=inc-1-refunds-are-sent-twice]";
        alice
            .sees(&format!("{room}:has(.icon-lock)"), "inc-1")
            .await;
        alice.clicks(room).await;
        let card = "#view .message.pinned";
        for fact in [
            "🔒 INC-1 · Refunds are sent twice",
            "SEV2 Moderate",
            "Wrong or lost data",
            "today at 2:45 AM",
            "About forty customers so far.",
            "It is announced nowhere",
        ] {
            alice.sees(card, fact).await;
        }
        assert_eq!(chromium.complaints().await, Vec::<String>::new());
    })
    .await;
}

/// Goes through the form from field to field.
async fn fill_in(alice: &Window<'_>) {
    alice.sees(DIALOG, "Declare an incident").await;
    alice
        .awaits("document.activeElement.dataset.actionId === 'title'")
        .await;
    alice.presses("Refunds are sent twice").await;
    // From "Pending", which is chosen, up to SEV2.
    alice.tabs_to("[data-action-id=severity] input").await;
    alice.presses(&Key::Up.to_string().repeat(3)).await;
    alice
        .awaits("document.querySelector('[data-value=SEV2]').checked")
        .await;
    alice.shoots("declare-form").await;
    alice.tabs_to("[data-action-id=type]").await;
    alice.presses(&Key::Enter.to_string()).await;
    alice
        .sees(".select-popover [role=option]", "Wrong or lost data")
        .await;
    alice.presses(&format!("lost{}", &Key::Enter)).await;
    alice
        .sees("[data-action-id=type]", "Wrong or lost data")
        .await;
    alice.tabs_to("[data-action-id=description]").await;
    alice.presses("About forty customers so far.").await;
    alice.tabs_to("[data-action-id=impact_started]").await;
    alice.presses(&format!("03102026{}0245AM", &Key::Tab)).await;
    alice.awaits("document.querySelector('[data-action-id=impact_started]').value === '2026-03-10T02:45'").await;
    alice.tabs_to("[data-value=private]").await;
    alice.presses(&Key::Space.to_string()).await;
    alice
        .awaits("document.querySelector('[data-value=private]').checked")
        .await;
}

#[tokio::test]
async fn escape_closes_what_is_on_top_and_enter_sends() {
    browsing(async |world, chromium| {
        let alice = chromium.window("alice/general").await;
        let escape = Key::Escape.to_string();
        alice.says("/incident declare").await;
        alice.sees(DIALOG, "Declare an incident").await;
        alice.tabs_to("[data-action-id=type]").await;
        alice.presses(&Key::Enter.to_string()).await;
        alice
            .sees(".select-popover [role=option]", "Wrong or lost data")
            .await;
        alice.presses(&escape).await;
        alice.sees_no(".select-popover").await;
        alice.sees(DIALOG, "Declare an incident").await;
        alice.presses(&escape).await;
        alice.sees_no(DIALOG).await;

        // The menu's button opens it as well; what is missing is said at the field.
        alice.says("/incident").await;
        alice
            .clicks("[data-ephemeral] [data-action-id='run:0']")
            .await;
        alice.sees(DIALOG, "Declare an incident").await;
        alice.presses(&Key::Enter.to_string()).await;
        alice
            .awaits("document.querySelector('[data-error-for=title]').checkVisibility()")
            .await;
        alice
            .presses(&format!("Search is slow{}", &Key::Enter))
            .await;
        alice.sees_no(DIALOG).await;
        world.advance(TimeDelta::minutes(1)).await;
        alice
            .sees("[data-channel=inc-1-search-is-slow]", "inc-1")
            .await;
        assert_eq!(chromium.complaints().await, Vec::<String>::new());
    })
    .await;
}
