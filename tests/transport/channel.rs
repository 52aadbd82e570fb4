//! What happens in a channel becomes one shape, with the same key live and from the history.

use std::collections::HashSet;

use muster::slack::delivery::DeliveryKind;
use muster::slack::inbound::{ChannelEvent, ChannelEventKind as Kind, Inbound};
use serde_json::{Value, json};

use super::samples::{sample, samples};

fn event(event: &Value) -> ChannelEvent {
    ChannelEvent::from_event(event).unwrap_or_else(|| panic!("nothing in {event}"))
}

#[test]
fn every_sample_event_of_a_channel_is_taken_in() {
    let about_channels = [
        "message",
        "app_mention",
        "reaction_",
        "pin_",
        "member_",
        "channel_",
        "group_",
    ];
    for sample in samples(&["inner_event", "event_callback"]) {
        let inner = sample.content.get("event").unwrap_or(&sample.content);
        let kind = inner["type"].as_str().unwrap();
        let taken = ChannelEvent::from_event(inner);
        let about_channel = about_channels.iter().any(|word| kind.starts_with(word));
        let names_one = ["channel", "channel_id", "old_channel_id", "item"].iter();
        let complete = names_one.filter(|key| inner.get(**key).is_some()).count() > 0;
        if about_channel && complete && !kind.starts_with("message_metadata") {
            let taken = taken.unwrap_or_else(|| panic!("{} is lost", sample.file));
            assert!(
                !taken.channel.is_empty() && !taken.key.is_empty(),
                "{}",
                sample.file
            );
            if inner["text"].as_str().is_some_and(|text| !text.is_empty()) {
                assert_eq!(
                    taken.text,
                    inner["text"].as_str().unwrap(),
                    "{}",
                    sample.file
                );
            }
        }
    }
}

#[test]
fn a_message_keeps_who_where_and_when() {
    let it = event(&sample("events/message.file_share.json")["event"]);
    assert_eq!(it.kind, Kind::Message);
    assert_eq!(it.subtype.as_deref(), Some("file_share"));
    assert_eq!(
        (it.channel.as_str(), it.user.as_deref()),
        ("G111", Some("U111"))
    );
    assert_eq!(it.occurred, "1610493715.001000");
    assert_eq!(it.key, "msg:G111:1610493715.001000");
    assert_eq!(it.files[0].id, "F111");
    assert_eq!(
        it.files[0].permalink,
        "https://xxx.slack.com/files/U111/F111/test.png"
    );

    let reply = event(&sample("events/inner.message.file_share.2.json"));
    assert_eq!(reply.thread_ts.as_deref(), Some("1595552279.000600"));

    let bot = event(&sample("events/inner.message.bot_message.json"));
    assert_eq!(
        (bot.bot_id.as_deref(), bot.bot_name.as_deref()),
        (Some("ABC1234"), Some("seanbot"))
    );
    assert_eq!(bot.user, None);

    let ours = json!({"type": "message", "channel": "C1", "ts": "1.1", "text": "x", "bot_id": "B1",
        "metadata": {"event_type": "effect", "event_payload": {"n": 7}}});
    assert_eq!(event(&ours).metadata.unwrap()["event_payload"]["n"], 7);
}

#[test]
fn an_edit_keeps_both_texts_and_its_key_is_the_same_in_the_history() {
    let live = event(&sample("events/inner.message.message_changed.json"));
    assert_eq!(live.kind, Kind::Edited);
    assert_eq!(
        (live.text.as_str(), live.old_text.as_deref()),
        ("updated message", Some("test"))
    );
    assert_eq!(live.occurred, "1626342137.000000");
    assert_eq!(live.key, "edit:C111:1626342128.008700:1626342137.000000");

    let message = &sample("events/inner.message.message_changed.json")["message"];
    let [posted, edited] = ChannelEvent::from_history("C111", message)
        .try_into()
        .unwrap();
    assert_eq!(posted.key, "msg:C111:1626342128.008700");
    assert_eq!(edited.key, live.key);
}

#[test]
fn an_apps_silent_edit_and_slacks_own_refresh_are_told_apart() {
    let change = |before: Value, after: Value| {
        event(
            &json!({"type": "message", "subtype": "message_changed", "channel": "C1",
            "event_ts": "9.9", "message": after, "previous_message": before}),
        )
    };
    let silent = change(
        json!({"ts": "1.1", "text": "a"}),
        json!({"ts": "1.1", "text": "b"}),
    );
    assert_eq!(
        (silent.kind, silent.key.as_str()),
        (Kind::Edited, "edit:C1:1.1:9.9")
    );

    let with_preview = json!({"ts": "1.1", "text": "https://x",
        "attachments": [{"from_url": "https://x", "text": "preview"}]});
    let preview = change(json!({"ts": "1.1", "text": "https://x"}), with_preview);
    assert_eq!(
        (preview.kind, preview.key.as_str()),
        (Kind::Refreshed, "refresh:C1:1.1:9.9")
    );
}

#[test]
fn a_deletion_keeps_what_was_deleted() {
    let plain = json!({"type": "message", "subtype": "message_deleted", "channel": "C1",
        "deleted_ts": "1.1", "event_ts": "9.9", "ts": "9.9",
        "previous_message": {"ts": "1.1", "thread_ts": "1.0", "user": "U1", "text": "secret"}});
    let it = event(&plain);
    assert_eq!((it.kind, it.key.as_str()), (Kind::Deleted, "del:C1:1.1"));
    assert_eq!(
        (it.text.as_str(), it.old_text.as_deref()),
        ("", Some("secret"))
    );
    assert_eq!(
        (it.user.as_deref(), it.thread_ts.as_deref()),
        (Some("U1"), Some("1.0"))
    );
    assert_eq!(it.occurred, "9.9");

    let with_thread = event(&sample("events/inner.message.message_changed.2.json"));
    assert_eq!(with_thread.kind, Kind::Deleted);
    assert_eq!(with_thread.key, "del:D0697V:1728639839.746989");
    assert_eq!(with_thread.old_text.as_deref(), Some("need help with VPN"));
    assert_eq!(with_thread.user.as_deref(), Some("U06TFGNC"));

    let tombstone = &sample("events/inner.message.message_changed.2.json")["message"];
    let past = ChannelEvent::from_history("D0697V", tombstone);
    assert_eq!(past[0].key, with_thread.key);
}

#[test]
fn notices_have_their_kind_and_value() {
    let cases = [
        (
            "channel_topic",
            json!({"topic": "t"}),
            Kind::Topic,
            Some("t"),
        ),
        ("group_topic", json!({"topic": "t"}), Kind::Topic, Some("t")),
        (
            "channel_purpose",
            json!({"purpose": "p"}),
            Kind::Purpose,
            Some("p"),
        ),
        (
            "channel_name",
            json!({"name": "n", "old_name": "o"}),
            Kind::Renamed,
            Some("n"),
        ),
        ("group_archive", json!({}), Kind::Archived, None),
        ("channel_unarchive", json!({}), Kind::Unarchived, None),
        ("channel_join", json!({"inviter": "U2"}), Kind::Joined, None),
        ("group_leave", json!({}), Kind::Left, None),
        ("pinned_item", json!({}), Kind::Pinned, None),
        ("huddle_thread", json!({}), Kind::Huddle, None),
        ("reminder_add", json!({}), Kind::Message, None),
        ("me_message", json!({}), Kind::Message, None),
        ("thread_broadcast", json!({}), Kind::Message, None),
        ("invented_in_2030", json!({}), Kind::Message, None),
    ];
    for (subtype, more, kind, value) in cases {
        let mut message = json!({"subtype": subtype, "ts": "1.1", "user": "U1", "text": "words"});
        message
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let [past] = ChannelEvent::from_history("C1", &message)
            .try_into()
            .unwrap();
        message["type"] = json!("message");
        message["channel"] = json!("C1");
        let live = event(&message);
        assert_eq!(live, past, "{subtype}");
        assert_eq!(
            (live.kind, live.value.as_deref()),
            (kind, value),
            "{subtype}"
        );
        assert_eq!(
            (live.text.as_str(), live.key.as_str()),
            ("words", "msg:C1:1.1")
        );
    }
    let replied = json!({"type": "message", "subtype": "message_replied", "channel": "C1"});
    assert_eq!(ChannelEvent::from_event(&replied), None);
}

#[test]
fn reactions_and_pins_name_their_message() {
    let mut added = sample("events/reaction_added.4.json")["event"].clone();
    let it = event(&added);
    assert_eq!(
        (it.kind, it.reaction.as_deref()),
        (Kind::ReactionAdded, Some("heart_eyes"))
    );
    assert_eq!(it.ts.as_deref(), Some("1599529504.000400"));
    assert_eq!(
        it.key,
        "react+:C111:1599529504.000400:W111:heart_eyes:1599616881.000800"
    );
    added["type"] = json!("reaction_removed");
    assert!(event(&added).key.starts_with("react-:"));
    added["item"] = json!({"type": "file", "file": "F1"});
    assert_eq!(ChannelEvent::from_event(&added), None);

    let pin = json!({"type": "pin_added", "user": "U1", "channel_id": "C1", "event_ts": "9.9",
        "item": {"type": "message", "channel": "C1", "message": {"ts": "1.1", "text": "pinned"}}});
    let it = event(&pin);
    assert_eq!(
        (it.kind, it.ts.as_deref(), it.text.as_str()),
        (Kind::Pinned, Some("1.1"), "pinned")
    );

    let message = json!({"ts": "1.1", "reactions": [{"name": "eyes", "users": ["U1", "U2"]}]});
    let keys: Vec<_> = ChannelEvent::reactions_in_history("C1", &message)
        .into_iter()
        .map(|it| it.key)
        .collect();
    assert_eq!(keys, ["react=:C1:1.1:U1:eyes", "react=:C1:1.1:U2:eyes"]);
}

#[test]
fn the_channels_own_changes_are_read() {
    let cases = [
        (
            json!({"type": "channel_rename", "channel": {"id": "C1", "name": "n"}}),
            Kind::Renamed,
            "n",
        ),
        (
            json!({"type": "channel_id_changed", "old_channel_id": "C1", "new_channel_id": "C2"}),
            Kind::IdChanged,
            "C2",
        ),
        (
            json!({"type": "channel_shared", "channel": "C1", "connected_team_id": "E9"}),
            Kind::Shared,
            "E9",
        ),
        (
            json!({"type": "group_archive", "channel": "C1", "user": "U1"}),
            Kind::Archived,
            "",
        ),
        (
            json!({"type": "channel_deleted", "channel": "C1"}),
            Kind::ChannelDeleted,
            "",
        ),
        (
            json!({"type": "group_left", "channel": "C1"}),
            Kind::Left,
            "",
        ),
    ];
    for (mut payload, kind, value) in cases {
        payload["event_ts"] = json!("9.9");
        let it = event(&payload);
        assert_eq!((it.kind, it.channel.as_str()), (kind, "C1"), "{payload}");
        assert_eq!(it.value.as_deref().unwrap_or_default(), value, "{payload}");
        assert_eq!(it.occurred, "9.9");
    }
}

#[test]
fn an_event_without_a_time_takes_the_envelopes() {
    let payload = sample("events/member_joined_channel.2.json");
    let Inbound::Event(envelope) = Inbound::parse(DeliveryKind::Event, &payload) else {
        panic!()
    };
    let it = envelope.channel_event().unwrap();
    assert_eq!(
        (it.kind, it.inviter.as_deref()),
        (Kind::Joined, Some("U222"))
    );
    assert_eq!(it.user_team.as_deref(), Some("T_INSTALLED"));
    assert_eq!(it.occurred, "1599616881.000000");
    assert_eq!(it.key, "join:C111:W23456789:Ev111");
    assert!(it.echo);
}

#[test]
fn different_facts_have_different_keys() {
    let mut keys = HashSet::new();
    for kind in [
        "member_joined_channel",
        "member_left_channel",
        "channel_archive",
    ] {
        for at in ["1.1", "1.2"] {
            let payload = json!({"type": kind, "channel": "C1", "user": "U1", "event_ts": at});
            assert!(keys.insert(event(&payload).key));
        }
    }
}
