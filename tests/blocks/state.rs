//! What a submitted form says.

use muster::sandbox::blocks::{Problem, current_state, fill_ids, view_state};
use serde_json::{Map, Value, json};

use super::{only, option, options, plain, with};

fn input(id: &str, element: Value) -> Value {
    let element = with(&element, json!({ "action_id": id }));
    let block = format!("{id}_block");
    json!({ "type": "input", "block_id": block, "label": plain("l"), "element": element })
}

fn modal(blocks: Value) -> Value {
    json!({ "type": "modal", "title": plain("t"), "submit": plain("s"), "blocks": blocks })
}

fn given(values: Value) -> Map<String, Value> {
    let Value::Object(values) = values else {
        panic!("values are an object")
    };
    values
}

/// The answer of a single input, or what is wrong with it.
fn answer(element: Value, value: Value) -> Result<Value, Vec<Problem>> {
    let view = modal(json!([input("a", element)]));
    let state = view_state(&view, &given(json!({ "a": value })))?;
    Ok(state["values"]["a_block"]["a"].clone())
}

#[track_caller]
fn answers(kind: &str, fields: Value, value: Value, expected: Value) {
    let element = with(&fields, json!({ "type": kind }));
    let expected = with(&expected, json!({ "type": kind }));
    assert_eq!(answer(element, value).unwrap(), expected);
}

#[track_caller]
fn refuses(element: Value, value: Value, words: &str) {
    only(
        &answer(element, value).unwrap_err(),
        "/blocks/0/element",
        words,
    );
}

#[test]
fn every_kind_of_input() {
    let chosen = option("o1");
    let moment = 1_767_225_600;
    let written = json!({ "type": "rich_text", "elements": [
        { "type": "rich_text_section", "elements": [{ "type": "text", "text": "hi" }] }
    ] });
    cases! { answers:
        "plain_text_input", json!({}), json!("hi") => json!({ "value": "hi" });
        "email_text_input", json!({}), json!("a@b.io") => json!({ "value": "a@b.io" });
        "url_text_input", json!({}), json!("https://b.io") => json!({ "value": "https://b.io" });
        "number_input", json!({ "is_decimal_allowed": true }), json!(1.5)
            => json!({ "value": "1.5" });
        "rich_text_input", json!({}), json!("hi") => json!({ "rich_text_value": written });
        "rich_text_input", json!({}), written.clone() => json!({ "rich_text_value": written });
        "static_select", json!({ "options": options(2) }), json!("o1")
            => json!({ "selected_option": chosen });
        "radio_buttons", json!({ "options": options(2) }), chosen.clone()
            => json!({ "selected_option": chosen });
        "checkboxes", json!({ "options": options(2) }), json!(["o1"])
            => json!({ "selected_options": [chosen] });
        "multi_static_select", json!({ "options": options(2) }), json!(["o1"])
            => json!({ "selected_options": [chosen] });
        "users_select", json!({}), json!("U1") => json!({ "selected_user": "U1" });
        "multi_users_select", json!({}), json!(["U1", "W2"])
            => json!({ "selected_users": ["U1", "W2"] });
        "channels_select", json!({}), json!("C1") => json!({ "selected_channel": "C1" });
        "multi_channels_select", json!({}), json!(["C1"]) => json!({ "selected_channels": ["C1"] });
        "conversations_select", json!({}), json!("D1") => json!({ "selected_conversation": "D1" });
        "multi_conversations_select", json!({}), json!(["G1"])
            => json!({ "selected_conversations": ["G1"] });
        "datepicker", json!({}), json!("2026-01-31") => json!({ "selected_date": "2026-01-31" });
        "timepicker", json!({ "timezone": "UTC" }), json!("23:59")
            => json!({ "selected_time": "23:59", "timezone": "UTC" });
        "datetimepicker", json!({}), json!(moment) => json!({ "selected_date_time": moment });
        "file_input", json!({}), json!(["F1"]) => json!({ "files": [{ "id": "F1" }] });
    }
}

#[test]
fn options_of_groups_and_of_the_app() {
    let groups = json!([
        { "label": plain("g"), "options": options(1) },
        { "label": plain("h"), "options": [option("x")] },
    ]);
    let grouped = answer(
        json!({ "type": "static_select", "option_groups": groups }),
        json!("x"),
    );
    assert_eq!(grouped.unwrap()["selected_option"], option("x"));

    let external = |value: Value| {
        answer(json!({ "type": "external_select" }), value).unwrap()["selected_option"].clone()
    };
    let told = |text: &str| json!({ "type": "plain_text", "text": text, "emoji": true });
    assert_eq!(
        external(json!("id1")),
        json!({ "text": told("id1"), "value": "id1" })
    );
    assert_eq!(
        external(json!({ "text": "One", "value": "id1" })),
        json!({ "text": told("One"), "value": "id1" })
    );
    assert_eq!(external(option("id1")), option("id1"));
}

#[test]
fn what_is_not_given_keeps_its_initial_value() {
    let menu = json!({ "type": "static_select", "options": options(2) });
    let boxes = json!({ "type": "checkboxes", "options": options(1) });
    let view = modal(json!([
        input("a", json!({ "type": "plain_text_input", "initial_value": "was" })),
        input("b", with(&menu, json!({ "initial_option": option("o0") }))),
        with(&input("c", json!({ "type": "users_select" })), json!({ "optional": true })),
        with(&input("d", boxes), json!({ "optional": true })),
        { "type": "section", "block_id": "e", "text": plain("x"), "accessory":
            { "type": "static_select", "action_id": "f", "options": options(1) } },
        { "type": "actions", "block_id": "g", "elements":
            [{ "type": "button", "action_id": "h", "text": plain("x") }] },
    ]));
    let state = view_state(&view, &Map::new()).unwrap();
    let expected = json!({ "values": {
        "a_block": { "a": { "type": "plain_text_input", "value": "was" } },
        "b_block": { "b": { "type": "static_select", "selected_option": option("o0") } },
        "c_block": { "c": { "type": "users_select", "selected_user": null } },
        "d_block": { "d": { "type": "checkboxes", "selected_options": [] } },
        "e": { "f": { "type": "static_select", "selected_option": null } },
    } });
    assert_eq!(state, expected);
}

#[test]
fn clients_refuse_incomplete_forms() {
    let options = options(3);
    let several = json!({ "type": "multi_static_select", "options": options });
    let few = with(&several, json!({ "max_selected_items": 1 }));
    cases! { refuses:
        json!({ "type": "plain_text_input" }), json!("") => "required";
        json!({ "type": "users_select" }), Value::Null => "required";
        json!({ "type": "checkboxes", "options": options }), json!([]) => "required";
        json!({ "type": "plain_text_input", "min_length": 3 }), json!("éé") => "at least 3";
        json!({ "type": "plain_text_input", "max_length": 1 }), json!("éé") => "at most 1";
        json!({ "type": "plain_text_input" }), json!("x".repeat(3001)) => "at most 3000";
        json!({ "type": "plain_text_input" }), json!(true) => "text";
        json!({ "type": "email_text_input" }), json!("nobody") => "e-mail";
        json!({ "type": "email_text_input" }), json!("a@b@c.io") => "e-mail";
        json!({ "type": "url_text_input" }), json!("example.com") => "URL";
        json!({ "type": "number_input", "is_decimal_allowed": false }), json!("1.5") => "whole";
        json!({ "type": "number_input", "is_decimal_allowed": true }), json!("1,5") => "decimal";
        json!({ "type": "number_input", "is_decimal_allowed": false, "min_value": "2" }), json!("1")
            => "minimum";
        json!({ "type": "number_input", "is_decimal_allowed": false, "max_value": "2" }), json!("3")
            => "maximum";
        json!({ "type": "static_select", "options": options }), json!("o9")
            => "not one of the options";
        json!({ "type": "static_select", "options": options }), json!(3) => "value of an option";
        few, json!(["o1", "o2"])
            => "at most 1";
        json!({ "type": "multi_users_select" }), json!("U1") => "list";
        json!({ "type": "users_select" }), json!("alice") => "identifier";
        json!({ "type": "channels_select" }), json!("D1") => "identifier";
        json!({ "type": "datepicker" }), json!("31.01.2026") => "date";
        json!({ "type": "timepicker" }), json!("25:00") => "time";
        json!({ "type": "datetimepicker" }), json!("tomorrow") => "Unix time";
        json!({ "type": "file_input", "max_files": 1 }), json!(["F1", "F2"]) => "at most 1";
        json!({ "type": "rich_text_input" }), json!({ "type": "section" }) => "unsupported";
    }
}

#[test]
fn what_nothing_asks_for_is_refused() {
    let view = modal(json!([input("a", json!({ "type": "plain_text_input" }))]));
    let both = given(json!({ "a": "x", "typo": "y" }));
    only(&view_state(&view, &both).unwrap_err(), "", "typo");
    let by_block = view_state(&view, &given(json!({ "a_block": "x" }))).unwrap();
    assert_eq!(by_block["values"]["a_block"]["a"]["value"], "x");
}

#[test]
fn a_click_may_come_before_the_form_is_complete() {
    let view = modal(json!([
        input("a", json!({ "type": "plain_text_input" })),
        input("b", json!({ "type": "plain_text_input", "min_length": 5 })),
    ]));
    let state = current_state(&view, &given(json!({ "b": "x" }))).unwrap();
    assert_eq!(state["values"]["a_block"]["a"]["value"], Value::Null);
    assert_eq!(state["values"]["b_block"]["b"]["value"], "x");
}

#[test]
fn messages_have_state_too() {
    let blocks = json!([{ "type": "actions", "block_id": "roles", "elements": [
        { "type": "users_select", "action_id": "lead", "initial_user": "U1" },
        { "type": "users_select", "action_id": "scribe" },
    ] }]);
    let state = view_state(&blocks, &given(json!({ "scribe": "U2" }))).unwrap();
    let expected = json!({ "values": { "roles": {
        "lead": { "type": "users_select", "selected_user": "U1" },
        "scribe": { "type": "users_select", "selected_user": "U2" },
    } } });
    assert_eq!(state, expected);
    let wrong = view_state(&blocks, &given(json!({ "scribe": "bob" }))).unwrap_err();
    only(&wrong, "/0/elements/1", "identifier");
}

#[test]
fn identifiers_are_filled_in() {
    let mut blocks = json!([
        { "type": "divider" },
        { "type": "section", "block_id": "mine", "text": plain("x"), "accessory":
            { "type": "button", "action_id": "", "text": plain("x") } },
        { "type": "input", "label": plain("l"), "element": { "type": "plain_text_input" } },
        { "type": "carousel", "elements": [{ "type": "card", "actions": [{ "type": "button" }] }] },
        { "type": "section", "text": plain("x"), "accessory": { "type": "image" } },
    ]);
    let unnamed = modal(blocks.clone());
    only(
        &view_state(&unnamed, &Map::new()).unwrap_err(),
        "/blocks/2/element",
        "identifiers",
    );
    let mut next = 0;
    fill_ids(&mut blocks, || {
        next += 1;
        format!("n{next}")
    });
    assert_eq!(blocks[0]["block_id"], "n1");
    assert_eq!(blocks[1]["block_id"], "mine");
    assert_eq!(blocks[1]["accessory"]["action_id"], "n2");
    assert_eq!(blocks[2]["block_id"], "n3");
    assert_eq!(blocks[2]["element"]["action_id"], "n4");
    assert_eq!(blocks[3]["elements"][0]["block_id"], "n6");
    assert_eq!(blocks[3]["elements"][0]["actions"][0]["action_id"], "n7");
    assert_eq!(blocks[4]["accessory"], json!({ "type": "image" }));
}
