//! War-room names that Slack accepts, whatever the title and the template.

use muster::domain::channel_name::{MAX_NAME, channel_name, slugify};
use muster::domain::{Incident, IncidentId, Policy};
use proptest::prelude::*;

use super::{Alice, policy, titled};

/// An incident of that title, named by that template.
fn named(title: &str, template: &str) -> (Incident, Policy) {
    let mut policy = policy();
    template.clone_into(&mut policy.channel_name);
    (Alice::new().declares(titled(title)).incident, policy)
}

fn name(title: &str, template: &str, attempt: u32) -> String {
    let (incident, policy) = named(title, template);
    channel_name(&incident, &policy, attempt)
}

const USUAL: &str = "inc-{number}-{slug}";

#[test]
fn a_title_of_any_script_becomes_latin() {
    for (title, expected) in [
        ("Checkout returns errors!", "inc-7-checkout-returns-errors"),
        ("Ошибка оплаты", "inc-7-oshibka-oplaty"),
        ("決済エラー", "inc-7-jue-ji-era"),
        ("خطأ", "inc-7-kht"),
        ("DB's down — again…", "inc-7-dbs-down-again"),
        ("Größe über alles", "inc-7-grosse-uber-alles"),
        ("🔥", "inc-7-fire"),
        ("___ --- ***", "inc-7"),
        ("\u{e000}", "inc-7"),
        ("a_b", "inc-7-a_b"),
    ] {
        assert_eq!(name(title, USUAL, 0), expected, "{title}");
    }
}

#[test]
fn a_clash_is_resolved_by_a_suffix_within_the_limit() {
    let title = "payment ".repeat(15);
    for (attempt, suffix) in [(1, "-2"), (2, "-3"), (98, "-99"), (u32::MAX, "-4294967295")] {
        let name = name(&title, USUAL, attempt);
        assert!(name.starts_with("inc-7-payment-payment"), "{name}");
        assert!(name.ends_with(suffix), "{name}");
        assert!(name.len() <= MAX_NAME, "{name}");
    }
}

#[test]
fn the_title_gives_way_before_the_number() {
    let name = name(&"x".repeat(120), "{slug}-{date}-inc-{number}", 0);
    assert!(name.ends_with("-2026-03-10-inc-7"), "{name}");
    assert_eq!(name.len(), MAX_NAME);
}

#[test]
fn a_template_may_use_everything_that_is_known() {
    let (mut incident, mut policy) = named("API down", "");
    policy.channel_name = "{severity}_{service}_{date}_{number}_{slug}".to_owned();
    assert_eq!(
        channel_name(&incident, &policy, 0),
        "pending__2026-03-10_7_api-down"
    );
    incident.severity = Some("SEV1".into());
    incident.services = vec!["checkout".to_owned(), "api".to_owned()];
    assert_eq!(
        channel_name(&incident, &policy, 0),
        "sev1_checkout_2026-03-10_7_api-down"
    );
}

#[test]
fn braces_in_a_title_are_not_filled_in() {
    assert_eq!(name("{number} {date}", USUAL, 0), "inc-7-number-date");
}

#[test]
fn a_template_that_leaves_nothing_falls_back_to_the_number() {
    assert_eq!(name("---", "{slug}", 0), "inc-7");
    assert_eq!(name("---", "{slug}", 1), "inc-7-2");
    assert_eq!(name("x", &"long-".repeat(30), 0), "inc-7");
}

const TEMPLATES: [&str; 6] = [
    USUAL,
    "{slug}",
    "{date}-{severity}-{service}-{slug}-{number}",
    "{slug}-{slug}-{number}",
    "inc_{number}",
    "{number}-{slug}-on-call-for-the-whole-company-and-everybody-in-it-{slug}",
];

proptest! {
    #[test]
    fn every_name_is_legal(
        title in "(?s).{1,200}",
        template in prop::sample::select(&TEMPLATES[..]),
        attempt in prop_oneof![0..3_u32, any::<u32>()],
    ) {
        let Ok(change) = Incident::declare(IncidentId(7), titled(&title), &Alice::new().at(0)) else {
            return Ok(());
        };
        let mut policy = policy();
        template.clone_into(&mut policy.channel_name);
        let name = channel_name(&change.incident, &policy, attempt);
        prop_assert!(super::invariants::is_legal_name(&name), "{}", name);
        if template.contains("{number}") {
            prop_assert!(name.split(['-', '_']).any(|word| word == "7"), "{}", name);
        }
    }

    #[test]
    fn a_slug_is_stable(text in "(?s).*") {
        let slug = slugify(&text);
        prop_assert_eq!(&slugify(&slug), &slug);
    }
}
