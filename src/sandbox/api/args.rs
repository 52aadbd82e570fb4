//! The arguments of a Web API call, whichever way they came: query, form or JSON.

use serde_json::Value;

use crate::sandbox::state::Object;

use super::error::ApiError;

/// The arguments by name. Forms carry strings only; lists and objects in them are JSON.
#[derive(Clone, Debug, Default)]
pub(crate) struct Args(pub(crate) Object);

impl Args {
    /// A string; numbers are taken as they are written. Empty counts as absent.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A string that has to be there.
    pub(crate) fn required(&self, name: &str, error: &'static str) -> Result<String, ApiError> {
        self.text(name).ok_or_else(|| ApiError::new(error))
    }

    /// Whether the argument was given at all, even empty.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// A flag: `true`, `1`, `"true"` and `"1"` are set.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        match self.0.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => Some(matches!(text.as_str(), "true" | "1" | "True")),
            Value::Number(number) => Some(number.as_i64() == Some(1)),
            _ => None,
        }
    }

    /// A whole number.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        match self.0.get(name)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// A JSON value; a string is parsed. `None` when absent, empty or not JSON.
    pub(crate) fn json(&self, name: &str) -> Option<Value> {
        match self.0.get(name)? {
            Value::Null => None,
            Value::String(text) => serde_json::from_str(text).ok(),
            value => Some(value.clone()),
        }
    }

    /// A list: a JSON array, or names separated by commas.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let owned = |value: &Value| value.as_str().map(ToOwned::to_owned);
        match self.0.get(name) {
            Some(Value::Array(items)) => items.iter().filter_map(owned).collect(),
            Some(Value::String(text)) => match serde_json::from_str::<Value>(text) {
                Ok(Value::Array(items)) => items.iter().filter_map(owned).collect(),
                _ => text
                    .split(',')
                    .map(str::trim)
                    .filter(|item| !item.is_empty())
                    .map(ToOwned::to_owned)
                    .collect(),
            },
            _ => Vec::new(),
        }
    }
}
