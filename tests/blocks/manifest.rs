//! Each rule for app manifests, broken once.

use muster::sandbox::manifest::{Command, Shortcut, ShortcutKind, parse};
use serde_json::{Value, json};

use super::{long, only};

fn shortcut(name: &str, kind: &str, id: &str) -> Value {
    json!({ "name": name, "type": kind, "callback_id": id, "description": "d" })
}

fn manifest() -> Value {
    json!({
        "_metadata": { "major_version": 2 },
        "display_information": { "name": "Muster", "background_color": "#101820" },
        "features": {
            "app_home": { "home_tab_enabled": true },
            "bot_user": { "display_name": "muster" },
            "slash_commands": [
                { "command": "/incident", "description": "Declare", "usage_hint": "[title]" },
            ],
            "shortcuts": [
                shortcut("Declare", "global", "declare"),
                shortcut("Add", "message", "add"),
            ],
        },
        "oauth_config": { "scopes": {
            "bot": ["commands", "chat:write", "channels:history"], "bot_optional": ["pins:read"],
        } },
        "settings": {
            "socket_mode_enabled": true,
            "interactivity": { "is_enabled": true },
            "event_subscriptions": {
                "bot_events": ["message.channels", "app_home_opened", "pin_added"],
            },
        },
    })
}

/// The manifest with the value at a pointer replaced, or removed if it is `null`.
fn changed(pointer: &str, value: &Value) -> Value {
    let mut manifest = manifest();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = manifest.pointer_mut(parent).unwrap();
    match parent {
        Value::Array(list) => list[name.parse::<usize>().unwrap()] = value.clone(),
        Value::Object(fields) if value.is_null() => drop(fields.remove(name).unwrap()),
        other => other[name] = value.clone(),
    }
    manifest
}

#[track_caller]
fn refused(place: &str, value: Value, pointer: &str, words: &str) {
    only(&parse(&changed(place, &value)).unwrap_err(), pointer, words);
}

#[test]
fn an_app_is_read() {
    let app = parse(&manifest()).unwrap();
    assert_eq!(
        (app.name.as_str(), app.bot_name.as_str()),
        ("Muster", "muster")
    );
    assert_eq!(
        app.bot_scopes,
        ["commands", "chat:write", "channels:history", "pins:read"]
    );
    assert_eq!(
        app.bot_events,
        ["message.channels", "app_home_opened", "pin_added"]
    );
    assert!(app.socket_mode && app.interactive && app.home_tab);
    let command = Command {
        command: "/incident".into(),
        description: "Declare".into(),
        usage_hint: "[title]".into(),
        url: None,
        should_escape: false,
    };
    assert_eq!(app.commands, [command]);
    let shortcut = Shortcut {
        name: "Add".into(),
        kind: ShortcutKind::Message,
        callback_id: "add".into(),
        description: "d".into(),
    };
    assert_eq!(app.shortcuts[1], shortcut);
    assert_eq!(app.shortcuts[0].kind, ShortcutKind::Global);
    assert_eq!(
        (app.events_url, app.interactions_url, app.options_url),
        (None, None, None)
    );
}

#[test]
fn the_first_version_of_the_schema_is_read_too() {
    let old = changed("/_metadata", &json!({ "schema_version": 1 }));
    assert_eq!(parse(&old).unwrap(), parse(&manifest()).unwrap());
    assert!(parse(&changed("/_metadata", &Value::Null)).is_ok());
}

/// Checks a value that is wrong where it stands.
#[track_caller]
fn wrong(place: &str, value: Value, words: &str) {
    refused(place, value, place, words);
}

#[test]
fn names_and_lengths() {
    wrong("/display_information/name", json!(long(36)), "less than 36");
    wrong(
        "/display_information/description",
        json!(long(141)),
        "less than 141",
    );
    wrong(
        "/display_information/long_description",
        json!("short"),
        "more than 174",
    );
    wrong(
        "/display_information/background_color",
        json!("#10182"),
        "color",
    );
    wrong(
        "/features/bot_user/display_name",
        json!(long(81)),
        "less than 81",
    );
    wrong(
        "/features/shortcuts/0/name",
        json!(long(25)),
        "less than 25",
    );
    wrong("/features/shortcuts/0/type", json!("both"), "enum");
    wrong(
        "/features/shortcuts/0/callback_id",
        json!(long(256)),
        "less than 256",
    );
    wrong(
        "/features/shortcuts/0/description",
        json!(long(151)),
        "less than 151",
    );
    wrong(
        "/features/shortcuts/1/callback_id",
        json!("declare"),
        "already exists",
    );
    wrong(
        "/features/app_home/home_tab_enabled",
        json!("yes"),
        "boolean",
    );
}

#[test]
fn commands() {
    let command = |field: &str| format!("/features/slash_commands/0/{field}");
    wrong(&command("command"), json!("incident"), "slash");
    wrong(&command("command"), json!("/a b"), "slash");
    wrong(&command("command"), json!("/A"), "slash");
    wrong(&command("command"), json!("/"), "more than 1");
    wrong(
        &command("command"),
        json!(format!("/{}", long(32))),
        "less than 33",
    );
    wrong(&command("description"), json!(long(2001)), "less than 2001");
    wrong(&command("usage_hint"), json!(long(1001)), "less than 1001");
    wrong(&command("url"), json!("ftp://x"), "http");
    wrong(&command("should_escape"), json!(1), "boolean");
}

#[test]
fn shapes_and_counts() {
    let commands: Value = (0..51)
        .map(|index| json!({ "command": format!("/c{index}"), "description": "d" }))
        .collect();
    let shortcuts: Value = (0..11)
        .map(|index| shortcut("n", "global", &format!("c{index}")))
        .collect();
    let twice =
        json!([{ "command": "/a", "description": "d" }, { "command": "/a", "description": "d" }]);
    cases! { refused:
        "/features/slash_commands", commands => "/features/slash_commands", "no more than 50";
        "/features/shortcuts", shortcuts => "/features/shortcuts", "no more than 10";
        "/features/slash_commands", twice => "/features/slash_commands/1/command", "already exists";
        "/features/slash_commands/0/description", Value::Null
            => "/features/slash_commands/0", "description";
        "/display_information", Value::Null => "", "field: display_information";
        "/extra", json!(1) => "", "additional property: extra";
        "/features/colour", json!(1) => "/features", "additional property: colour";
    }
}

#[test]
fn scopes_and_events() {
    let unknown = json!(["commands", "chat:write", "channels:history", "chat:shout"]);
    cases! { refused:
        "/oauth_config/scopes/bot", unknown
            => "/oauth_config/scopes/bot/3", "unknown bot scope: chat:shout";
        "/oauth_config/scopes/bot_optional", json!(["pins:read", "admin"])
            => "/oauth_config/scopes/bot_optional/1", "admin";
        "/features/bot_user", Value::Null => "/features", "bot_user";
    }
    let events = "/settings/event_subscriptions/bot_events";
    cases! { refused:
        events, json!(["message.channels", "message.groups"])
            => &format!("{events}/1"), "groups:history";
        events, json!(["message"]) => &format!("{events}/0"), "unknown bot event";
        events, json!(["pin_added", "pin_added"]) => &format!("{events}/1"), "already";
        "/settings/interactivity/is_enabled", json!(false)
            => "/settings/interactivity", "shortcuts";
    }
    let no_commands = changed("/oauth_config/scopes/bot", &json!(["channels:history"]));
    let pointers: Vec<_> = parse(&no_commands)
        .unwrap_err()
        .into_iter()
        .map(|problem| problem.pointer)
        .collect();
    assert_eq!(
        pointers,
        ["/features/slash_commands", "/features/shortcuts"]
    );
}

#[test]
fn without_a_socket_everything_needs_a_url() {
    let problems = parse(&changed("/settings/socket_mode_enabled", &json!(false))).unwrap_err();
    let pointers: Vec<_> = problems
        .iter()
        .map(|problem| problem.pointer.as_str())
        .collect();
    let expected = [
        "/settings/event_subscriptions",
        "/settings/interactivity",
        "/features/slash_commands/0",
    ];
    assert_eq!(pointers, expected);

    let mut http = changed("/settings/socket_mode_enabled", &Value::Null);
    let url = |path: &str| json!(format!("http://127.0.0.1:4300/{path}"));
    http["settings"]["event_subscriptions"]["request_url"] = url("events");
    http["settings"]["interactivity"]["request_url"] = url("interactions");
    http["settings"]["interactivity"]["message_menu_options_url"] = url("options");
    http["features"]["slash_commands"][0]["url"] = url("commands");
    let app = parse(&http).unwrap();
    assert_eq!(app.events_url.unwrap(), "http://127.0.0.1:4300/events");
    assert_eq!(app.options_url.unwrap(), "http://127.0.0.1:4300/options");
    assert_eq!(
        app.commands[0].url.as_deref(),
        Some("http://127.0.0.1:4300/commands")
    );
}
