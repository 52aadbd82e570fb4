//! The local Slack's rules: Block Kit, manifests, scopes and rate limits.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "a helper of a test fails as the test does, and takes json! as it comes"
)]

/// Runs a check on each case: `given => expected;`.
macro_rules! cases {
    ($check:ident: $($($given:expr),+ => $($expected:expr),+;)+) => {
        $($check($($given),+, $($expected),+);)+
    };
}

mod clicks;
mod elements;
mod manifest;
mod messages;
mod properties;
mod samples;
mod scopes;
mod state;
mod tiers;
mod views;

use muster::sandbox::blocks::Problem;
use serde_json::{Value, json};

/// A text of so many characters, none of them a single byte.
fn long(characters: usize) -> String {
    "é".repeat(characters)
}

fn plain(text: &str) -> Value {
    json!({ "type": "plain_text", "text": text })
}

fn mrkdwn(text: &str) -> Value {
    json!({ "type": "mrkdwn", "text": text })
}

fn option(value: &str) -> Value {
    json!({ "text": plain(value), "value": value })
}

fn options(count: usize) -> Value {
    (0..count)
        .map(|index| option(&format!("o{index}")))
        .collect()
}

/// A copy of `object` with some fields set; those set to `null` are removed.
fn with(object: &Value, changes: Value) -> Value {
    let mut object = object.clone();
    let fields = object.as_object_mut().unwrap();
    let Value::Object(changes) = changes else {
        panic!("changes are an object")
    };
    for (name, value) in changes {
        if value.is_null() {
            fields.remove(&name);
        } else {
            fields.insert(name, value);
        }
    }
    object
}

/// Exactly one problem was found: at this pointer, with these words.
#[track_caller]
fn only(problems: &[Problem], pointer: &str, words: &str) {
    match problems {
        [problem] => {
            assert_eq!(problem.pointer, pointer, "{problem}");
            assert!(
                problem.message.contains(words),
                "{problem} does not say {words:?}"
            );
        }
        _ => panic!("expected {pointer}: {words}, found {problems:#?}"),
    }
}

#[track_caller]
fn fine(problems: &[Problem]) {
    assert!(problems.is_empty(), "{problems:#?}");
}
