//! The pinned card, the announcement, and the topic.

use chrono::Duration;
use muster::domain::text::NoNames;
use muster::slack::views::{announcement, card, topic};

use super::fixtures::{
    HOSTILE, checked, fresh, full, hostile, now, policy, private_drill, resolved,
};

#[test]
fn a_fresh_incident_asks_for_a_commander() {
    let message = card(&fresh(), &policy(), now());
    insta::assert_json_snapshot!(checked(&message));
}

#[test]
fn a_private_drill_says_so_first() {
    let message = card(&private_drill(), &policy(), now());
    insta::assert_json_snapshot!(checked(&message));
}

#[test]
fn a_card_shows_everything_that_is_known() {
    let message = card(&full(), &policy(), now() + Duration::minutes(100));
    insta::assert_json_snapshot!(checked(&message));
}

#[test]
fn a_card_says_that_an_update_is_overdue() {
    let message = card(&full(), &policy(), now() + Duration::minutes(130));
    assert!(
        message.text.contains("*Next update* ⚠ overdue since"),
        "{}",
        message.text
    );
}

#[test]
fn a_resolved_incident_offers_what_comes_next() {
    let message = card(&resolved(), &policy(), now() + Duration::days(2));
    insta::assert_json_snapshot!(checked(&message));
}

#[test]
fn a_card_shows_hostile_text_as_text() {
    let message = card(&hostile(HOSTILE), &policy(), now());
    insta::assert_json_snapshot!(checked(&message));
}

#[test]
fn an_announcement_says_what_is_affected_and_when_more_follows() {
    let message = announcement(&full(), &policy(), now() + Duration::minutes(100));
    insta::assert_json_snapshot!(checked(&message));
}

#[test]
fn an_announcement_of_a_bare_title_still_makes_sense() {
    let message = announcement(&fresh(), &policy(), now());
    insta::assert_json_snapshot!(checked(&message));
}

#[test]
fn an_announcement_ends_with_how_long_it_took() {
    let message = announcement(&resolved(), &policy(), now() + Duration::days(2));
    assert!(
        message
            .text
            .contains("the issue affecting *Checkout, Search &amp; Find* is over")
    );
    assert!(
        message.text.contains("after 2 h 55 min."),
        "{}",
        message.text
    );
    checked(&message);
}

#[test]
fn a_topic_is_one_plain_line() {
    let line = topic(&full(), &policy(), &NoNames);
    assert_eq!(
        line,
        "SEV1 · Identified · IC @U1BOB · Checkout returns errors"
    );
    let line = topic(&private_drill(), &policy(), &NoNames);
    assert_eq!(
        line,
        "Drill · Severity pending · Investigating · no commander yet · Checkout returns errors"
    );
    let line = topic(&hostile(&HOSTILE.repeat(20)), &policy(), &NoNames);
    assert!(line.encode_utf16().count() <= 250);
    assert!(
        !line.contains('<') && !line.contains('>') && line.ends_with('…'),
        "{line}"
    );
}
