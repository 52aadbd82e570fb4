//! A "no" with a reason: what the person who asked is told, and what to do next.

use thiserror::Error;

/// Why a request was not carried out, in words for the person who made it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{text}")]
pub struct Refusal {
    /// The sentence that the person reads.
    pub text: String,
    /// The form field that it is about, when it is about one.
    pub field: Option<&'static str>,
}

impl Refusal {
    /// A refusal of the whole request.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            field: None,
        }
    }

    /// A refusal of one field of a form.
    pub fn of(field: &'static str, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            field: Some(field),
        }
    }
}
