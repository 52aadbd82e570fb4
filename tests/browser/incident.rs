//! A whole incident, played on the page by two people who see it for the first time.

use chrono::TimeDelta;
use fantoccini::key::Key;

use super::browsing;
use super::chromium::Chromium;
use super::window::Window;
use crate::support::world::World;

const CARD: &str = "#view .message.pinned";
const DIALOG: &str = "dialog[data-view]";
const FINDING: &str =
    "Found it: checkout v41 holds a ledger transaction open while it waits for the card network.";

#[tokio::test]
async fn a_whole_incident_in_the_browser() {
    browsing(async |world, chromium| {
        let alice = chromium.window("").await;
        declare(world, &alice).await;
        take_command_and_give_a_role(world, &alice).await;
        let bob = chromium.new_window("bob/support").await;
        talk(world, &alice, &bob).await;
        post_an_update(world, &alice).await;
        change_the_severity(world, &alice).await;
        show(&alice).await;
        look_from_outside(&bob).await;
        resolve(world, &alice).await;
        read_the_timeline(world, &alice).await;
        read_the_postmortem(world, &alice).await;
        assert_no_complaints(chromium).await;
    })
    .await;
}

async fn pass(world: &World, minutes: i64) {
    world.advance(TimeDelta::minutes(minutes)).await;
}

async fn declare(world: &World, alice: &Window<'_>) {
    // The first sight says what can be done.
    alice.sees(".try", "/incident declare").await;
    alice.clicks("[data-channel=payments]").await;
    alice.sees("[data-header=payments]", "payments").await;
    alice
        .says("/incident declare Card payments hang at checkout")
        .await;
    alice.sees("[data-ephemeral]", "INC-1").await;
    pass(world, 1).await;
    alice.clicks("[data-ephemeral] a.mention.channel").await;
    let room = "[data-header=inc-1-card-payments-hang-at-checkout]";
    alice.sees(room, "inc-1").await;
    alice.sees(CARD, "Card payments hang at checkout").await;
    alice.sees(CARD, "pending").await;
    alice.sees("#bookmarks", "INC-1").await;
}

async fn take_command_and_give_a_role(world: &World, alice: &Window<'_>) {
    alice.clicks("[data-action-id=take_command]").await;
    pass(world, 1).await;
    alice.sees_no("[data-action-id=take_command]").await;
    alice.sees(CARD, "@alice").await;
    alice.sees("#header .topic", "IC @alice").await;
    alice.sees("[data-channel=app-messages] .count", "1").await;

    alice.clicks("[data-action-id=assign_roles]").await;
    alice.sees(DIALOG, "Assign roles").await;
    alice.clicks("[data-action-id='role:communications']").await;
    alice
        .sees(".select-popover [role=option]", "Carol Reyes")
        .await;
    alice.presses(&format!("carol{}", &Key::Enter)).await;
    alice
        .sees("[data-action-id='role:communications']", "Carol Reyes")
        .await;
    alice.clicks("[data-submit]").await;
    alice.sees_no(DIALOG).await;
    pass(world, 1).await;
    alice
        .sees("#view", "@carol is now Communications lead")
        .await;
    alice.sees(CARD, "@carol").await;
}

async fn talk(world: &World, alice: &Window<'_>, bob: &Window<'_>) {
    alice
        .says("Ledger p99 went from 40 ms to 9 s at 02:48. What changed?")
        .await;
    // Bob finds the channel among those that he could join.
    bob.clicks("[data-channel^=inc-1-]").await;
    bob.sees("#view", "What changed?").await;
    bob.clicks("[data-join]").await;
    bob.says(FINDING).await;
    pass(world, 2).await;
    alice
        .sees("#view [data-author=U0BOB000001]", "Found it")
        .await;

    let message = "#view .message[data-author=U0BOB000001]:not(.system)";
    alice.points_at(message).await;
    alice.clicks(&format!("{message} [data-do=reply]")).await;
    alice
        .says_in_thread("Please roll it back. Report in five minutes.")
        .await;
    alice
        .sees(&format!("{message} [data-thread]"), "1 reply")
        .await;
    alice.points_at(message).await;
    alice
        .clicks(&format!("{message} [data-quick=pushpin]"))
        .await;
    pass(world, 1).await;
    alice
        .sees(&format!("{message} [data-reaction=pushpin]"), "1")
        .await;
    alice
        .sees(&format!("{message} [data-reaction=white_check_mark]"), "1")
        .await;
    bob.sees("#view [data-reaction=white_check_mark]", "1")
        .await;
    alice.clicks("[data-do=close-panel]").await;
}

async fn post_an_update(world: &World, alice: &Window<'_>) {
    alice.clicks("[data-action-id=post_update]").await;
    alice.sees(DIALOG, "Post an update").await;
    // Nothing was said: the form stays, and says what is missing.
    alice.types("[data-action-id=text]", "   ").await;
    alice.clicks("[data-submit]").await;
    alice
        .sees("[data-error-for=text]", "Say what is known")
        .await;
    let text = "Payments hang for one in ten customers. The cause is known; checkout is being rolled back.";
    alice.types("[data-action-id=text]", text).await;
    alice.sees_no("[data-error-for=text]:not([hidden])").await;
    alice.clicks("[data-action-id=status]").await;
    alice
        .clicks(".select-popover [data-value=identified]")
        .await;
    alice
        .clicks("[data-action-id=severity] [data-value=SEV1]")
        .await;
    alice.clicks("[data-submit]").await;
    alice.sees_no(DIALOG).await;
    pass(world, 1).await;
    alice.sees("#view", "Update from @alice").await;
    alice.sees(CARD, "Identified").await;
    alice.sees(CARD, "SEV1 Major").await;
    alice.sees(CARD, "Next update").await;
}

async fn change_the_severity(world: &World, alice: &Window<'_>) {
    alice.clicks("[data-action-id=change_severity]").await;
    alice.sees(DIALOG, "When in doubt, go high").await;
    alice
        .clicks("[data-action-id=severity] [data-value=SEV2]")
        .await;
    alice.clicks("[data-submit]").await;
    alice.sees_no(DIALOG).await;
    pass(world, 1).await;
    alice.sees(CARD, "SEV2 Moderate").await;
    alice.sees("#header .topic", "SEV2").await;
}

/// The war room as somebody finds it who opens it now: the card, who came, what was said.
async fn show(alice: &Window<'_>) {
    alice.resizes(1360, 1030).await;
    alice
        .goes("alice/inc-1-card-payments-hang-at-checkout")
        .await;
    alice.sees("#view [data-thread]", "1 reply").await;
    alice.points_at("#composer").await;
    alice.scrolls_to(CARD).await;
    alice.shoots("sandbox").await;
    alice.resizes(1360, 850).await;
}

/// A stakeholder reads one post that is kept up to date, and the updates in its thread.
async fn look_from_outside(bob: &Window<'_>) {
    bob.clicks("[data-channel=incidents]").await;
    let announcement = "#view .message[data-ts]:has([data-thread])";
    bob.sees(announcement, "We know the cause of the issue")
        .await;
    bob.sees(announcement, "SEV2 Moderate").await;
    bob.sees(announcement, "Payments hang for one in ten customers")
        .await;
    bob.clicks("#view [data-thread]").await;
    bob.sees("#panel", "Update from @alice").await;
    bob.sees("#panel", "SEV1 Major → ").await;
    bob.points_at("[data-do=drawer]").await;
    bob.shoots("announcement").await;
}

async fn resolve(world: &World, alice: &Window<'_>) {
    alice.clicks("[data-action-id=resolve]").await;
    alice.sees(DIALOG, "What fixed it?").await;
    alice
        .types("[data-action-id=text]", "Rolled checkout back to v40.")
        .await;
    alice.clicks("[data-submit]").await;
    alice.sees_no(DIALOG).await;
    pass(world, 1).await;
    alice.sees("#view", "INC-1 is resolved").await;
    alice
        .sees(&format!("{CARD} [data-action-id=postmortem]"), "Postmortem")
        .await;
    alice
        .sees_no(&format!("{CARD} [data-action-id=resolve]"))
        .await;
}

async fn read_the_timeline(world: &World, alice: &Window<'_>) {
    alice.says("/incident timeline").await;
    pass(world, 1).await;
    let timeline = "[data-ephemeral]:has(.b-header)";
    for entry in [
        "Timeline of INC-1",
        "declared INC-1: Card payments hang at checkout",
        "made @carol Communications lead",
        FINDING,
        "changed the severity from SEV1 Major to SEV2 Moderate",
        "resolved the incident: Rolled checkout back to v40.",
    ] {
        alice.sees(timeline, entry).await;
    }
}

async fn read_the_postmortem(world: &World, alice: &Window<'_>) {
    alice
        .clicks(&format!("{CARD} [data-action-id=postmortem]"))
        .await;
    pass(world, 1).await;
    alice.clicks(".file-preview > .link").await;
    alice.sees(".file-preview.open", "Five whys").await;
    alice
        .sees(".file-preview.open", "Rolled checkout back to v40.")
        .await;
    let download =
        "fetch(document.querySelector('.file a[href]').href).then((file) => file.text())";
    let draft = alice.asks_later(download).await;
    let draft = draft.as_str().unwrap();
    assert!(
        draft.starts_with("# Postmortem INC-1: Card payments hang at checkout"),
        "{draft}"
    );
    assert!(draft.contains("holds a ledger transaction open"), "{draft}");
}

async fn assert_no_complaints(chromium: &Chromium) {
    let complaints = chromium.complaints().await;
    assert!(complaints.is_empty(), "{complaints:#?}");
}
