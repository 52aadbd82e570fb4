//! The forms, as Slack gets them.

use chrono::Duration;
use muster::domain::{MessageRef, Policy, ReplyTo};
use muster::sandbox::blocks::validate_view;
use muster::slack::modals::declare::Prefill;
use muster::slack::modals::{
    Meta, PickedMessage, curate, declare, note, reopen, resolve, roles, severity, update,
};
use serde_json::Value;

use super::fixtures::{HOSTILE, assert_safe, fresh, full, hostile, now, policy};

fn checked(view: Value) -> Value {
    let problems = validate_view(&view);
    assert!(problems.is_empty(), "{problems:?}\n{view:#}");
    assert_safe(&view["blocks"]);
    view
}

fn meta() -> Meta {
    Meta::about(
        full().id,
        &ReplyTo {
            user: "U1BOB".into(),
            channel: Some("C1ROOM".into()),
            response_url: Some("https://hooks.slack.example/commands/T1/2/abc".to_owned()),
        },
    )
}

fn picked(text: &str) -> PickedMessage {
    PickedMessage {
        at: MessageRef {
            channel: "C1ROOM".into(),
            ts: "1700000000.000100".into(),
        },
        author: Some("U1BOB".into()),
        author_name: None,
        text: text.to_owned(),
    }
}

#[test]
fn declare_shows_the_criteria_beside_the_choice() {
    let view = declare::open(&meta(), &Prefill::default(), &policy());
    insta::assert_json_snapshot!(checked(view));
}

#[test]
fn declare_leaves_out_what_is_not_configured() {
    let bare = Policy {
        types: Vec::new(),
        services: Vec::new(),
        ..policy()
    };
    let prefill = Prefill {
        title: HOSTILE.repeat(100),
        description: HOSTILE.repeat(100),
    };
    let view = checked(declare::open(&meta(), &prefill, &bare)).to_string();
    assert!(!view.contains("\"services\"") && !view.contains("\"type\",\"block"));
}

#[test]
fn update_begins_with_what_holds_now() {
    let view = update::open(&full(), &meta(), &policy(), now() + Duration::minutes(100));
    insta::assert_json_snapshot!(checked(view));
}

#[test]
fn roles_shows_who_holds_what() {
    insta::assert_json_snapshot!(checked(roles::open(&full(), &meta(), &policy())));
}

#[test]
fn the_short_forms() {
    let incident = full();
    let short = [
        severity::open(&incident, &meta(), &policy()),
        resolve::open(&incident, &meta()),
        reopen::open(&incident, &meta()),
        note::open(&incident, &meta()),
    ];
    let short: Vec<Value> = short.into_iter().map(checked).collect();
    insta::assert_json_snapshot!(short);
}

#[test]
fn add_to_timeline_asks_which_incident() {
    let meta = Meta {
        message: Some(picked("The errors began at 02:40.").fit()),
        ..meta()
    };
    let view = curate::open(&[full(), hostile(HOSTILE)], &meta).unwrap();
    insta::assert_json_snapshot!(checked(view));
    assert!(curate::open(&[], &meta).is_none());
}

#[test]
fn forms_take_any_policy_that_the_configuration_allows() {
    let mut policy = policy();
    let level = policy.severities[0].clone();
    policy.severities = vec![level; 10];
    for (nth, severity) in (0..).zip(&mut policy.severities) {
        severity.key = format!("SEV{nth}").as_str().into();
        severity.criteria = "long ".repeat(60);
    }
    let role = policy.roles[0].clone();
    policy.roles = vec![role; 20];
    for (nth, role) in (0..).zip(&mut policy.roles) {
        role.key = format!("role-{nth}").as_str().into();
    }
    checked(declare::open(&meta(), &Prefill::default(), &policy));
    checked(update::open(&fresh(), &meta(), &policy, now()));
    checked(severity::open(&fresh(), &meta(), &policy));
    checked(roles::open(&full(), &meta(), &policy));
}

#[test]
fn what_a_form_carries_comes_back_and_fits() {
    let whole = Meta {
        message: Some(picked(&"\"\\\n\u{1f525}".repeat(2_000)).fit()),
        ..meta()
    };
    let encoded = whole.encoded();
    assert!(encoded.encode_utf16().count() <= 3_000, "{}", encoded.len());
    assert_eq!(Meta::decoded(&encoded), Ok(whole));
    assert!(Meta::decoded("made by another version").is_err());
}
