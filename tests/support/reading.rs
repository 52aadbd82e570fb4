//! Slack's markup as a person reads it: names instead of ids, UTC instead of date tokens, buttons as
//! `[labels]`.

use std::collections::HashMap;

use serde_json::Value;

/// Knows the names of a workspace.
pub(crate) struct Reader {
    names: HashMap<String, String>,
}

impl Reader {
    /// Knows the names in this state.
    pub(crate) fn new(state: &Value) -> Self {
        let named = |list: &str, sign: char| {
            let all = state[list].as_array().cloned().unwrap_or_default();
            all.into_iter().filter_map(move |one| {
                let name = format!("{sign}{}", one["name"].as_str()?);
                Some((one["id"].as_str()?.to_owned(), name))
            })
        };
        Self {
            names: named("users", '@').chain(named("channels", '#')).collect(),
        }
    }

    /// A text.
    pub(crate) fn text(&self, markup: &str) -> String {
        let mut shown = String::new();
        let mut rest = markup;
        while let Some((before, (inner, after))) = rest
            .split_once('<')
            .and_then(|(before, token)| Some((before, token.split_once('>')?)))
        {
            shown.push_str(before);
            shown.push_str(&self.token(inner));
            rest = after;
        }
        shown.push_str(rest);
        shown
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
    }

    fn token(&self, inner: &str) -> String {
        let (body, label) = inner.split_once('|').unwrap_or((inner, ""));
        match (body.strip_prefix(['@', '#']), label) {
            (Some(id), _) => self.names.get(id).cloned().unwrap_or(body.to_owned()),
            (None, "") => format!("<{body}>"),
            (None, label) => label.to_owned(),
        }
    }

    /// A message or form: its blocks, else its text, and its files.
    pub(crate) fn message(&self, message: &Value) -> String {
        let blocks = message["blocks"].as_array().cloned().unwrap_or_default();
        let mut lines: Vec<String> = blocks.iter().map(|block| self.block(block)).collect();
        if blocks.is_empty() {
            lines.push(self.text(message["text"].as_str().unwrap_or_default()));
        }
        for file in message["files"].as_array().into_iter().flatten() {
            lines.push(format!("(file {})", file["name"].as_str().unwrap()));
        }
        lines.join("\n")
    }

    fn block(&self, block: &Value) -> String {
        let text = |value: &Value| self.text(value["text"].as_str().unwrap_or_default());
        let label = |button: &Value| format!("[{}]", text(&button["text"]));
        let each = |list: &Value, show: &dyn Fn(&Value) -> String, between: &str| {
            let all: Vec<_> = list.as_array().into_iter().flatten().map(show).collect();
            all.join(between)
        };
        match block["type"].as_str().unwrap() {
            "header" => format!("# {}", text(&block["text"])),
            "context" => each(&block["elements"], &text, "  "),
            "actions" => each(&block["elements"], &label, " "),
            "input" => self.input(block),
            _ => {
                let fact = |field: &Value| text(field).replace('\n', ": ");
                let mut shown = vec![text(&block["text"]), each(&block["fields"], &fact, "\n")];
                shown.retain(|part| !part.is_empty());
                let button = &block["accessory"];
                if button.is_object() {
                    shown.push(label(button));
                }
                shown.join("\n")
            }
        }
    }

    fn input(&self, block: &Value) -> String {
        let element = &block["element"];
        let mut shown = format!("{}:", block["label"]["text"].as_str().unwrap());
        if let Some(text) = element["initial_value"].as_str() {
            shown = format!("{shown} {text}");
        }
        let chosen = &element["initial_option"]["value"];
        for option in element["options"].as_array().into_iter().flatten() {
            let mark = if option["value"] == *chosen {
                '●'
            } else {
                '○'
            };
            let label = option["text"]["text"].as_str().unwrap();
            shown = format!("{shown}\n {mark} {label}");
            if let Some(more) = option["description"]["text"].as_str() {
                shown = format!("{shown}: {more}");
            }
        }
        if let Some(hint) = block["hint"]["text"].as_str() {
            shown = format!("{shown}\n {hint}");
        }
        self.text(&shown)
    }
}
