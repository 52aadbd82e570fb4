//! Commands, clicks and forms are read from Slack's own samples, and nothing is ever refused.

use chrono::DateTime;
use muster::slack::delivery::DeliveryKind;
use muster::slack::inbound::{BlockActions, Inbound};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::samples::{sample, samples};

fn interaction(payload: &Value) -> Inbound {
    Inbound::parse(DeliveryKind::Interaction, payload)
}

fn actions(payload: &Value) -> BlockActions {
    match interaction(payload) {
        Inbound::Action(actions) => *actions,
        other => panic!("expected actions, got {other:?}"),
    }
}

#[test]
fn every_sample_interaction_is_recognised() {
    for sample in samples(&["interaction"]) {
        let expected = sample.content["type"].as_str().unwrap();
        let word = match interaction(&sample.content) {
            Inbound::Action(it) => {
                assert!(!it.actions.is_empty(), "{}", sample.file);
                "block_actions"
            }
            Inbound::Submission(it) => {
                assert!(!it.user_id.is_empty(), "{}", sample.file);
                "view_submission"
            }
            Inbound::Closed(it) => {
                assert!(!it.view.callback_id.is_empty(), "{}", sample.file);
                "view_closed"
            }
            Inbound::Shortcut(it) => {
                assert!(!it.callback_id.is_empty(), "{}", sample.file);
                "shortcut"
            }
            Inbound::MessageShortcut(it) => {
                assert!(!it.message_ts.is_empty(), "{}", sample.file);
                "message_action"
            }
            Inbound::Options(it) => {
                assert!(!it.action_id.is_empty(), "{}", sample.file);
                "block_suggestion"
            }
            other => panic!("{}: {other:?}", sample.file),
        };
        assert_eq!(word, expected);
    }
}

#[test]
fn every_sample_event_has_its_envelope() {
    for sample in samples(&["event_callback"]) {
        let Inbound::Event(event) = Inbound::parse(DeliveryKind::Event, &sample.content) else {
            panic!("{}", sample.file)
        };
        assert_eq!(event.event, sample.content["event"], "{}", sample.file);
        assert_eq!(
            event.kind(),
            sample.content["event"]["type"].as_str().unwrap()
        );
        assert!(
            !event.event_id.is_empty() && event.event_time > 0,
            "{}",
            sample.file
        );
    }
    let payload = sample("events/message.5.json");
    let Inbound::Event(event) = Inbound::parse(DeliveryKind::Event, &payload) else {
        panic!()
    };
    assert!(event.is_ext_shared_channel);
    assert_eq!(event.team_id.as_deref(), Some("T_SOURCE"));
    assert_eq!(
        event.authorizations[0].team_id.as_deref(),
        Some("T_INSTALLED")
    );
}

#[test]
fn a_command_is_read_whole() {
    let form = sample("commands/slash_command.5.json")["form"].clone();
    let Inbound::Command(it) = Inbound::parse(DeliveryKind::Command, &form) else {
        panic!()
    };
    assert_eq!(
        (it.command.as_str(), it.text.as_str()),
        ("/hello-world", "Hi")
    );
    assert_eq!(
        (it.user_id.as_str(), it.user_name.as_str()),
        ("W111", "primary-owner")
    );
    assert_eq!(
        (it.channel_id.as_str(), it.channel_name.as_str()),
        ("C111", "random")
    );
    assert_eq!(it.enterprise_id.as_deref(), Some("E111"));
    assert_eq!(it.trigger_id, "111.111.xxx");
}

#[test]
fn an_installation_in_a_whole_organisation_is_no_obstacle() {
    let it = actions(&sample("payloads/block_actions.message.4.json"));
    assert_eq!(it.team_id, None);
    assert_eq!(it.user_team.as_deref(), Some("T_expected"));
    assert_eq!(it.channel_id.as_deref(), Some("C111"));
    assert!(it.is_ephemeral);
    assert_eq!(it.actions[0].value, "click_me_123");
}

#[test]
fn whatever_is_chosen_is_the_value() {
    let action = |part: Value| {
        let mut action = json!({"action_id": "a", "block_id": "b"});
        action
            .as_object_mut()
            .unwrap()
            .extend(part.as_object().unwrap().clone());
        let payload = json!({"type": "block_actions", "user": {"id": "U1"}, "actions": [action]});
        actions(&payload).actions.remove(0).values
    };
    let rich = json!({"type": "rich_text", "elements": [{"type": "rich_text_section",
        "elements": [{"type": "text", "text": "a & b"}]}]});
    let options = json!([{"value": "x"}, {"value": "y"}]);
    let cases = [
        (json!({"value": "v"}), vec!["v"]),
        (json!({"selected_option": {"value": "x"}}), vec!["x"]),
        (json!({"selected_option": null}), vec![]),
        (json!({ "selected_options": options }), vec!["x", "y"]),
        (json!({"selected_user": "U2"}), vec!["U2"]),
        (json!({"selected_users": ["U2", "U3"]}), vec!["U2", "U3"]),
        (json!({"selected_channel": "C2"}), vec!["C2"]),
        (json!({"selected_channels": ["C2"]}), vec!["C2"]),
        (json!({"selected_conversation": "D2"}), vec!["D2"]),
        (
            json!({"selected_conversations": ["D2", "G2"]}),
            vec!["D2", "G2"],
        ),
        (json!({"selected_date": "2030-01-02"}), vec!["2030-01-02"]),
        (json!({"selected_time": "12:30"}), vec!["12:30"]),
        (
            json!({"selected_date_time": 1_700_000_000}),
            vec!["1700000000"],
        ),
        (json!({ "rich_text_value": rich }), vec!["a &amp; b"]),
    ];
    for (part, expected) in cases {
        assert_eq!(action(part.clone()), expected, "{part}");
    }
}

#[test]
fn several_actions_of_one_payload_are_all_there() {
    let payload = json!({
        "type": "block_actions",
        "user": {"id": "U1", "name": "ann", "team_id": "T2"},
        "team": {"id": "T1"},
        "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1", "thread_ts": "1.1"},
        "message": {"ts": "1.2", "text": "card"},
        "state": {"values": {"b": {"who": {"selected_user": "U7"}}}},
        "trigger_id": "t", "response_url": "https://x",
        "actions": [{"action_id": "a", "value": "1"}, {"action_id": "b", "value": "2"}],
    });
    let it = actions(&payload);
    let values: Vec<_> = it
        .actions
        .iter()
        .map(|action| action.value.as_str())
        .collect();
    assert_eq!(values, ["1", "2"]);
    assert_eq!(it.message_ts.as_deref(), Some("1.2"));
    assert_eq!(it.thread_ts.as_deref(), Some("1.1"));
    assert_eq!(it.channel_id.as_deref(), Some("C1"));
    assert_eq!(it.message_text, "card");
    assert_eq!(it.state.user("who").as_deref(), Some("U7"));
}

#[test]
fn a_form_is_read_by_action_id_in_any_block() {
    let payload = json!({
        "type": "view_submission",
        "user": {"id": "U1"},
        "view": {"id": "V1", "callback_id": "declare", "private_metadata": "{}", "hash": "h",
            "type": "modal", "external_id": "", "state": {"values": {
                "b1": {"title": {"type": "plain_text_input", "value": "Disk full"}},
                "b2": {"severity": {"selected_option": {"value": "sev1"}}},
                "b3": {"flags": {"selected_options": [{"value": "private"}]}},
                "b4": {"lead": {"selected_user": "U2"}, "team": {"selected_users": ["U3", "U4"]}},
                "b5": {"when": {"selected_date_time": 1_700_000_000}},
                "b6": {"room": {"selected_conversation": "C9"}},
                "b7": {"day": {"selected_date": "2030-01-02"}, "hour": {"selected_time": "09:15"}},
                "b8": {"empty": {"type": "plain_text_input", "value": null}},
            }}},
    });
    let Inbound::Submission(form) = interaction(&payload) else {
        panic!()
    };
    let state = form.state();
    assert_eq!(state.text("title").as_deref(), Some("Disk full"));
    assert_eq!(state.option("severity").as_deref(), Some("sev1"));
    assert_eq!(state.options("flags"), ["private"]);
    assert!(state.checked("flags", "private") && !state.checked("flags", "other"));
    assert_eq!(state.user("lead").as_deref(), Some("U2"));
    assert_eq!(state.users("team"), ["U3", "U4"]);
    assert_eq!(
        state.datetime("when"),
        DateTime::from_timestamp(1_700_000_000, 0)
    );
    assert_eq!(state.channel("room").as_deref(), Some("C9"));
    assert_eq!(state.date("day").as_deref(), Some("2030-01-02"));
    assert_eq!(state.time("hour").as_deref(), Some("09:15"));
    assert_eq!(state.block_of("severity"), Some("b2"));
    assert_eq!(state.text("empty"), None);
    assert_eq!(state.text("nothing"), None);
    assert_eq!(form.view.external_id, None);
}

#[test]
fn a_message_shortcut_brings_the_message() {
    let Inbound::MessageShortcut(it) = interaction(&sample("payloads/message_action.2.json"))
    else {
        panic!()
    };
    assert_eq!(it.shortcut.callback_id, "test-message-action");
    assert_eq!(it.message_ts, "1608093938.001200");
    assert_eq!(it.message_bot.as_deref(), Some("B111"));
    assert!(it.message_text.starts_with("Here is the uploaded file"));
}

#[test]
fn the_unknown_is_unknown_and_no_more() {
    for kind in [
        DeliveryKind::Event,
        DeliveryKind::Interaction,
        DeliveryKind::Other,
    ] {
        for payload in [
            Value::Null,
            json!([]),
            json!("x"),
            json!({"type": "new_in_2030"}),
        ] {
            assert_eq!(Inbound::parse(kind, &payload), Inbound::Unknown);
        }
    }
}

/// Any JSON, with Slack's own words among the keys and types.
pub(super) fn any_json() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        prop::sample::select(vec![
            "type",
            "text",
            "elements",
            "blocks",
            "event",
            "message",
            "user",
            "view",
            "state",
            "values",
            "actions",
            "channel",
            "item",
            "ts",
            "subtype",
            "attachments",
            "files",
            "fields",
            "title",
            "previous_message",
            "selected_option",
            "rows",
        ])
        .prop_map(str::to_owned),
        "[a-z_]{1,6}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "message",
            "message_changed",
            "rich_text",
            "rich_text_list",
            "block_actions",
            "table",
            "view_submission",
            "reaction_added",
            "message_deleted",
            "tombstone",
            "context",
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..8)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_payload_at_all_is_an_obstacle(payload in any_json()) {
        use DeliveryKind::{Command, Event, Interaction, Other};
        for kind in [Command, Event, Interaction, Other] {
            if let Inbound::Event(event) = Inbound::parse(kind, &payload) {
                drop(event.channel_event());
            }
        }
    }
}
