//! Nothing that a person can read in a message is lost.

use muster::slack::inbound::readable;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::inbound::any_json;
use super::samples::{sample, samples};

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// All texts under the keys that Slack shows to people.
fn shown(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| shown(item, found)),
        Value::Object(map) => {
            for (key, item) in map {
                match item {
                    Value::String(text)
                        if ["text", "title", "fallback"].contains(&key.as_str()) =>
                    {
                        found.push(text.clone());
                    }
                    other => shown(other, found),
                }
            }
        }
        _ => {}
    }
}

fn lost(message: &Value) -> Vec<String> {
    let read = readable(message);
    let mut found = Vec::new();
    shown(message, &mut found);
    let lines = found.iter().flat_map(|text| text.lines()).map(str::trim);
    lines
        .filter(|line| !read.contains(line) && !read.contains(&escape(line)))
        .map(str::to_owned)
        .collect()
}

/// Every object of the samples that looks like a message or view, without its own text.
fn messages(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| messages(item, found)),
        Value::Object(map) => {
            if ["blocks", "attachments", "files"]
                .iter()
                .any(|key| map.contains_key(*key))
            {
                let mut message = map.clone();
                message.insert("text".to_owned(), json!(""));
                found.push(Value::Object(message));
            }
            map.values().for_each(|item| messages(item, found));
        }
        _ => {}
    }
}

#[test]
fn no_word_of_the_samples_is_lost() {
    let mut count = 0;
    for sample in samples(&[]) {
        let mut found = Vec::new();
        messages(&sample.content, &mut found);
        count += found.len();
        for message in found {
            assert_eq!(lost(&message), Vec::<String>::new(), "{}", sample.file);
        }
    }
    assert!(count > 50, "only {count} messages in the samples");
}

#[test]
fn written_text_stands_as_it_was_written() {
    let message = json!({"text": "a &amp; b <@U1> *c*\n", "blocks": [{"type": "divider"}]});
    assert_eq!(readable(&message), "a &amp; b <@U1> *c*\n");
}

#[test]
fn an_alerts_attachments_are_read_beside_its_text_but_link_previews_are_not() {
    let alert = json!({"text": "Alert", "attachments": [
        {"fallback": "Disk is full", "title": "Disk", "title_link": "https://x", "text": "is full",
         "fields": [{"title": "Host", "value": "db1"}], "footer": "monitor"},
        {"from_url": "https://news", "title": "News", "text": "unrelated"},
    ]});
    assert_eq!(
        readable(&alert),
        "Alert\n<https://x|Disk>\nis full\nHost: db1\nmonitor\nDisk is full"
    );
    let shared = json!({"text": "look", "attachments": [
        {"from_url": "https://x", "is_share": true, "text": "forwarded words"}]});
    assert_eq!(readable(&shared), "look\nforwarded words");
}

#[test]
fn rich_text_becomes_mrkdwn() {
    let section = |elements: Value| json!({"type": "rich_text_section", "elements": elements});
    let text = |text: &str| json!({"type": "text", "text": text});
    let message = json!({"blocks": [{"type": "rich_text", "elements": [
        section(json!([
            {"type": "text", "text": "bold ", "style": {"bold": true}},
            {"type": "text", "text": "both", "style": {"bold": true, "italic": true}},
            text(" a<b "), {"type": "user", "user_id": "U1"}, text(" "),
            {"type": "channel", "channel_id": "C1"}, text(" "),
            {"type": "usergroup", "usergroup_id": "S1"}, text(" "),
            {"type": "broadcast", "range": "here"}, text(" "),
            {"type": "emoji", "name": "wave"}, text(" "),
            {"type": "link", "url": "https://x", "text": "site"},
            {"type": "date", "timestamp": 7, "format": "{date}", "fallback": "then"},
            text("\n"),
        ])),
        {"type": "rich_text_list", "style": "ordered", "indent": 0, "elements": [
            section(json!([text("one")])), section(json!([text("two")]))]},
        {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [
            section(json!([text("deep")]))]},
        {"type": "rich_text_quote", "elements": [text("said\nso")]},
        {"type": "rich_text_preformatted", "elements": [text("x = 1")]},
    ]}]});
    let expected = "*bold* *_both_* a&lt;b <@U1> <#C1> <!subteam^S1> <!here> :wave: \
        <https://x|site><!date^7^{date}|then>\n\
        1. one\n2. two\n    • deep\n> said\n> so\n```\nx = 1\n```";
    assert_eq!(readable(&message), expected);
}

#[test]
fn blocks_are_written_out_line_by_line() {
    let message = json!({"text": "", "blocks": [
        {"type": "header", "text": {"type": "plain_text", "text": "A <b>"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*x* &amp; y"},
         "fields": [{"type": "mrkdwn", "text": "f1"}, {"type": "plain_text", "text": "f2"}],
         "accessory": {"type": "button", "text": {"type": "plain_text", "text": "Open"}}},
        {"type": "context", "elements": [
            {"type": "image", "alt_text": "cat"}, {"type": "mrkdwn", "text": "by Ann"}]},
        {"type": "actions", "elements": [
            {"type": "button", "text": {"type": "plain_text", "text": "Ack"}},
            {"type": "button", "text": {"type": "plain_text", "text": "Page"}}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "k"}, {"type": "raw_text", "text": "v"}]]},
        {"type": "image", "title": {"type": "plain_text", "text": "Graph"}, "alt_text": "CPU"},
        {"type": "hologram_of_2030", "inner": {"deep": [{"text": "future words"}]}},
    ], "files": [{"id": "F1", "name": "log.txt", "title": ""}]});
    let expected = "A &lt;b&gt;\n*x* &amp; y\nf1\nf2\nOpen\ncat by Ann\n[Ack] [Page]\nk | v\nGraph\n\
        CPU\nlog.txt\nfuture words";
    assert_eq!(readable(&message), expected);
}

#[test]
fn a_file_alone_is_named() {
    let mut event = sample("events/message.file_share.json")["event"].clone();
    event["text"] = json!("");
    event["blocks"] = Value::Null;
    assert_eq!(readable(&event), "test.png");
}

proptest! {
    #[test]
    fn no_word_of_any_message_is_lost(blocks in any_json(), attachments in any_json()) {
        let message = json!({"text": "", "blocks": [blocks], "attachments": [attachments]});
        prop_assert_eq!(lost(&message), Vec::<String>::new(), "{}", readable(&message));
    }
}
