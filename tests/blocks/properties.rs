//! The checks never panic, and a form's state has every input.

use muster::sandbox::blocks::{
    chosen, current_state, fill_ids, validate_message, validate_view, view_state,
};
use muster::sandbox::manifest::parse;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{options, plain};

/// Words that make random JSON look like Block Kit, so that it gets past the first check.
const WORDS: &[&str] = &[
    "type",
    "text",
    "elements",
    "element",
    "accessory",
    "options",
    "option_groups",
    "blocks",
    "section",
    "actions",
    "input",
    "context",
    "rich_text",
    "table",
    "rows",
    "modal",
    "home",
    "static_select",
    "plain_text_input",
    "number_input",
    "checkboxes",
    "button",
    "value",
    "block_id",
    "action_id",
    "initial_option",
    "plain_text",
    "mrkdwn",
    "carousel",
    "card",
    "container",
    "child_blocks",
    "settings",
    "features",
    "slash_commands",
    "title",
    "label",
];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(WORDS).prop_map(str::to_owned),
        1 => ".{0,8}",
    ]
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((word(), inner), 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// An input and an answer it takes.
fn input() -> impl Strategy<Value = (Value, Value)> {
    prop_oneof![
        "[a-z]{1,20}".prop_map(|text| (json!({ "type": "plain_text_input" }), json!(text))),
        (0..1000_i64).prop_map(|number| {
            (
                json!({ "type": "number_input", "is_decimal_allowed": false }),
                json!(number),
            )
        }),
        (0..3_usize).prop_map(|index| {
            let menu = json!({ "type": "static_select", "options": options(3) });
            (menu, json!(format!("o{index}")))
        }),
        prop::sample::subsequence(vec!["o0", "o1", "o2"], 1..=3).prop_map(|chosen| {
            (
                json!({ "type": "checkboxes", "options": options(3) }),
                json!(chosen),
            )
        }),
        "[UW][A-Z0-9]{3,9}".prop_map(|id| (json!({ "type": "users_select" }), json!(id))),
    ]
}

proptest! {
    #[test]
    fn no_json_is_too_strange(mut value in anything(), other in anything()) {
        validate_message(&value);
        validate_view(&value);
        let given = other.as_object().cloned().unwrap_or_default();
        let _state = view_state(&value, &given);
        let _state = current_state(&value, &given);
        let _action = chosen(&value, &other);
        let _app = parse(&value);
        fill_ids(&mut value, || "id".to_owned());
    }

    #[test]
    fn a_state_has_every_input(inputs in prop::collection::vec((input(), any::<bool>()), 1..20)) {
        let mut blocks: Value = inputs
            .iter()
            .map(|((element, _), optional)| json!({
                "type": "input", "label": plain("l"), "element": element, "optional": optional,
            }))
            .collect();
        let mut next = 0;
        fill_ids(&mut blocks, || {
            next += 1;
            format!("id{next}")
        });
        let view = json!({
            "type": "modal", "title": plain("t"), "submit": plain("s"), "blocks": blocks,
        });
        prop_assert!(validate_view(&view).is_empty());

        let blocks = view["blocks"].as_array().unwrap();
        let given: Map<String, Value> = inputs
            .iter()
            .zip(blocks)
            .filter(|((_, optional), _)| !*optional)
            .map(|(((_, value), _), block)| {
                (block["element"]["action_id"].as_str().unwrap().to_owned(), value.clone())
            })
            .collect();
        let state = view_state(&view, &given).unwrap();
        for block in blocks {
            let answer = state
                .pointer(&format!(
                    "/values/{}/{}",
                    block["block_id"].as_str().unwrap(),
                    block["element"]["action_id"].as_str().unwrap(),
                ))
                .unwrap();
            prop_assert_eq!(&answer["type"], &block["element"]["type"]);
        }
        prop_assert_eq!(state["values"].as_object().unwrap().len(), blocks.len());
        if inputs.iter().any(|(_, optional)| !*optional) {
            prop_assert!(view_state(&view, &Map::new()).is_err());
        }
    }
}
