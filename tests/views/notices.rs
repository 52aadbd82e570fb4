//! One thing that happened, as a post; and the private message to a new role holder.

use chrono::Duration;
use muster::domain::{Notice, Status};
use muster::slack::views::{brief, notice};
use serde_json::{Value, json};

use super::fixtures::{HOSTILE, checked, fresh, full, now, policy, resolved};

fn room(told: &Notice) -> Value {
    checked(&notice(told, &resolved(), &policy(), false))
}

fn stakeholders(told: &Notice) -> Value {
    checked(&notice(told, &resolved(), &policy(), true))
}

#[test]
fn an_update_shows_what_changed() {
    let told = Notice::Update {
        by: "U1BOB".into(),
        text: "The pool is exhausted. <@U1CAROL> scales it up.".to_owned(),
        status: (Status::Investigating, Status::Identified),
        severity: (None, Some("SEV1".into())),
        next_due: Some(now() + Duration::minutes(30)),
    };
    insta::assert_json_snapshot!(room(&told));
}

#[test]
fn an_update_full_of_markup_is_text() {
    let told = Notice::Update {
        by: "U1BOB".into(),
        text: HOSTILE.repeat(100),
        status: (Status::Monitoring, Status::Resolved),
        severity: (Some("SEV1".into()), Some("SEV1".into())),
        next_due: None,
    };
    let shown = stakeholders(&told);
    assert!(
        shown["text"]
            .as_str()
            .unwrap()
            .starts_with("✅ *INC-7 is resolved* after ")
    );
    assert!(
        shown["blocks"][1]["text"]["text"]
            .as_str()
            .unwrap()
            .ends_with('…')
    );
}

#[test]
fn severity_and_roles_are_one_line_each() {
    let severity = Notice::Severity {
        by: "U1BOB".into(),
        from: Some("SEV2".into()),
        to: Some("SEV1".into()),
    };
    let roles = Notice::Roles {
        by: "U1ALICE".into(),
        assigned: vec![("commander".into(), "U1BOB".into())],
        released: vec![
            ("commander".into(), "U1ALICE".into()),
            ("experts".into(), "U1DAVE".into()),
        ],
    };
    insta::assert_json_snapshot!(json!([room(&severity), room(&roles)]));
}

#[test]
fn the_end_and_its_undoing_are_told() {
    let end = Notice::Resolved {
        by: "U1BOB".into(),
        text: "Rolled back deploy 42.".to_owned(),
    };
    let again = Notice::Reopened {
        by: "U1BOB".into(),
        text: String::new(),
    };
    insta::assert_json_snapshot!(json!([room(&end), stakeholders(&end), room(&again)]));
}

#[test]
fn a_failed_step_says_what_happens_now() {
    let failed = |problem: &str, retry_at| Notice::StepFailed {
        step: "make the incident channel".to_owned(),
        problem: problem.to_owned(),
        retry_at,
    };
    let retried = failed("ratelimited", Some(now() + Duration::seconds(30)));
    let given_up = failed("restricted_action", None);
    let strange = failed("a <!here> of its own", None);
    insta::assert_json_snapshot!(json!([room(&retried), room(&given_up), room(&strange)]));
}

#[test]
fn a_commander_is_told_what_is_first() {
    let message = brief(&fresh(), &"commander".into(), &policy());
    insta::assert_json_snapshot!(checked(&message));
}

#[test]
fn other_roles_get_their_instructions() {
    let message = brief(&full(), &"experts".into(), &policy());
    insta::assert_json_snapshot!(checked(&message));
}
