//! The app's manifest: valid, equal to the files, and with exactly the permissions that are used.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use muster::sandbox::manifest::{App, parse};
use muster::sandbox::scopes::{needed, needed_for_event};
use muster::slack::commands::COMMANDS;
use muster::slack::ids::ShortcutId;
use muster::slack::manifest::manifest;
use serde_json::Value;

const COMMAND: &str = "/incident";
const URL: &str = "https://muster.example.com";

fn read(path: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn app(http_url: Option<&str>) -> App {
    parse(&manifest(COMMAND, http_url)).unwrap()
}

#[test]
fn the_files_are_what_the_program_prints() {
    let remake = "run `muster manifest` again";
    assert_eq!(
        read("manifests/socket-mode.json"),
        manifest(COMMAND, None),
        "{remake}"
    );
    assert_eq!(
        read("manifests/http.json"),
        manifest(COMMAND, Some(URL)),
        "{remake}"
    );
}

#[test]
fn slacks_own_schema_accepts_it() {
    let schema = read("tests/slack-specs/manifest.schema.2.0.0.json");
    let schema = jsonschema::validator_for(&schema).unwrap();
    for made in [
        manifest(COMMAND, None),
        manifest("/major-outage", Some(URL)),
    ] {
        let errors: Vec<String> = schema
            .iter_errors(&made)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn each_mode_names_its_way_in() {
    let socket = app(None);
    assert!(socket.socket_mode && socket.events_url.is_none());
    let http = app(Some(URL));
    assert!(!http.socket_mode && http.interactive);
    assert_eq!(
        http.events_url.as_deref(),
        Some("https://muster.example.com/slack/events")
    );
    assert_eq!(
        http.interactions_url.as_deref(),
        Some("https://muster.example.com/slack/interactions")
    );
    assert_eq!(
        http.commands[0].url.as_deref(),
        Some("https://muster.example.com/slack/commands")
    );
    assert!(
        http.commands[0].should_escape,
        "mentions must arrive as ids"
    );
}

#[test]
fn it_offers_every_command_and_shortcut() {
    let app = app(None);
    for spec in COMMANDS {
        assert!(
            app.commands[0].usage_hint.contains(spec.usage),
            "{}",
            spec.usage
        );
    }
    assert_eq!(app.shortcuts.len(), ShortcutId::ALL.len());
}

/// The Slack methods that the code calls: string literals such as `"chat.update"`.
fn methods() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders: Vec<PathBuf> = vec![root.join("jobs"), root.join("slack")];
    let mut files = vec![root.join("app.rs")];
    while let Some(folder) = folders.pop() {
        for found in fs::read_dir(folder).unwrap() {
            let path = found.unwrap().path();
            // The budget knows the pace of methods that nobody calls yet.
            if path.is_dir() && !path.ends_with("budget") {
                folders.push(path);
            } else if path.is_file() {
                files.push(path);
            }
        }
    }
    let mut methods = BTreeSet::new();
    for file in files {
        for literal in fs::read_to_string(file).unwrap().split('"').skip(1) {
            if needed(literal, None).is_some() {
                methods.insert(literal.to_owned());
            }
        }
    }
    methods
}

#[test]
fn every_permission_is_needed_and_none_is_missing() {
    let app = app(None);
    let granted: BTreeSet<&str> = app.bot_scopes.iter().map(String::as_str).collect();
    // Without `files:read`, messages come without the names of their files.
    let mut useful: BTreeSet<&str> = BTreeSet::from(["commands", "files:read"]);
    let methods = methods();
    assert!(methods.contains("chat.postMessage") && methods.contains("views.open"));
    for method in &methods {
        let scopes = needed(method, None).unwrap();
        let found = scopes.is_empty() || scopes.iter().any(|scope| granted.contains(scope));
        assert!(found, "{method} needs one of {scopes:?}");
        useful.extend(scopes);
    }
    for event in &app.bot_events {
        let scopes = needed_for_event(event).unwrap_or_else(|| panic!("unknown event {event}"));
        let found = scopes.is_empty() || scopes.iter().any(|scope| granted.contains(scope));
        assert!(found, "{event} needs one of {scopes:?}");
        useful.extend(scopes);
    }
    let idle: Vec<&&str> = granted.difference(&useful).collect();
    assert!(idle.is_empty(), "granted, but used by nothing: {idle:?}");
}
