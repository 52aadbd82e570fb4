//! All that a person can read in a message, as one mrkdwn text. When the message has no text of its
//! own, blocks, attachments and files are written out; a last look over the whole payload adds any
//! text that the writing-out missed, so that a new kind of block cannot lose words.

use serde_json::Value;

use super::json::{first, items, text};
use super::rich_text::{escape, render};

/// Keys under which Slack puts what is shown to people.
const SHOWN: [&str; 3] = ["title", "text", "fallback"];

/// All that can be read in a message: its `text` as written together with its attachments, or, when
/// that is empty, everything that its blocks, attachments and files say.
pub fn readable(message: &Value) -> String {
    let own = text(message, "/text");
    let mut out = Lines(own.clone());
    if !own.trim().is_empty() {
        for attachment in items(message, "attachments").filter(|it| !is_preview(it)) {
            attachment_lines(attachment, &mut out);
        }
        return out.0;
    }
    for block in items(message, "blocks") {
        block_lines(block, &mut out);
    }
    for attachment in items(message, "attachments") {
        attachment_lines(attachment, &mut out);
    }
    for file in items(message, "files") {
        out.add(&first(file, &["/title", "/name", "/id"]).unwrap_or_default());
    }
    missed(message, &mut out);
    out.0
}

/// Whether Slack made the attachment from a link in the text.
fn is_preview(attachment: &Value) -> bool {
    let shared = attachment
        .get("is_share")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let from_link = ["from_url", "app_unfurl_url"]
        .iter()
        .any(|key| attachment.get(key).is_some());
    from_link && !shared
}

/// Text that grows line by line.
struct Lines(String);

impl Lines {
    fn add(&mut self, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        if !self.0.is_empty() && !self.0.ends_with('\n') {
            self.0.push('\n');
        }
        self.0.push_str(line);
    }

    /// Adds a text unless all its lines stand there already, escaped or not.
    fn add_missing(&mut self, found: &str) {
        let lines = found.lines().map(str::trim).filter(|line| !line.is_empty());
        for line in lines {
            if !self.0.contains(line) && !self.0.contains(&escape(line)) {
                self.add(line);
            }
        }
    }
}

fn attachment_lines(attachment: &Value, out: &mut Lines) {
    out.add_missing(&text(attachment, "/pretext"));
    out.add_missing(&text(attachment, "/author_name"));
    let title = text(attachment, "/title");
    match first(attachment, &["/title_link"]) {
        Some(link) if !title.is_empty() => out.add(&format!("<{link}|{title}>")),
        _ => out.add_missing(&title),
    }
    out.add_missing(&text(attachment, "/text"));
    for field in items(attachment, "fields") {
        let (title, value) = (text(field, "/title"), text(field, "/value"));
        out.add(&if title.is_empty() {
            value
        } else {
            format!("{title}: {value}")
        });
    }
    for block in items(attachment, "blocks") {
        block_lines(block, out);
    }
    for file in items(attachment, "files") {
        out.add_missing(&first(file, &["/title", "/name", "/id"]).unwrap_or_default());
    }
    out.add_missing(&text(attachment, "/footer"));
    missed(attachment, out);
}

fn block_lines(block: &Value, out: &mut Lines) {
    match text(block, "/type").as_str() {
        "rich_text" => out.add(&render(block)),
        "context" => out.add(&joined(items(block, "elements"), " ")),
        "actions" => {
            let buttons = items(block, "elements")
                .map(label)
                .filter(|label| !label.is_empty());
            out.add(
                &buttons
                    .map(|label| format!("[{label}]"))
                    .collect::<Vec<_>>()
                    .join(" "),
            );
        }
        "table" => {
            for row in items(block, "rows") {
                out.add(&joined(row.as_array().into_iter().flatten(), " | "));
            }
        }
        "image" | "video" => {
            out.add(&label(block.get("title").unwrap_or(&Value::Null)));
            out.add_missing(&text(block, "/alt_text"));
        }
        _ => {
            out.add(&label(block));
            for field in items(block, "fields") {
                out.add(&label(field));
            }
            out.add(&label(block.get("accessory").unwrap_or(&Value::Null)));
        }
    }
}

fn joined<'a>(parts: impl Iterator<Item = &'a Value>, between: &str) -> String {
    let labels: Vec<_> = parts.map(label).filter(|label| !label.is_empty()).collect();
    labels.join(between)
}

/// The words of one element: a text object, something with a `text`, an image's description.
fn label(element: &Value) -> String {
    match element.get("text") {
        Some(Value::String(text)) => {
            let kind = element
                .get("type")
                .and_then(Value::as_str)
                .unwrap_or_default();
            if matches!(kind, "plain_text" | "raw_text") {
                escape(text)
            } else {
                text.clone()
            }
        }
        Some(object @ Value::Object(_)) => label(object),
        _ if text(element, "/type") == "rich_text" => render(element),
        _ => text(element, "/alt_text"),
    }
}

/// Adds every text anywhere below that does not stand there yet.
fn missed(value: &Value, out: &mut Lines) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| missed(item, out)),
        Value::Object(map) => {
            if text(value, "/type") == "rich_text" {
                out.add_missing(&render(value));
            }
            for key in SHOWN {
                if let Some(Value::String(found)) = map.get(key) {
                    out.add_missing(found);
                }
            }
            map.values()
                .filter(|item| !item.is_string())
                .for_each(|item| missed(item, out));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
