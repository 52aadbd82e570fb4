//! Reads a call from the request: arguments from query, form and JSON, the token from the header or the arguments.

use axum::http::{HeaderMap, header};
use serde_json::Value;

use super::args::Args;
use crate::sandbox::state::Object;

/// A call as it came in.
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) args: Args,
    pub(crate) token: Option<String>,
}

impl Call {
    /// Reads a call; `None` when the body is not what its content type says.
    pub(crate) fn read(
        method: String,
        query: Option<&str>,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Option<Self> {
        let mut args = form(query.unwrap_or_default().as_bytes());
        args.extend(body_args(headers, body)?.0);
        let given = match args.remove("token") {
            Some(Value::String(token)) => Some(token),
            _ => None,
        };
        let token = bearer(headers).or(given);
        Some(Self {
            method,
            args: Args(args),
            token,
        })
    }

    /// The channel the call is about, for faults and limits.
    pub(crate) fn channel(&self) -> Option<String> {
        self.args
            .text("channel")
            .or_else(|| self.args.text("channel_id"))
    }
}

/// The token in the `Authorization` header.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}

/// The arguments in a body, JSON or form.
pub(crate) fn body_args(headers: &HeaderMap, body: &[u8]) -> Option<Args> {
    if body.is_empty() {
        return Some(Args::default());
    }
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if kind.is_some_and(|kind| kind.starts_with("application/json")) {
        return match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Some(Args(fields)),
            _ => None,
        };
    }
    Some(Args(form(body)))
}

fn form(bytes: &[u8]) -> Object {
    url::form_urlencoded::parse(bytes)
        .map(|(key, value)| (key.into_owned(), Value::String(value.into_owned())))
        .collect()
}
