//! What an action says about the element that was used.

use muster::sandbox::blocks::chosen;
use serde_json::{Value, json};

use super::{option, options, plain};

#[track_caller]
fn refused(element: &Value, value: &Value, words: &str) {
    let problem = chosen(element, value).unwrap_err();
    assert!(
        problem.message.contains(words),
        "{problem} does not say {words:?}"
    );
}

#[test]
fn buttons() {
    let button = json!({
        "type": "button", "action_id": "go", "text": plain("Go"), "value": "7", "style": "primary",
        "confirm": { "title": plain("Sure?") },
    });
    let expected = json!({
        "type": "button", "action_id": "go", "text": plain("Go"), "value": "7", "style": "primary",
    });
    assert_eq!(chosen(&button, &Value::Null).unwrap(), expected);
    assert_eq!(chosen(&button, &json!("7")).unwrap(), expected);
    refused(&button, &json!("8"), "not \"8\"");

    let silent = json!({ "type": "button", "action_id": "go", "text": plain("Go") });
    assert_eq!(chosen(&silent, &Value::Null).unwrap(), silent);
}

#[test]
fn feedback() {
    let side = |value: &str| json!({ "text": plain(value), "value": value });
    let buttons = json!({
        "type": "feedback_buttons", "action_id": "f",
        "positive_button": side("good"), "negative_button": side("bad"),
    });
    let expected = json!({ "type": "feedback_buttons", "action_id": "f", "value": "bad" });
    assert_eq!(chosen(&buttons, &json!("bad")).unwrap(), expected);
    refused(&buttons, &json!("meh"), "not the value of either");
}

#[test]
fn menus() {
    let menu = json!({
        "type": "static_select", "action_id": "m", "options": options(2),
        "placeholder": plain("Pick"), "initial_option": option("o0"),
    });
    let expected = json!({
        "type": "static_select", "action_id": "m", "selected_option": option("o1"),
        "placeholder": plain("Pick"), "initial_option": option("o0"),
    });
    assert_eq!(chosen(&menu, &json!("o1")).unwrap(), expected);
    refused(&menu, &json!("o2"), "not one of the options");
    refused(&menu, &Value::Null, "without a value");

    let overflow = json!({ "type": "overflow", "action_id": "o", "options": options(2) });
    assert_eq!(
        chosen(&overflow, &json!("o0")).unwrap()["selected_option"],
        option("o0")
    );
    refused(&overflow, &json!("o2"), "not one of the options");
    refused(&overflow, &Value::Null, "value of an option");

    let boxes = json!({ "type": "checkboxes", "action_id": "c", "options": options(2) });
    assert_eq!(
        chosen(&boxes, &json!(["o0"])).unwrap()["selected_options"],
        json!([option("o0")])
    );
    assert_eq!(
        chosen(&boxes, &json!([])).unwrap()["selected_options"],
        json!([])
    );
    refused(&boxes, &json!(["o2"]), "not one of the options");

    let few = json!({ "type": "multi_users_select", "action_id": "u", "max_selected_items": 1 });
    assert_eq!(
        chosen(&few, &json!(["U1"])).unwrap()["selected_users"],
        json!(["U1"])
    );
    refused(&few, &json!(["U1", "U2"]), "at most 1");
}

#[test]
fn others() {
    let date = json!({ "type": "datepicker", "action_id": "d", "initial_date": "2026-01-01" });
    let expected = json!({
        "type": "datepicker", "action_id": "d", "initial_date": "2026-01-01",
        "selected_date": "2026-01-02",
    });
    assert_eq!(chosen(&date, &json!("2026-01-02")).unwrap(), expected);
    let text = json!({ "type": "plain_text_input", "action_id": "t" });
    assert_eq!(chosen(&text, &json!("hi")).unwrap()["value"], "hi");
    assert_eq!(chosen(&text, &json!("")).unwrap()["value"], Value::Null);
    refused(
        &json!({ "type": "image" }),
        &Value::Null,
        "image cannot be used",
    );
    refused(&json!("button"), &Value::Null, "object");
}
