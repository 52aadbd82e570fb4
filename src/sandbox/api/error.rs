//! What a method answers: fields, or one of Slack's error names.

use serde_json::{Value, json};

use crate::sandbox::state::Object;

/// A failed call: `{"ok": false, "error": …}` with what Slack adds to it.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    code: String,
    extra: Object,
}

/// A method's answer; `ok` is added to it.
pub(crate) type Answer = Result<Value, ApiError>;

impl ApiError {
    /// One of Slack's error names.
    pub(crate) fn new(code: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            extra: Object::new(),
        }
    }

    /// Adds a field.
    pub(crate) fn with(mut self, key: &str, value: Value) -> Self {
        self.extra.insert(key.to_owned(), value);
        self
    }

    /// Adds `response_metadata.messages`.
    pub(crate) fn with_messages(self, messages: &[String]) -> Self {
        self.with("response_metadata", json!({"messages": messages}))
    }

    /// The error's name.
    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    /// The answer's body.
    pub(crate) fn to_json(&self) -> Value {
        let mut body = Object::new();
        body.insert("ok".to_owned(), Value::Bool(false));
        body.insert("error".to_owned(), Value::String(self.code.clone()));
        body.extend(self.extra.clone());
        Value::Object(body)
    }
}

impl From<&'static str> for ApiError {
    fn from(code: &'static str) -> Self {
        Self::new(code)
    }
}
