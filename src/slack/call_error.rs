//! What can become of a call to Slack, sorted by the one question that decides a second try:
//! did Slack perhaps carry it out?

use std::error::Error as StdError;
use std::time::Duration;

use serde_json::{Map, Value};
use slack_morphism::errors::{SlackClientError, SlackClientHttpError};

/// How long to pause when Slack says "too fast" without saying for how long.
pub const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(30);

/// Codes with which Slack says that something broke on its side, perhaps after the work was done.
const MAYBE_APPLIED: [&str; 4] = [
    "internal_error",
    "fatal_error",
    "request_timeout",
    "service_unavailable",
];

/// Codes of a rate limit that arrive with status 200.
const TOO_FAST: [&str; 2] = ["ratelimited", "rate_limited"];

/// Parts of a refusal that help to understand it, and that hold no message text and no secrets.
const DETAIL: [&str; 5] = [
    "needed",
    "provided",
    "errors",
    "response_metadata",
    "warning",
];

/// Why a call to Slack did not succeed. No variant ever holds a token or a message's text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Slack read the call and declined it: nothing was changed.
    #[error("Slack refused: {code}")]
    Refused {
        /// Slack's error name, such as `channel_not_found`, or `http_404` when it gave none.
        code: String,
        /// `needed`, `provided`, `errors` and `response_metadata` of the answer, as far as present.
        detail: Value,
    },
    /// Too fast: nothing was changed, and the same method is to rest this long.
    #[error("Slack asks to wait {} s", retry_after.as_secs())]
    RateLimited {
        /// The pause that Slack asked for, [`DEFAULT_RETRY_AFTER`] when it named none.
        retry_after: Duration,
    },
    /// The call never reached Slack (name, connection or TLS failed): repeating it is safe.
    #[error("Slack was not reached: {0}")]
    NotSent(String),
    /// The call may or may not have been carried out: look before trying again.
    #[error("Slack's answer is unknown: {0}")]
    Unknown(String),
}

impl CallError {
    /// The code of a refusal, if it is one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused { code, .. } => Some(code),
            Self::RateLimited { .. } | Self::NotSent(_) | Self::Unknown(_) => None,
        }
    }

    /// A short fixed word for metrics.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "refused",
            Self::RateLimited { .. } => "rate_limited",
            Self::NotSent(_) => "not_sent",
            Self::Unknown(_) => "unknown",
        }
    }

    /// Sorts an answer that says `"ok": false`.
    pub(super) fn from_answer(answer: &Value) -> Self {
        let code = answer
            .get("error")
            .and_then(Value::as_str)
            .unwrap_or("unnamed_error");
        if TOO_FAST.contains(&code) {
            Self::RateLimited {
                retry_after: DEFAULT_RETRY_AFTER,
            }
        } else if MAYBE_APPLIED.contains(&code) {
            Self::Unknown(code.to_owned())
        } else {
            Self::Refused {
                code: code.to_owned(),
                detail: detail_of(answer),
            }
        }
    }
}

impl From<SlackClientError> for CallError {
    fn from(error: SlackClientError) -> Self {
        match error {
            SlackClientError::ApiError(error) => {
                let body = error.http_response_body.unwrap_or_default();
                let mut answer: Value = serde_json::from_str(&body).unwrap_or_default();
                if !answer.is_object() {
                    answer = Value::Object(Map::new());
                }
                if let Some(answer) = answer.as_object_mut() {
                    answer.insert("error".to_owned(), Value::String(error.code));
                }
                Self::from_answer(&answer)
            }
            SlackClientError::RateLimitError(error) => Self::RateLimited {
                retry_after: error.retry_after.unwrap_or(DEFAULT_RETRY_AFTER),
            },
            SlackClientError::HttpError(error) => from_status(&error),
            SlackClientError::HttpProtocolError(error) => from_wire(error.cause.as_deref()),
            SlackClientError::SystemError(error) => Self::Unknown(chain(
                "broken answer",
                error.cause.as_deref().map(|e| e as _),
            )),
            SlackClientError::EndOfStream(_) => Self::Unknown("the connection ended".to_owned()),
            SlackClientError::ProtocolError(_) => Self::Unknown("unreadable answer".to_owned()),
            SlackClientError::SocketModeProtocolError(_) => {
                Self::Unknown("unexpected answer".to_owned())
            }
        }
    }
}

/// Sorts an answer by its HTTP status alone.
fn from_status(error: &SlackClientHttpError) -> CallError {
    let status = error.status_code;
    if status.is_server_error() || status.is_success() || status.as_u16() == 408 {
        return CallError::Unknown(format!("HTTP status {}", status.as_u16()));
    }
    let body = error
        .http_response_body
        .as_deref()
        .unwrap_or_default()
        .trim();
    let answer: Value = serde_json::from_str(body).unwrap_or_default();
    let code = answer
        .get("error")
        .and_then(Value::as_str)
        .or_else(|| is_code(body).then_some(body))
        .map_or_else(|| format!("http_{}", status.as_u16()), str::to_owned);
    CallError::Refused {
        code,
        detail: detail_of(&answer),
    }
}

/// Sorts a failure below HTTP: only one before the connection stood is certainly harmless.
fn from_wire(cause: Option<&(dyn StdError + Send + Sync + 'static)>) -> CallError {
    let cause = cause.map(|cause| cause as &(dyn StdError + 'static));
    let legacy = cause.and_then(|cause| cause.downcast_ref::<hyper_util::client::legacy::Error>());
    match legacy {
        Some(error) if error.is_connect() => CallError::NotSent(chain("no connection", cause)),
        Some(_) => CallError::Unknown(chain("connection lost", cause)),
        // Not the network but the request itself: an address or header that cannot be.
        None => CallError::NotSent(chain("the request cannot be made", cause)),
    }
}

/// The messages of an error and its sources, which name hosts and system errors but no headers.
fn chain(what: &str, mut error: Option<&(dyn StdError + 'static)>) -> String {
    let mut text = what.to_owned();
    while let Some(current) = error {
        let message = current.to_string();
        if !text.ends_with(&message) {
            text.push_str(": ");
            text.push_str(&message);
        }
        error = current.source();
    }
    text
}

/// Whether a plain-text body is just an error name (`used_url`, `no_text`).
fn is_code(body: &str) -> bool {
    (1..=64).contains(&body.len()) && body.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

fn detail_of(answer: &Value) -> Value {
    DETAIL
        .iter()
        .filter_map(|key| {
            answer
                .get(key)
                .map(|value| ((*key).to_owned(), value.clone()))
        })
        .collect::<Map<_, _>>()
        .into()
}
