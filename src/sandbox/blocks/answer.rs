//! What people enter or choose, as the payloads carry it: which field, and which values an
//! element takes.

use serde_json::{Map, Value, json};

use super::super::shape::{Report, check};
use super::elements::{is_date, is_time};
use super::rich_text::RICH_ONLY;
use super::{Problem, menus};

/// How an element is answered.
pub(super) struct Form {
    /// The element's type.
    kind: &'static str,
    /// The field of the payload that carries the answer.
    pub(super) field: &'static str,
    /// The field of the element that holds the answer it starts with.
    initial: &'static str,
    /// What an answer looks like.
    takes: Takes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Text,
    RichText,
    Option,
    Options,
    /// An identifier that starts with one of these letters.
    Id(&'static str),
    Ids(&'static str),
    Date,
    Time,
    Moment,
    Files,
}

const fn form(
    kind: &'static str,
    field: &'static str,
    initial: &'static str,
    takes: Takes,
) -> Form {
    Form {
        kind,
        field,
        initial,
        takes,
    }
}

const PEOPLE: &str = "UW";
const CHANNELS: &str = "C";
const CONVERSATIONS: &str = "CDG";

static FORMS: &[Form] = &[
    form("plain_text_input", "value", "initial_value", Takes::Text),
    form("email_text_input", "value", "initial_value", Takes::Text),
    form("url_text_input", "value", "initial_value", Takes::Text),
    form("number_input", "value", "initial_value", Takes::Text),
    form(
        "rich_text_input",
        "rich_text_value",
        "initial_value",
        Takes::RichText,
    ),
    form(
        "static_select",
        "selected_option",
        "initial_option",
        Takes::Option,
    ),
    form(
        "external_select",
        "selected_option",
        "initial_option",
        Takes::Option,
    ),
    form(
        "radio_buttons",
        "selected_option",
        "initial_option",
        Takes::Option,
    ),
    form(
        "multi_static_select",
        "selected_options",
        "initial_options",
        Takes::Options,
    ),
    form(
        "multi_external_select",
        "selected_options",
        "initial_options",
        Takes::Options,
    ),
    form(
        "checkboxes",
        "selected_options",
        "initial_options",
        Takes::Options,
    ),
    form(
        "users_select",
        "selected_user",
        "initial_user",
        Takes::Id(PEOPLE),
    ),
    form(
        "multi_users_select",
        "selected_users",
        "initial_users",
        Takes::Ids(PEOPLE),
    ),
    form(
        "channels_select",
        "selected_channel",
        "initial_channel",
        Takes::Id(CHANNELS),
    ),
    form(
        "multi_channels_select",
        "selected_channels",
        "initial_channels",
        Takes::Ids(CHANNELS),
    ),
    form(
        "conversations_select",
        "selected_conversation",
        "initial_conversation",
        Takes::Id(CONVERSATIONS),
    ),
    form(
        "multi_conversations_select",
        "selected_conversations",
        "initial_conversations",
        Takes::Ids(CONVERSATIONS),
    ),
    form("datepicker", "selected_date", "initial_date", Takes::Date),
    form("timepicker", "selected_time", "initial_time", Takes::Time),
    form(
        "datetimepicker",
        "selected_date_time",
        "initial_date_time",
        Takes::Moment,
    ),
    form("file_input", "files", "initial_files", Takes::Files),
];

/// An overflow menu is chosen from, but keeps no state.
static OVERFLOW: Form = form(
    "overflow",
    "selected_option",
    "initial_option",
    Takes::Option,
);

/// How elements of this type are answered; `None` for those that keep no state.
pub(super) fn form_of(kind: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.kind == kind)
}

impl Form {
    /// The answer before anybody touches the element.
    pub(super) fn initial(&self, element: &Map<String, Value>) -> Value {
        match element.get(self.initial) {
            Some(value) if !is_empty(value) => value.clone(),
            _ => self.nothing(),
        }
    }

    fn nothing(&self) -> Value {
        match self.takes {
            Takes::Options | Takes::Ids(_) | Takes::Files => json!([]),
            _ => Value::Null,
        }
    }

    /// The answer as the payload carries it, or why the element does not take it.
    pub(super) fn read(
        &self,
        element: &Map<String, Value>,
        value: &Value,
    ) -> Result<Value, String> {
        if is_empty(value) {
            return Ok(self.nothing());
        }
        match self.takes {
            Takes::Text => text(value),
            Takes::RichText => rich_text(value),
            Takes::Option => self.option(element, value),
            Takes::Options => self.several(element, value, |value| self.option(element, value)),
            Takes::Id(letters) => identifier(value, letters),
            Takes::Ids(letters) => self.several(element, value, |value| identifier(value, letters)),
            Takes::Date => written(value, is_date, "a date (YYYY-MM-DD)"),
            Takes::Time => written(value, is_time, "a time (HH:mm)"),
            Takes::Moment => moment(value),
            Takes::Files => self.several(element, value, file),
        }
    }

    /// Whether people can take an answer back to nothing.
    fn can_be_emptied(&self) -> bool {
        matches!(
            self.takes,
            Takes::Text | Takes::RichText | Takes::Options | Takes::Ids(_) | Takes::Files
        )
    }

    fn several(
        &self,
        element: &Map<String, Value>,
        value: &Value,
        read: impl Fn(&Value) -> Result<Value, String>,
    ) -> Result<Value, String> {
        let entries = value.as_array().ok_or("must be a list")?;
        let most = match self.takes {
            Takes::Files => element
                .get("max_files")
                .and_then(Value::as_u64)
                .or(Some(10)),
            _ => element.get("max_selected_items").and_then(Value::as_u64),
        };
        match most {
            Some(most) if u64::try_from(entries.len()).is_ok_and(|chosen| chosen > most) => {
                Err(format!("at most {most} can be chosen"))
            }
            _ => entries
                .iter()
                .map(read)
                .collect::<Result<Vec<_>, _>>()
                .map(Value::Array),
        }
    }

    fn option(&self, element: &Map<String, Value>, given: &Value) -> Result<Value, String> {
        let value = given.get("value").unwrap_or(given);
        let Some(name) = value.as_str() else {
            return Err("must be the value of an option".to_owned());
        };
        if self.kind.ends_with("external_select") {
            return Ok(external_option(given, name));
        }
        menus::offered(element)
            .find(|option| option.get("value") == Some(value))
            .cloned()
            .ok_or_else(|| format!("{name} is not one of the options"))
    }
}

/// What an app's own options look like once chosen: the text is the value unless it is given.
fn external_option(given: &Value, value: &str) -> Value {
    let text = match given.get("text") {
        Some(Value::String(text)) => plain(text),
        Some(text @ Value::Object(_)) => text.clone(),
        _ => plain(value),
    };
    json!({ "text": text, "value": value })
}

fn plain(text: &str) -> Value {
    json!({ "type": "plain_text", "text": text, "emoji": true })
}

/// Whether an answer says nothing.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(entries) => entries.is_empty(),
        _ => false,
    }
}

fn text(value: &Value) -> Result<Value, String> {
    match value {
        Value::String(_) => Ok(value.clone()),
        Value::Number(number) => Ok(Value::String(number.to_string())),
        _ => Err("must be a text".to_owned()),
    }
}

fn rich_text(value: &Value) -> Result<Value, String> {
    if let Value::String(text) = value {
        let run = json!([{ "type": "text", "text": text }]);
        let section = json!([{ "type": "rich_text_section", "elements": run }]);
        return Ok(json!({ "type": "rich_text", "elements": section }));
    }
    let mut report = Report::default();
    check(value, &RICH_ONLY, &mut report);
    match report.into_problems().first() {
        None => Ok(value.clone()),
        Some(problem) => Err(problem.to_string()),
    }
}

fn identifier(value: &Value, letters: &str) -> Result<Value, String> {
    let upper = |id: &str| {
        id.chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    match value.as_str() {
        Some(id) if id.len() > 1 && id.starts_with(|c| letters.contains(c)) && upper(id) => {
            Ok(value.clone())
        }
        _ => Err(format!(
            "{value} is not an identifier that starts with one of {letters}"
        )),
    }
}

fn written(value: &Value, test: fn(&str) -> bool, words: &str) -> Result<Value, String> {
    if value.as_str().is_some_and(test) {
        Ok(value.clone())
    } else {
        Err(format!("must be {words}"))
    }
}

fn moment(value: &Value) -> Result<Value, String> {
    let seconds = value.as_i64().or_else(|| value.as_str()?.parse().ok());
    match seconds {
        Some(seconds @ 1_000_000_000..=9_999_999_999) => Ok(json!(seconds)),
        _ => Err("must be a Unix time of 10 digits".to_owned()),
    }
}

fn file(value: &Value) -> Result<Value, String> {
    match value {
        Value::String(id) => Ok(json!({ "id": id })),
        Value::Object(_) => Ok(value.clone()),
        _ => Err("must be a file or its id".to_owned()),
    }
}

/// See [`super::chosen`].
pub(super) fn chosen(element: &Value, value: &Value) -> Result<Value, Problem> {
    let refuse = |message: String| Problem {
        pointer: String::new(),
        message,
    };
    let fields = element
        .as_object()
        .ok_or_else(|| refuse("must provide an object".to_owned()))?;
    let kind = fields
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let mut action = Map::new();
    for name in KEPT {
        if let Some(kept) = fields.get(*name) {
            action.insert((*name).to_owned(), kept.clone());
        }
    }
    let answer = match kind {
        "button" | "icon_button" => pressed(fields, value).map(|value| ("value", value)),
        "feedback_buttons" => feedback(fields, value).map(|value| ("value", value)),
        "overflow" => OVERFLOW
            .option(fields, value)
            .map(|option| (OVERFLOW.field, option)),
        _ => match form_of(kind) {
            Some(form) if is_empty(value) && !form.can_be_emptied() => {
                Err(format!("a {kind} cannot be used without a value"))
            }
            Some(form) => form.read(fields, value).map(|value| (form.field, value)),
            None => Err(format!("{kind} cannot be used")),
        },
    };
    let (field, answer) = answer.map_err(refuse)?;
    // A button without a value sends none.
    if !(field == "value" && answer.is_null() && form_of(kind).is_none()) {
        action.insert(field.to_owned(), answer);
    }
    Ok(Value::Object(action))
}

/// What an action repeats of its element.
const KEPT: &[&str] = &[
    "type",
    "action_id",
    "text",
    "style",
    "placeholder",
    "initial_option",
    "initial_options",
    "initial_user",
    "initial_users",
    "initial_channel",
    "initial_channels",
    "initial_conversation",
    "initial_conversations",
    "initial_date",
    "initial_time",
    "initial_date_time",
    "timezone",
];

fn pressed(button: &Map<String, Value>, value: &Value) -> Result<Value, String> {
    let own = button.get("value").cloned().unwrap_or(Value::Null);
    if value.is_null() || *value == own {
        Ok(own)
    } else {
        Err(format!("the button's value is {own}, not {value}"))
    }
}

fn feedback(buttons: &Map<String, Value>, value: &Value) -> Result<Value, String> {
    ["positive_button", "negative_button"]
        .iter()
        .filter_map(|side| buttons.get(*side)?.get("value"))
        .find(|own| *own == value)
        .cloned()
        .ok_or_else(|| format!("{value} is not the value of either button"))
}
