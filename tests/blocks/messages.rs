//! Each rule for the blocks of a message, broken once.

use muster::sandbox::blocks::validate_message;
use serde_json::{Value, json};

use super::{fine, long, mrkdwn, only, option, plain, with};

fn button(id: &str) -> Value {
    json!({ "type": "button", "action_id": id, "text": plain("Go") })
}

fn section() -> Value {
    json!({ "type": "section", "text": mrkdwn("hi") })
}

fn image() -> Value {
    json!({ "type": "image", "image_url": "https://example.com/a.png", "alt_text": "a" })
}

fn raw(text: &str) -> Value {
    json!({ "type": "raw_text", "text": text })
}

fn rich(elements: Value) -> Value {
    json!({ "type": "rich_text", "elements": elements })
}

fn table() -> Value {
    json!({ "type": "table", "rows": [[raw("a"), raw("b")]] })
}

fn data_table() -> Value {
    json!({ "type": "data_table", "caption": "c", "rows": [[raw("h")], [raw("v")]] })
}

fn card() -> Value {
    json!({ "type": "card", "title": plain("t") })
}

fn chart() -> Value {
    let segments = json!([{ "label": "a", "value": 1 }]);
    let pie = json!({ "type": "pie", "segments": segments });
    json!({ "type": "data_visualization", "title": "t", "chart": pie })
}

#[track_caller]
fn refused(block: Value, pointer: &str, words: &str) {
    only(&validate_message(&json!([block])), pointer, words);
}

#[test]
fn texts() {
    cases! { refused:
        with(&section(), json!({ "text": mrkdwn(&long(3001)) }))
            => "/0/text/text", "less than 3001";
        with(&section(), json!({ "text": plain("") })) => "/0/text/text", "more than 0";
        with(&section(), json!({ "text": "hi" })) => "/0/text", "must provide an object";
        with(&section(), json!({ "text": { "text": "hi" } })) => "/0/text", "field: type";
        with(&section(), json!({ "text": { "type": "plain_text" } })) => "/0/text", "field: text";
        with(&section(), json!({ "text": { "type": "html", "text": "x" } }))
            => "/0/text/type", "html";
        with(&section(), json!({ "text": { "type": "mrkdwn", "text": "x", "emoji": true } }))
            => "/0/text", "invalid additional property: emoji";
        with(&section(), json!({ "text": { "type": "plain_text", "text": "x", "emoji": 1 } }))
            => "/0/text/emoji", "boolean";
    }
    fine(&validate_message(&json!([with(
        &section(),
        json!({ "text": mrkdwn(&long(3000)) })
    )])));
}

#[test]
fn sections() {
    let fields = |count: usize| -> Value { (0..count).map(|_| mrkdwn("f")).collect() };
    cases! { refused:
        json!({ "type": "section" }) => "/0", "at least one of: text, fields";
        json!({ "type": "section", "fields": fields(11) }) => "/0/fields", "no more than 10";
        json!({ "type": "section", "fields": [] }) => "/0/fields", "no fewer than 1";
        json!({ "type": "section", "fields": [mrkdwn(&long(2001))] }) => "/0/fields/0/text", "2001";
        with(&section(), json!({ "accessory": { "type": "url_text_input" } }))
            => "/0/accessory/type", "unsupported";
        with(&section(), json!({ "colour": "red" })) => "/0", "additional property: colour";
        with(&section(), json!({ "block_id": long(256) })) => "/0/block_id", "less than 256";
    }
    fine(&validate_message(&json!([with(
        &section(),
        json!({ "accessory": image() })
    )])));
}

#[test]
fn blocks_in_general() {
    cases! { refused:
        json!({ "type": "marquee" }) => "/0/type", "unsupported type: marquee";
        json!({}) => "/0", "missing required field: type";
        json!({ "type": 3 }) => "/0/type", "must provide a string";
        json!("text") => "/0", "must provide an object";
        json!({ "type": "alert", "text": mrkdwn("x") }) => "/0/type", "not supported in a message";
    }
    only(&validate_message(&json!({})), "", "must provide an array");
    let many: Value = (0..51).map(|_| json!({ "type": "divider" })).collect();
    only(&validate_message(&many), "", "no more than 50");
    let twice =
        json!([{ "type": "divider", "block_id": "b" }, { "type": "divider", "block_id": "b" }]);
    only(&validate_message(&twice), "/1/block_id", "already exists");
}

#[test]
fn simple_blocks() {
    cases! { refused:
        json!({ "type": "header", "text": mrkdwn("x") }) => "/0/text/type", "plain_text";
        json!({ "type": "header", "text": plain(&long(151)) }) => "/0/text/text", "less than 151";
        json!({ "type": "header", "text": plain("x"), "level": 5 }) => "/0/level", "at most 4";
        json!({ "type": "divider", "text": "x" }) => "/0", "additional property: text";
        json!({ "type": "markdown", "text": long(12_001) }) => "/0/text", "less than 12001";
        json!({ "type": "file", "external_id": "e", "source": "local" }) => "/0/source", "enum";
        json!({ "type": "call" }) => "/0", "field: call_id";
        with(&image(), json!({ "alt_text": long(2001) })) => "/0/alt_text", "less than 2001";
        with(&image(), json!({ "image_url": "a.png" })) => "/0/image_url", "valid URL";
        with(&image(), json!({ "image_url": null }))
            => "/0", "exactly one of: image_url, slack_file";
        with(&image(), json!({ "slack_file": { "id": "F1" } })) => "/0", "exactly one of";
        with(&image(), json!({ "image_url": null, "slack_file": {} }))
            => "/0/slack_file", "exactly one of: id, url";
        with(&image(), json!({ "title": plain(&long(2001)) })) => "/0/title/text", "less than 2001";
        json!({ "type": "context", "elements": [] }) => "/0/elements", "no fewer than 1";
        json!({ "type": "context", "elements": vec![mrkdwn("x"); 11] })
            => "/0/elements", "no more than 10";
        json!({ "type": "context", "elements": [button("a")] })
            => "/0/elements/0/type", "unsupported";
        json!({ "type": "input", "label": plain("l") }) => "/0", "field: element";
    }
    let half = json!({ "type": "markdown", "text": long(6001) });
    only(
        &validate_message(&json!([half, half])),
        "/1/text",
        "together",
    );
}

#[test]
fn videos() {
    let video = json!({
        "type": "video", "alt_text": "a", "title": plain("t"),
        "thumbnail_url": "https://example.com/t.png", "video_url": "https://example.com/v",
    });
    fine(&validate_message(&json!([video])));
    cases! { refused:
        with(&video, json!({ "video_url": "http://example.com/v" })) => "/0/video_url", "https";
        with(&video, json!({ "title": plain(&long(200)) })) => "/0/title/text", "less than 200";
        with(&video, json!({ "author_name": long(50) })) => "/0/author_name", "less than 50";
        with(&video, json!({ "thumbnail_url": null })) => "/0", "field: thumbnail_url";
    }
}

#[test]
fn actions() {
    let row = |elements: Value| json!({ "type": "actions", "elements": elements });
    let many: Value = (0..26).map(|index| button(&format!("a{index}"))).collect();
    cases! { refused:
        row(json!([])) => "/0/elements", "no fewer than 1";
        row(many) => "/0/elements", "no more than 25";
        row(json!([{ "type": "plain_text_input" }])) => "/0/elements/0/type", "unsupported";
        row(json!([button("a"), button("a")])) => "/0/elements/1/action_id", "already exists";
    }
    let two = json!([row(json!([button("a")])), row(json!([button("a")]))]);
    fine(&validate_message(&two));
}

#[test]
fn context_actions() {
    let row = |element: Value| json!({ "type": "context_actions", "elements": [element] });
    let side = json!({ "text": plain("Good"), "value": "good" });
    let feedback =
        json!({ "type": "feedback_buttons", "positive_button": side, "negative_button": side });
    let icon = json!({ "type": "icon_button", "icon": "trash", "text": plain("Delete") });
    fine(&validate_message(&json!([
        row(feedback.clone()),
        row(icon.clone())
    ])));
    cases! { refused:
        row(with(&icon, json!({ "icon": "rocket" }))) => "/0/elements/0/icon", "enum";
        row(with(&feedback, json!({ "negative_button": null })))
            => "/0/elements/0", "negative_button";
        row(button("a")) => "/0/elements/0/type", "unsupported";
    }
}

#[test]
fn tables() {
    let rows = |rows: usize, cells: usize| vec![vec![raw("x"); cells]; rows];
    let header = rich(
        json!([{ "type": "rich_text_section", "elements": [{ "type": "text", "text": "x" }] }]),
    );
    fine(&validate_message(&json!([table()])));
    fine(&validate_message(&json!([data_table()])));
    cases! { refused:
        with(&table(), json!({ "rows": rows(101, 1) })) => "/0/rows", "no more than 100";
        with(&table(), json!({ "rows": rows(1, 21) })) => "/0/rows/0", "no more than 20";
        with(&table(), json!({ "rows": [[mrkdwn("x")]] })) => "/0/rows/0/0/type", "unsupported";
        with(&table(), json!({ "column_settings": [{ "align": "top" }] }))
            => "/0/column_settings/0/align", "enum";
        with(&table(), json!({ "rows": [[raw(&long(6000)), raw(&long(4001))]] }))
            => "/0/rows", "10000";
        with(&data_table(), json!({ "rows": [[raw("h")]] })) => "/0/rows", "no fewer than 2";
        with(&data_table(), json!({ "page_size": 0 })) => "/0/page_size", "at least 1";
        with(&data_table(), json!({ "caption": null })) => "/0", "field: caption";
        with(&data_table(), json!({ "rows": [[raw("h")], [raw("v"), raw("w")]] }))
            => "/0/rows/1", "same number";
        with(&data_table(), json!({ "rows": [[header], [raw("v")]] })) => "/0/rows/0/0", "header";
        with(&chart(), json!({ "title": long(51) })) => "/0/title", "less than 51";
        with(&chart(), json!({ "chart": { "type": "pie", "segments": [] } }))
            => "/0/chart/segments", "fewer";
    }
    only(
        &validate_message(&json!([table(), table()])),
        "/1",
        "only_one_table_allowed",
    );
    only(
        &validate_message(&json!([chart(), chart(), chart()])),
        "/2",
        "no more than 2",
    );
}

#[test]
fn cards_and_containers() {
    let container =
        json!({ "type": "container", "title": plain("t"), "child_blocks": [section()] });
    let named = |id: &str| with(&section(), json!({ "block_id": id }));
    fine(&validate_message(&json!([card(), container])));
    cases! { refused:
        json!({ "type": "card", "icon": image() }) => "/0", "at least one of: hero_image";
        with(&card(), json!({ "body": mrkdwn(&long(201)) })) => "/0/body/text", "less than 201";
        with(&card(), json!({ "subtitle": plain(&long(151)) }))
            => "/0/subtitle/text", "less than 151";
        json!({ "type": "carousel", "elements": vec![card(); 11] })
            => "/0/elements", "no more than 10";
        json!({ "type": "carousel", "elements": [section()] })
            => "/0/elements/0/type", "unsupported";
        with(&container, json!({ "title": null })) => "/0", "at least one of: title";
        with(&container, json!({ "child_blocks": vec![section(); 11] }))
            => "/0/child_blocks", "no more than 10";
        with(&container, json!({ "child_blocks": [card()] }))
            => "/0/child_blocks/0/type", "unsupported";
        with(&container, json!({ "width": "huge" })) => "/0/width", "enum";
        with(&container, json!({ "child_blocks": [named("b"), named("b")] }))
            => "/0/child_blocks/1/block_id", "already exists";
        json!({ "type": "plan", "title": "p", "tasks": [{ "title": "t" }] })
            => "/0/tasks/0", "task_id";
        json!({ "type": "task_card", "task_id": "1", "title": "t", "status": "lost" })
            => "/0/status", "enum";
    }
}

#[test]
fn rich_text() {
    let run =
        |element: Value| rich(json!([{ "type": "rich_text_section", "elements": [element] }]));
    let bullets =
        json!({ "type": "rich_text_list", "style": "bullet", "indent": 9, "elements": [] });
    let user = json!({ "type": "user", "user_id": "U1" });
    let inside = "/0/elements/0/elements/0";
    fine(&validate_message(&json!([run(
        json!({ "type": "user", "user_id": "U1", "style": { "bold": true } })
    )])));
    cases! { refused:
        rich(json!([])) => "/0/elements", "no fewer than 1";
        rich(json!([{ "type": "text", "text": "x" }])) => "/0/elements/0/type", "unsupported";
        rich(json!([bullets])) => "/0/elements/0/indent", "at most 8";
        run(json!({ "type": "text" })) => inside, "field: text";
        run(json!({ "type": "broadcast", "range": "all" })) => &format!("{inside}/range"), "enum";
        run(json!({ "type": "text", "text": "x", "style": { "big": true } }))
            => &format!("{inside}/style"), "big";
        rich(json!([{ "type": "rich_text_preformatted", "elements": [user] }]))
            => &format!("{inside}/type"), "unsupported";
    }
}

#[test]
fn pointers_and_words_are_slacks() {
    let bad = json!([section(), { "type": "section", "text": mrkdwn("") }]);
    let [problem] = &validate_message(&bad)[..] else {
        panic!("one problem")
    };
    let told = problem.to_slack("/blocks");
    assert_eq!(
        told,
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]"
    );
    let menu = json!({ "type": "overflow", "options": [option("a/b~c")], "a/b~c": 1 });
    let row = json!([{ "type": "actions", "elements": [menu] }]);
    only(&validate_message(&row), "/0/elements/0", "a/b~c");
}
