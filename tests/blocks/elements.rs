//! Each rule for the elements of blocks, broken once.

use muster::sandbox::blocks::{validate_message, validate_view};
use serde_json::{Value, json};

use super::{fine, long, mrkdwn, only, option, options, plain, with};

/// Checks an element in an actions block.
#[track_caller]
fn refused(element: Value, pointer: &str, words: &str) {
    let blocks = json!([{ "type": "actions", "elements": [element] }]);
    only(
        &validate_message(&blocks),
        &format!("/0/elements/0{pointer}"),
        words,
    );
}

/// Checks an element in an input block of a modal.
#[track_caller]
fn input_refused(element: Value, pointer: &str, words: &str) {
    only(
        &validate_view(&form(&element)),
        &format!("/blocks/0/element{pointer}"),
        words,
    );
}

fn form(element: &Value) -> Value {
    let input = json!({ "type": "input", "label": plain("l"), "element": element });
    json!({ "type": "modal", "title": plain("t"), "submit": plain("s"), "blocks": [input] })
}

fn confirm() -> Value {
    json!({ "title": plain("t"), "text": mrkdwn("x"), "confirm": plain("y"), "deny": plain("n") })
}

#[test]
fn buttons() {
    let button =
        json!({ "type": "button", "text": plain("Go"), "confirm": confirm(), "style": "danger" });
    let asks = |changes: Value| with(&button, json!({ "confirm": with(&confirm(), changes) }));
    fine(&validate_message(
        &json!([{ "type": "actions", "elements": [button] }]),
    ));
    cases! { refused:
        with(&button, json!({ "text": plain(&long(76)) })) => "/text/text", "less than 76";
        with(&button, json!({ "text": mrkdwn("Go") })) => "/text/type", "plain_text";
        with(&button, json!({ "text": null })) => "", "field: text";
        with(&button, json!({ "value": long(2001) })) => "/value", "less than 2001";
        with(&button, json!({ "value": 3 })) => "/value", "string";
        with(&button, json!({ "url": "not a url" })) => "/url", "valid URL";
        with(&button, json!({ "url": format!("https://e.com/{}", long(3000)) }))
            => "/url", "less than 3001";
        with(&button, json!({ "style": "default" })) => "/style", "enum";
        with(&button, json!({ "accessibility_label": long(76) }))
            => "/accessibility_label", "less than 76";
        with(&button, json!({ "action_id": long(256) })) => "/action_id", "less than 256";
        asks(json!({ "title": plain(&long(101)) })) => "/confirm/title/text", "less than 101";
        asks(json!({ "text": plain(&long(301)) })) => "/confirm/text/text", "less than 301";
        asks(json!({ "confirm": plain(&long(31)) })) => "/confirm/confirm/text", "less than 31";
        asks(json!({ "deny": plain(&long(31)) })) => "/confirm/deny/text", "less than 31";
        asks(json!({ "title": mrkdwn("t") })) => "/confirm/title/type", "plain_text";
        asks(json!({ "deny": null })) => "/confirm", "field: deny";
        asks(json!({ "style": "loud" })) => "/confirm/style", "enum";
    }
}

#[test]
fn static_selects() {
    let menu =
        json!({ "type": "static_select", "options": options(2), "initial_option": option("o1") });
    let groups = |count: usize| -> Value {
        (0..count)
            .map(|_| json!({ "label": plain("g"), "options": options(1) }))
            .collect()
    };
    let grouped = json!({
        "type": "static_select", "option_groups": groups(2), "initial_option": option("o0"),
    });
    let one = |changes: Value| {
        let options = json!([with(&option("o"), changes)]);
        json!({ "type": "static_select", "options": options })
    };
    fine(&validate_message(
        &json!([{ "type": "actions", "elements": [menu, grouped] }]),
    ));
    cases! { refused:
        with(&menu, json!({ "options": options(101) })) => "/options", "no more than 100";
        json!({ "type": "static_select", "options": [] }) => "/options", "no fewer than 1";
        json!({ "type": "static_select" }) => "", "exactly one of: options, option_groups";
        with(&menu, json!({ "option_groups": groups(1) })) => "", "exactly one of";
        json!({ "type": "static_select", "option_groups": groups(101) })
            => "/option_groups", "more than 100";
        with(&menu, json!({ "initial_option": option("o2") }))
            => "/initial_option", "one of the provided";
        with(&menu, json!({ "placeholder": plain(&long(151)) }))
            => "/placeholder/text", "less than 151";
        with(&menu, json!({ "placeholder": mrkdwn("x") })) => "/placeholder/type", "plain_text";
        one(json!({ "text": plain(&long(76)) })) => "/options/0/text/text", "less than 76";
        one(json!({ "text": mrkdwn("x") })) => "/options/0/text/type", "plain_text";
        one(json!({ "value": long(151) })) => "/options/0/value", "less than 151";
        one(json!({ "value": null })) => "/options/0", "field: value";
        one(json!({ "description": plain(&long(76)) }))
            => "/options/0/description/text", "less than 76";
        one(json!({ "url": "https://e.com" })) => "/options/0", "additional property: url";
    }
    let label = json!([{ "label": plain(&long(76)), "options": options(1) }]);
    cases! { refused:
        json!({ "type": "static_select", "option_groups": label })
            => "/option_groups/0/label/text", "less than 76";
    }
}

#[test]
fn other_menus() {
    let several = json!({ "type": "multi_static_select", "options": options(3) });
    let people = json!({ "type": "multi_users_select", "initial_users": ["U1", "U2"] });
    let talks = json!({ "type": "conversations_select" });
    let boxes = json!({ "type": "checkboxes", "options": options(2) });
    cases! { refused:
        with(&several, json!({ "max_selected_items": 0 })) => "/max_selected_items", "at least 1";
        with(&several, json!({ "initial_options": [option("o0"), option("no")] }))
            => "/initial_options/1", "one of the provided";
        with(&people, json!({ "max_selected_items": 1 })) => "/initial_users", "no more than 1";
        with(&people, json!({ "initial_users": "U1" })) => "/initial_users", "array";
        json!({ "type": "users_select", "initial_user": 1 }) => "/initial_user", "string";
        json!({ "type": "external_select", "min_query_length": -1 })
            => "/min_query_length", "at least 0";
        json!({ "type": "external_select", "options": options(1) })
            => "", "additional property: options";
        with(&talks, json!({ "filter": {} })) => "/filter", "at least one property";
        with(&talks, json!({ "filter": { "include": ["channel"] } }))
            => "/filter/include/0", "enum";
        with(&talks, json!({ "response_url_enabled": true })) => "/response_url_enabled", "modal";
        json!({ "type": "overflow", "options": options(6) }) => "/options", "no more than 5";
        json!({ "type": "overflow", "options": [] }) => "/options", "no fewer than 1";
        with(&boxes, json!({ "options": options(11) })) => "/options", "no more than 10";
        with(&boxes, json!({ "initial_options": [] })) => "/initial_options", "no fewer than 1";
        json!({ "type": "radio_buttons", "options": options(11) }) => "/options", "no more than 10";
        json!({ "type": "radio_buttons", "options": options(2), "initial_option": option("no") })
            => "/initial_option", "one of the provided";
        json!({ "type": "overflow", "options": [with(&option("o"), json!({ "url": "x" }))] })
            => "/options/0/url", "valid URL";
    }
    let formatted = json!([{ "text": mrkdwn("*o*"), "value": "o", "description": mrkdwn("_d_") }]);
    let boxes = with(&boxes, json!({ "options": formatted }));
    fine(&validate_message(
        &json!([{ "type": "actions", "elements": [boxes] }]),
    ));
}

#[test]
fn pickers() {
    cases! { refused:
        json!({ "type": "datepicker", "initial_date": "2026-02-30" }) => "/initial_date", "date";
        json!({ "type": "timepicker", "initial_time": "24:00" }) => "/initial_time", "time";
        json!({ "type": "timepicker", "initial_time": "9:00" }) => "/initial_time", "more than 4";
        json!({ "type": "datetimepicker", "initial_date_time": 12 })
            => "/initial_date_time", "at least";
        json!({ "type": "datetimepicker", "initial_date_time": "x" })
            => "/initial_date_time", "integer";
        json!({ "type": "datetimepicker", "placeholder": plain("x") })
            => "", "additional property: placeholder";
    }
}

#[test]
fn inputs() {
    let text = json!({ "type": "plain_text_input" });
    let number = json!({ "type": "number_input", "is_decimal_allowed": false });
    fine(&validate_view(&form(&with(
        &text,
        json!({ "min_length": 2, "max_length": 2 }),
    ))));
    cases! { input_refused:
        with(&text, json!({ "min_length": 3001 })) => "/min_length", "at most 3000";
        with(&text, json!({ "max_length": 0 })) => "/max_length", "at least 1";
        with(&text, json!({ "min_length": 3, "max_length": 2 })) => "/min_length", "max_length";
        with(&text, json!({ "initial_value": "abc", "max_length": 2 }))
            => "/initial_value", "max_length";
        with(&text, json!({ "multiline": "yes" })) => "/multiline", "boolean";
        with(&text, json!({ "dispatch_action_config": { "trigger_actions_on": ["on_blur"] } }))
            => "/dispatch_action_config/trigger_actions_on/0", "enum";
        json!({ "type": "number_input" }) => "", "field: is_decimal_allowed";
        with(&number, json!({ "initial_value": "x" })) => "/initial_value", "number";
        with(&number, json!({ "initial_value": "1.5" })) => "/initial_value", "whole";
        with(&number, json!({ "min_value": "3", "max_value": "2" })) => "/min_value", "max_value";
        with(&number, json!({ "initial_value": "1", "min_value": "2" }))
            => "/initial_value", "between";
        json!({ "type": "file_input", "max_files": 11 }) => "/max_files", "at most 10";
        json!({ "type": "file_input", "filetypes": [] }) => "/filetypes", "no fewer than 1";
        json!({ "type": "rich_text_input", "initial_value": "x" }) => "/initial_value", "object";
        json!({ "type": "email_text_input", "confirm": confirm() })
            => "", "additional property: confirm";
        json!({ "type": "button", "text": plain("x") }) => "/type", "unsupported type: button";
    }
    let file =
        json!([{ "type": "input", "label": plain("l"), "element": { "type": "file_input" } }]);
    only(&validate_message(&file), "/0/element/type", "modal");
}
