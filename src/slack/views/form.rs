//! Block Kit for forms (modals), kept within Slack's limits: the form itself, and its inputs.
//! An input's block and action carry the same id, which is also the field of a refusal.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::blocks::{Block, LABEL, plain};
use super::mrkdwn::fit_plain;
use crate::domain::UserId;
use crate::slack::ids::FormId;

/// The longest title, and label of the buttons below.
const TITLE: usize = 24;
/// The most blocks of a form.
const BLOCKS: usize = 100;
/// The most options of a menu.
const MENU_OPTIONS: usize = 100;
/// The most radio buttons or check boxes.
const CHOICES: usize = 10;
/// The longest value of an option (Slack's sources differ between 75 and 150).
const OPTION_VALUE: usize = 75;
/// The longest label or hint of an input.
const INPUT_LABEL: usize = 2_000;
/// The longest placeholder.
const PLACEHOLDER: usize = 150;
/// The longest text that an input takes.
const INPUT_TEXT: usize = 3_000;

/// A form of these blocks; `metadata` comes back with it.
pub fn form(id: FormId, submit: &str, metadata: &str, blocks: Vec<Block>) -> Value {
    let blocks: Vec<Value> = blocks
        .into_iter()
        .take(BLOCKS)
        .map(|block| block.json)
        .collect();
    json!({
        "type": "modal",
        "callback_id": id.key(),
        "title": plain(id.title(), TITLE),
        "submit": plain(submit, TITLE),
        "close": plain("Cancel", TITLE),
        "private_metadata": metadata,
        "blocks": blocks,
    })
}

/// An option of a menu or a choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What comes back. Those longer than 75 characters are not offered, as they could not return.
    pub value: String,
    /// What people read.
    pub label: String,
    /// A few words more, if any.
    pub description: String,
}

impl Choice {
    /// A choice without further words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            description: String::new(),
        }
    }

    fn json(&self) -> Value {
        let mut option = json!({ "text": plain(&self.label, LABEL), "value": self.value });
        if let Some(fields) = option.as_object_mut()
            && !self.description.is_empty()
        {
            fields.insert("description".to_owned(), plain(&self.description, LABEL));
        }
        option
    }

    fn fits(&self) -> bool {
        !self.value.is_empty() && self.value.encode_utf16().count() <= OPTION_VALUE
    }
}

/// An input, being made.
#[derive(Clone, Debug)]
pub struct Input {
    id: String,
    label: String,
    hint: String,
    optional: bool,
    element: Map<String, Value>,
}

impl Input {
    fn new(id: &str, label: &str, kind: &str) -> Self {
        let mut element = Map::new();
        element.insert("type".to_owned(), json!(kind));
        element.insert("action_id".to_owned(), json!(id));
        Self {
            id: id.to_owned(),
            label: label.to_owned(),
            hint: String::new(),
            optional: false,
            element,
        }
    }

    fn set(mut self, key: &str, value: Value) -> Self {
        self.element.insert(key.to_owned(), value);
        self
    }

    /// A text of one line, or of several.
    pub fn text(id: &str, label: &str, several_lines: bool) -> Self {
        Self::new(id, label, "plain_text_input")
            .set("multiline", json!(several_lines))
            .set("max_length", json!(INPUT_TEXT))
    }

    /// One of a menu; `None` when there is nothing to choose from, as Slack refuses empty menus.
    pub fn menu(id: &str, label: &str, options: &[Choice], chosen: Option<&str>) -> Option<Self> {
        Self::one_of(
            "static_select",
            MENU_OPTIONS,
            (id, label),
            (options, chosen),
        )
    }

    /// One of a few, all seen at once; a menu when there are too many.
    pub fn radio(id: &str, label: &str, options: &[Choice], chosen: Option<&str>) -> Option<Self> {
        if options.len() > CHOICES {
            return Self::menu(id, label, options, chosen);
        }
        Self::one_of("radio_buttons", CHOICES, (id, label), (options, chosen))
    }

    fn one_of(
        kind: &str,
        most: usize,
        (id, label): (&str, &str),
        (options, chosen): (&[Choice], Option<&str>),
    ) -> Option<Self> {
        let offered: Vec<&Choice> = fitting(options, most);
        if offered.is_empty() {
            return None;
        }
        let initial = offered
            .iter()
            .find(|choice| Some(choice.value.as_str()) == chosen);
        let input = Self::new(id, label, kind).set("options", all(&offered));
        Some(match initial {
            Some(choice) => input.set("initial_option", choice.json()),
            None => input,
        })
    }

    /// Any of a menu.
    pub fn any_of(id: &str, label: &str, options: &[Choice]) -> Option<Self> {
        let offered = fitting(options, MENU_OPTIONS);
        let input = Self::new(id, label, "multi_static_select").set("options", all(&offered));
        (!offered.is_empty()).then_some(input)
    }

    /// Boxes to tick.
    pub fn boxes(id: &str, label: &str, options: &[Choice]) -> Self {
        Self::new(id, label, "checkboxes").set("options", all(&fitting(options, CHOICES)))
    }

    /// A person, or several.
    pub fn people(id: &str, label: &str, several: bool, now: &[UserId]) -> Self {
        if several {
            let input = Self::new(id, label, "multi_users_select");
            return if now.is_empty() {
                input
            } else {
                input.set("initial_users", json!(now))
            };
        }
        let input = Self::new(id, label, "users_select");
        match now.first() {
            Some(user) => input.set("initial_user", json!(user)),
            None => input,
        }
    }

    /// A moment.
    pub fn moment(id: &str, label: &str, now: Option<DateTime<Utc>>) -> Self {
        let input = Self::new(id, label, "datetimepicker");
        match now {
            Some(at) => input.set("initial_date_time", json!(at.timestamp())),
            None => input,
        }
    }

    /// Filled in beforehand (texts only).
    #[must_use]
    pub fn filled(self, text: &str) -> Self {
        if text.is_empty() {
            return self;
        }
        let text = fit_plain(text, INPUT_TEXT);
        self.set("initial_value", json!(text))
    }

    /// With an example in the empty field.
    #[must_use]
    pub fn placeholder(self, text: &str) -> Self {
        let text = plain(text, PLACEHOLDER);
        self.set("placeholder", text)
    }

    /// With a line of help below.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hint = text.into();
        self
    }

    /// May be left empty.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// With the cursor in it.
    #[must_use]
    pub fn focused(self) -> Self {
        self.set("focus_on_load", json!(true))
    }

    /// The block.
    pub fn block(self) -> Block {
        let mut json = json!({
            "type": "input",
            "block_id": self.id,
            "label": plain(&self.label, INPUT_LABEL),
            "optional": self.optional,
            "element": self.element,
        });
        if let Some(fields) = json.as_object_mut()
            && !self.hint.is_empty()
        {
            fields.insert("hint".to_owned(), plain(&self.hint, INPUT_LABEL));
        }
        Block::unread(json)
    }
}

fn fitting(options: &[Choice], most: usize) -> Vec<&Choice> {
    options
        .iter()
        .filter(|choice| choice.fits())
        .take(most)
        .collect()
}

fn all(options: &[&Choice]) -> Value {
    options.iter().map(|choice| choice.json()).collect()
}
