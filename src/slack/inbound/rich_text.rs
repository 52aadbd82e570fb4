//! Slack's rich text as mrkdwn: formatting, mentions, links and emoji survive as text.

use serde_json::Value;

use super::json::{flag, items, text};

/// A `rich_text` block (or any of its parts) as mrkdwn.
pub(super) fn render(block: &Value) -> String {
    let mut out = String::new();
    for part in items(block, "elements") {
        start_line(&mut out);
        section(part, &mut out);
    }
    out
}

/// Escapes what people typed, the way Slack escapes it in `text`.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn start_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn section(part: &Value, out: &mut String) {
    match text(part, "/type").as_str() {
        "rich_text_preformatted" => {
            out.push_str("```\n");
            inline(part, out);
            start_line(out);
            out.push_str("```");
        }
        "rich_text_quote" => {
            let mut quoted = String::new();
            inline(part, &mut quoted);
            for line in quoted.lines() {
                start_line(out);
                out.push_str("> ");
                out.push_str(line);
            }
        }
        "rich_text_list" => list(part, out),
        "rich_text_section" => inline(part, out),
        _ if part.get("elements").is_some() => inline(part, out),
        _ => out.push_str(&element(part)),
    }
}

fn list(part: &Value, out: &mut String) {
    let ordered = text(part, "/style") == "ordered";
    let number = |key| part.get(key).and_then(Value::as_u64).unwrap_or_default();
    // Slack allows 8 levels; a made-up number must not make a made-up amount of memory.
    let indent = "    ".repeat(usize::try_from(number("indent").min(8)).unwrap_or_default());
    for (at, item) in (number("offset") + 1..).zip(items(part, "elements")) {
        start_line(out);
        out.push_str(&indent);
        if ordered {
            out.push_str(&at.to_string());
            out.push_str(". ");
        } else {
            out.push_str("• ");
        }
        section(item, out);
    }
}

fn inline(part: &Value, out: &mut String) {
    for item in items(part, "elements") {
        if item.get("elements").is_some() {
            section(item, out);
        } else {
            out.push_str(&element(item));
        }
    }
}

fn element(item: &Value) -> String {
    let label = escape(&text(item, "/text"));
    match text(item, "/type").as_str() {
        "link" => {
            let url = text(item, "/url");
            let link = if label.is_empty() {
                format!("<{url}>")
            } else {
                format!("<{url}|{label}>")
            };
            styled(&link, item)
        }
        "user" => styled(&format!("<@{}>", text(item, "/user_id")), item),
        "channel" => styled(&format!("<#{}>", text(item, "/channel_id")), item),
        "usergroup" => styled(&format!("<!subteam^{}>", text(item, "/usergroup_id")), item),
        "team" => format!("<!team^{}>", text(item, "/team_id")),
        "broadcast" => format!("<!{}>", text(item, "/range")),
        "emoji" => format!(":{}:", text(item, "/name")),
        "color" => text(item, "/value"),
        "date" => format!(
            "<!date^{}^{}|{}>",
            item.get("timestamp")
                .and_then(Value::as_i64)
                .unwrap_or_default(),
            text(item, "/format"),
            escape(&text(item, "/fallback")),
        ),
        _ if label.is_empty() => escape(&text(item, "/fallback")),
        _ => styled(&label, item),
    }
}

/// Puts the marks of a style around the words, leaving spaces outside as mrkdwn wants it.
fn styled(label: &str, item: &Value) -> String {
    let core = label.trim();
    if core.is_empty() {
        return label.to_owned();
    }
    let marks: String = [
        ("bold", '*'),
        ("italic", '_'),
        ("strike", '~'),
        ("code", '`'),
    ]
    .iter()
    .filter(|(name, _)| flag(item, &format!("/style/{name}")))
    .map(|(_, mark)| *mark)
    .collect();
    if marks.is_empty() {
        return label.to_owned();
    }
    let lead = label.len() - label.trim_start().len();
    let (before, rest) = label.split_at(lead);
    let after = rest.strip_prefix(core).unwrap_or_default();
    let closing: String = marks.chars().rev().collect();
    format!("{before}{marks}{core}{closing}{after}")
}
