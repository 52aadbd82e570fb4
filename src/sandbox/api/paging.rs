//! Cursor paging: `limit` and `cursor` in, `response_metadata.next_cursor` out.

use serde_json::{Value, json};

use super::args::Args;
use super::error::ApiError;

const PREFIX: &str = "next:";

/// One page of a list.
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    /// Empty on the last page.
    pub(super) next_cursor: String,
}

/// Bounds of a method's `limit`.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) default: usize,
    pub(super) max: usize,
}

/// The page the arguments ask for. `key` names an item in a cursor; the list is in a fixed order.
pub(super) fn page<T>(
    args: &Args,
    limits: Limits,
    items: Vec<T>,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, ApiError> {
    let limit = match args.number("limit") {
        None | Some(0) => limits.default,
        Some(limit) => usize::try_from(limit).map_err(|_| ApiError::new("invalid_limit"))?,
    };
    let limit = limit.min(limits.max);
    let mut items = items;
    if let Some(cursor) = args.text("cursor") {
        let first = decode(&cursor)?;
        let position = items.iter().position(|item| key(item) == first);
        items = items.split_off(position.ok_or_else(|| ApiError::new("invalid_cursor"))?);
    }
    let rest = if items.len() > limit {
        items.split_off(limit)
    } else {
        Vec::new()
    };
    let next_cursor = rest
        .first()
        .map(|item| encode(&key(item)))
        .unwrap_or_default();
    Ok(Page { items, next_cursor })
}

impl<T> Page<T> {
    /// The `response_metadata` field.
    pub(super) fn metadata(&self) -> Value {
        json!({"next_cursor": self.next_cursor})
    }
}

fn encode(key: &str) -> String {
    hex::encode(format!("{PREFIX}{key}"))
}

fn decode(cursor: &str) -> Result<String, ApiError> {
    let bytes = hex::decode(cursor).ok();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| text.strip_prefix(PREFIX).map(ToOwned::to_owned))
        .ok_or_else(|| ApiError::new("invalid_cursor"))
}
