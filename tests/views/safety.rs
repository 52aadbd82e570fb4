//! Whatever people write, Slack takes every view, and nobody is notified by it.

use chrono::Duration;
use muster::domain::{Incident, Notice, Policy, Refusal, Status};
use muster::sandbox::blocks::validate_view;
use muster::slack::modals::declare::Prefill;
use muster::slack::modals::{Meta, curate, declare, note, resolve, roles, severity, update};
use muster::slack::views;
use proptest::prelude::*;

use super::fixtures::{assert_safe, checked, full, hostile, now, policy};

/// Text as attackers and accidents make it: marks of Slack's markup, long runs, any character.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<!channel>".to_owned()),
        Just("<!subteam^S1|@team>".to_owned()),
        Just("<<!here>".to_owned()),
        Just("<!date^1^{date}|<!here>>".to_owned()),
        Just("<@U1>".to_owned()),
        Just("<https://evil.example|<!here>>".to_owned()),
        Just("&lt;!channel&gt;".to_owned()),
        Just("&amp;".to_owned()),
        Just("\u{202e}\u{0}\r\n".to_owned()),
        Just("x".repeat(2_000)),
        Just("👩‍👩‍👧‍👦".repeat(50)),
        ".{0,40}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn notices(text: &str) -> Vec<Notice> {
    let by = || "U1BOB".into();
    vec![
        Notice::Update {
            by: by(),
            text: text.to_owned(),
            status: (Status::Investigating, Status::Monitoring),
            severity: (None, Some(text.into())),
            next_due: Some(now()),
        },
        Notice::Severity {
            by: text.into(),
            from: None,
            to: Some(text.into()),
        },
        Notice::Resolved {
            by: by(),
            text: text.to_owned(),
        },
        Notice::Reopened {
            by: by(),
            text: text.to_owned(),
        },
        Notice::Roles {
            by: by(),
            assigned: vec![(text.into(), text.into())],
            released: vec![("experts".into(), text.into())],
        },
        Notice::StepFailed {
            step: text.to_owned(),
            problem: text.to_owned(),
            retry_at: Some(now() + Duration::minutes(1)),
        },
    ]
}

fn check_messages(incident: &Incident, text: &str, policy: &Policy) {
    let open = std::slice::from_ref(incident);
    for told in notices(text) {
        checked(&views::notice(&told, incident, policy, false));
        checked(&views::notice(&told, incident, policy, true));
    }
    for message in [
        views::card(incident, policy, now()),
        views::announcement(incident, policy, now()),
        views::brief(incident, &"commander".into(), policy),
        views::brief(incident, &text.into(), policy),
        views::declared(incident, policy),
        views::curated(incident),
        views::status(incident, policy, now()),
        views::menu(Some(incident), &[], policy),
        views::menu(None, open, policy),
        views::picker("note", open, policy, |_| text.to_owned()),
        views::incidents(open, policy),
        views::refusal(&Refusal::new(text)),
        views::apology(text),
        views::unknown_word(text, None, text, policy),
        views::reopen_form(text, policy),
    ] {
        checked(&message);
    }
}

fn check_forms(incident: &Incident, text: &str, policy: &Policy) {
    let prefill = Prefill {
        title: text.to_owned(),
        description: text.to_owned(),
    };
    let meta = Meta::default();
    let mut forms = vec![
        declare::open(&meta, &prefill, policy),
        update::open(incident, &meta, policy, now()),
        severity::open(incident, &meta, policy),
        roles::open(incident, &meta, policy),
        resolve::open(incident, &meta),
        note::open(incident, &meta),
    ];
    forms.extend(curate::open(std::slice::from_ref(incident), &meta));
    for form in forms {
        let problems = validate_view(&form);
        assert!(problems.is_empty(), "{problems:?}\n{form:#}");
        assert_safe(&form["blocks"]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_message_is_safe_and_fits(text in text()) {
        check_messages(&hostile(&text), &text, &policy());
    }

    #[test]
    fn every_form_is_safe_and_fits(text in text()) {
        // The ids of people come from Slack, which takes them back.
        let incident = Incident { roles: full().roles, ..hostile(&text) };
        check_forms(&incident, &text, &policy());
    }
}
