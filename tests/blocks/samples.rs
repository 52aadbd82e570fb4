//! Slack's own published samples pass the checks.

use std::fs;
use std::path::{Path, PathBuf};

use muster::sandbox::blocks::{validate_message, validate_view};
use serde_json::Value;

fn files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/slack-samples")
        .join(folder);
    let mut files: Vec<_> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn read(file: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// A view without what Slack adds when it returns one.
fn as_sent(mut view: Value) -> Value {
    let added = [
        "id",
        "team_id",
        "state",
        "hash",
        "previous_view_id",
        "root_view_id",
        "app_id",
        "app_installed_team_id",
        "bot_id",
    ];
    let of_modals = [
        "title",
        "submit",
        "close",
        "clear_on_close",
        "notify_on_close",
    ];
    let home = view["type"] == "home";
    let fields = view.as_object_mut().unwrap();
    fields.retain(|name, _| !added.contains(&name.as_str()));
    fields.retain(|name, _| !(home && of_modals.contains(&name.as_str())));
    view
}

/// Every `blocks` of a message, wherever it stands in a payload.
fn messages<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(object) => {
            let is_view = object.contains_key("private_metadata");
            for (name, entry) in object {
                if name == "blocks" && entry.is_array() && !is_view {
                    found.push(entry);
                } else {
                    messages(entry, found);
                }
            }
        }
        Value::Array(entries) => entries.iter().for_each(|entry| messages(entry, found)),
        _ => {}
    }
}

#[test]
fn every_sample_view_is_valid() {
    let views = files("views");
    assert!(views.len() >= 15);
    for file in views {
        let problems = validate_view(&as_sent(read(&file)));
        assert!(problems.is_empty(), "{}: {problems:#?}", file.display());
    }
}

#[test]
fn every_sample_message_is_valid() {
    let mut seen = 0;
    for folder in ["payloads", "events", "socket", "api", "commands"] {
        for file in files(folder) {
            let sample = read(&file);
            let mut found = Vec::new();
            messages(&sample, &mut found);
            seen += found.len();
            for blocks in found {
                let problems = validate_message(blocks);
                assert!(problems.is_empty(), "{}: {problems:#?}", file.display());
            }
        }
    }
    assert!(seen >= 10, "only {seen} messages with blocks");
}
