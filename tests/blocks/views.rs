//! Each rule for modals and Home tabs, broken once.

use muster::sandbox::blocks::validate_view;
use serde_json::{Value, json};

use super::{fine, long, mrkdwn, only, plain, with};

fn input(id: &str) -> Value {
    let element = json!({ "type": "plain_text_input", "action_id": id });
    json!({ "type": "input", "block_id": id, "label": plain("l"), "element": element })
}

fn modal() -> Value {
    json!({ "type": "modal", "title": plain("t"), "submit": plain("s"), "blocks": [input("a")] })
}

fn home() -> Value {
    json!({ "type": "home", "blocks": [{ "type": "section", "text": mrkdwn("hi") }] })
}

#[track_caller]
fn modal_refused(changes: Value, pointer: &str, words: &str) {
    only(&validate_view(&with(&modal(), changes)), pointer, words);
}

#[track_caller]
fn input_refused(changes: Value, pointer: &str, words: &str) {
    let blocks = json!([with(&input("a"), changes)]);
    modal_refused(
        json!({ "blocks": blocks }),
        &format!("/blocks/0{pointer}"),
        words,
    );
}

#[track_caller]
fn home_refused(changes: Value, pointer: &str, words: &str) {
    only(&validate_view(&with(&home(), changes)), pointer, words);
}

#[test]
fn modals() {
    fine(&validate_view(&modal()));
    let dividers = |count: usize| vec![json!({ "type": "divider" }); count];
    cases! { modal_refused:
        json!({ "title": null }) => "", "field: title";
        json!({ "title": plain(&long(25)) }) => "/title/text", "less than 25";
        json!({ "title": mrkdwn("t") }) => "/title/type", "plain_text";
        json!({ "submit": plain(&long(25)) }) => "/submit/text", "less than 25";
        json!({ "close": plain(&long(25)) }) => "/close/text", "less than 25";
        json!({ "submit": null }) => "", "field: submit";
        json!({ "blocks": null }) => "", "field: blocks";
        json!({ "blocks": {} }) => "/blocks", "must provide an array";
        json!({ "blocks": dividers(101) }) => "/blocks", "no more than 100";
        json!({ "callback_id": long(256) }) => "/callback_id", "less than 256";
        json!({ "private_metadata": long(3001) }) => "/private_metadata", "less than 3001";
        json!({ "external_id": long(256) }) => "/external_id", "less than 256";
        json!({ "notify_on_close": "yes" }) => "/notify_on_close", "boolean";
        json!({ "id": "V1" }) => "", "additional property: id";
        json!({ "type": "dialog" }) => "/type", "unsupported type: dialog";
        json!({ "type": null }) => "", "field: type";
        json!({ "blocks": [{ "type": "markdown", "text": "x" }] }) => "/blocks/0/type", "modal";
        json!({ "blocks": [input("a"), input("a")] }) => "/blocks/1/block_id", "already exists";
    }
    let alert = json!({ "type": "alert", "level": "warning", "text": mrkdwn("careful") });
    fine(&validate_view(&with(
        &modal(),
        json!({ "blocks": [alert] }),
    )));
    let loud = with(&alert, json!({ "level": "loud" }));
    only(
        &validate_view(&with(&modal(), json!({ "blocks": [loud] }))),
        "/blocks/0/level",
        "enum",
    );
}

#[test]
fn input_blocks() {
    cases! { input_refused:
        json!({ "label": mrkdwn("l") }) => "/label/type", "plain_text";
        json!({ "label": plain(&long(2001)) }) => "/label/text", "less than 2001";
        json!({ "label": null }) => "", "field: label";
        json!({ "hint": plain(&long(2001)) }) => "/hint/text", "less than 2001";
        json!({ "hint": mrkdwn("h") }) => "/hint/type", "plain_text";
        json!({ "optional": 1 }) => "/optional", "boolean";
        json!({ "dispatch_action": 1 }) => "/dispatch_action", "boolean";
    }
}

#[test]
fn one_element_has_the_focus() {
    let focused = |id: &str| {
        let element = json!({ "type": "plain_text_input", "action_id": id, "focus_on_load": true });
        with(&input(id), json!({ "element": element }))
    };
    let view = with(&modal(), json!({ "blocks": [focused("a"), focused("b")] }));
    only(
        &validate_view(&view),
        "/blocks/1/element/focus_on_load",
        "only one",
    );
}

#[test]
fn a_view_can_be_too_large() {
    let text = long(2900);
    let blocks = vec![json!({ "type": "section", "text": mrkdwn(&text) }); 50];
    let view = with(&modal(), json!({ "blocks": blocks }));
    let problems = validate_view(&view);
    only(&problems, "", "view_too_large");
    assert!(problems[0].message.starts_with("view_too_large"));
}

#[test]
fn home_tabs() {
    fine(&validate_view(&home()));
    fine(&validate_view(&with(
        &home(),
        json!({ "blocks": [input("a")] }),
    )));
    cases! { home_refused:
        json!({ "title": plain("t") }) => "", "additional property: title";
        json!({ "submit": plain("t") }) => "", "additional property: submit";
        json!({ "blocks": [{ "type": "alert", "text": plain("x") }] })
            => "/blocks/0/type", "Home tab";
        json!({ "private_metadata": long(3001) }) => "/private_metadata", "less than 3001";
    }
    only(&validate_view(&json!([])), "", "must provide an object");
}
