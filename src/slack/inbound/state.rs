//! What stands in a form's inputs, found by action id in whichever block holds it.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::json::{first, items, strings, text};
use super::rich_text;

/// The inputs of a view or message, Slack's `state.values`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State(Value);

impl State {
    /// Reads a `state` object.
    pub(super) fn of(state: Option<&Value>) -> Self {
        Self(
            state
                .and_then(|state| state.get("values"))
                .cloned()
                .unwrap_or_default(),
        )
    }

    /// The input with this action id.
    pub fn input(&self, action_id: &str) -> Option<&Value> {
        self.0
            .as_object()?
            .values()
            .find_map(|block| block.get(action_id))
    }

    /// The block that holds the input, which is where an error message about it is shown.
    pub fn block_of(&self, action_id: &str) -> Option<&str> {
        let mut blocks = self.0.as_object()?.iter();
        blocks
            .find(|(_, block)| block.get(action_id).is_some())
            .map(|(id, _)| id.as_str())
    }

    /// A text, number, e-mail or URL input, as typed; none when it was left empty.
    pub fn text(&self, action_id: &str) -> Option<String> {
        let input = self.input(action_id)?;
        let rich = input.get("rich_text_value").map(rich_text::render);
        first(input, &["/value"])
            .or(rich)
            .filter(|text| !text.is_empty())
    }

    /// The value of the option chosen in a menu or by radio buttons.
    pub fn option(&self, action_id: &str) -> Option<String> {
        first(self.input(action_id)?, &["/selected_option/value"])
    }

    /// The values of all options chosen in a multi-select or by check boxes.
    pub fn options(&self, action_id: &str) -> Vec<String> {
        let Some(input) = self.input(action_id) else {
            return Vec::new();
        };
        items(input, "selected_options")
            .map(|option| text(option, "/value"))
            .collect()
    }

    /// Whether the check box with this value is ticked.
    pub fn checked(&self, action_id: &str, value: &str) -> bool {
        self.options(action_id).iter().any(|option| option == value)
    }

    /// The person chosen.
    pub fn user(&self, action_id: &str) -> Option<String> {
        first(self.input(action_id)?, &["/selected_user"])
    }

    /// All people chosen.
    pub fn users(&self, action_id: &str) -> Vec<String> {
        self.input(action_id)
            .map(|input| strings(input, "selected_users"))
            .unwrap_or_default()
    }

    /// The channel or conversation chosen.
    pub fn channel(&self, action_id: &str) -> Option<String> {
        first(
            self.input(action_id)?,
            &["/selected_conversation", "/selected_channel"],
        )
    }

    /// All channels or conversations chosen.
    pub fn channels(&self, action_id: &str) -> Vec<String> {
        let Some(input) = self.input(action_id) else {
            return Vec::new();
        };
        let mut channels = strings(input, "selected_conversations");
        channels.extend(strings(input, "selected_channels"));
        channels
    }

    /// The day chosen, `YYYY-MM-DD`.
    pub fn date(&self, action_id: &str) -> Option<String> {
        first(self.input(action_id)?, &["/selected_date"])
    }

    /// The time of day chosen, `HH:MM`.
    pub fn time(&self, action_id: &str) -> Option<String> {
        first(self.input(action_id)?, &["/selected_time"])
    }

    /// The moment chosen.
    pub fn datetime(&self, action_id: &str) -> Option<DateTime<Utc>> {
        let seconds = self.input(action_id)?.get("selected_date_time")?.as_i64()?;
        DateTime::from_timestamp(seconds, 0)
    }
}
