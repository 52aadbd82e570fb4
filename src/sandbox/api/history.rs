//! `conversations.history` and `conversations.replies`.

use serde_json::{Value, json};

use super::args::Args;
use super::error::{Answer, ApiError};
use super::paging::{Limits, page};
use super::{Method, access};
use crate::sandbox::hub::Tx;
use crate::sandbox::state::{Object, text};

const HISTORY: Limits = Limits {
    default: 100,
    max: 999,
};
const REPLIES: Limits = Limits {
    default: 1000,
    max: 1000,
};

pub(super) fn method(name: &str) -> Option<Method> {
    Some(match name {
        "conversations.history" => history,
        "conversations.replies" => replies,
        _ => return None,
    })
}

/// A span of time, by `ts`.
struct Span {
    oldest: f64,
    latest: f64,
    inclusive: bool,
}

impl Span {
    fn read(args: &Args) -> Result<Self, ApiError> {
        let bound = |name: &str, absent: f64, error: &'static str| match args.text(name) {
            None => Ok(absent),
            Some(text) if text == "now" => Ok(f64::INFINITY),
            Some(text) => text.parse::<f64>().map_err(|_| ApiError::new(error)),
        };
        Ok(Self {
            oldest: bound("oldest", 0.0, "invalid_ts_oldest")?,
            latest: bound("latest", f64::INFINITY, "invalid_ts_latest")?,
            inclusive: args.flag("inclusive").unwrap_or_default(),
        })
    }

    fn contains(&self, ts: &str) -> bool {
        let Ok(ts) = ts.parse::<f64>() else {
            return false;
        };
        if self.inclusive {
            ts >= self.oldest && ts <= self.latest
        } else {
            ts > self.oldest && ts < self.latest
        }
    }
}

/// A message as a list gives it: metadata only when it is asked for.
fn listed(args: &Args, message: &Object) -> Value {
    let mut message = message.clone();
    if !args.flag("include_all_metadata").unwrap_or_default() {
        message.remove("metadata");
    }
    Value::Object(message)
}

fn history(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::joined(tx, args, "channel")?;
    let span = Span::read(args)?;
    let messages: Vec<&Object> = channel
        .messages
        .iter()
        .rev()
        .filter(|(ts, message)| {
            let root = text(message, "thread_ts");
            let in_channel =
                root.is_empty() || root == *ts || text(message, "subtype") == "thread_broadcast";
            in_channel && span.contains(ts)
        })
        .map(|(_, message)| message)
        .collect();
    let page = page(args, HISTORY, messages, |message| {
        text(message, "ts").to_owned()
    })?;
    let messages: Vec<Value> = page
        .items
        .iter()
        .map(|message| listed(args, message))
        .collect();
    Ok(json!({
        "messages": messages,
        "has_more": !page.next_cursor.is_empty(),
        "pin_count": channel.pins.len(),
        "channel_actions_ts": null,
        "channel_actions_count": 0,
        "response_metadata": page.metadata(),
    }))
}

fn replies(tx: &mut Tx<'_>, args: &Args) -> Answer {
    let channel = access::joined(tx, args, "channel")?;
    let ts = args.required("ts", "thread_not_found")?;
    let asked = channel
        .messages
        .get(&ts)
        .ok_or_else(|| ApiError::new("thread_not_found"))?;
    let root = match text(asked, "thread_ts") {
        "" => ts.as_str(),
        root => root,
    };
    let span = Span::read(args)?;
    let messages: Vec<&Object> = channel
        .messages
        .iter()
        .filter(|(ts, message)| {
            // The first message comes along whatever the span is.
            *ts == root || (text(message, "thread_ts") == root && span.contains(ts))
        })
        .map(|(_, message)| message)
        .collect();
    let page = page(args, REPLIES, messages, |message| {
        text(message, "ts").to_owned()
    })?;
    let messages: Vec<Value> = page
        .items
        .iter()
        .map(|message| listed(args, message))
        .collect();
    Ok(json!({
        "messages": messages,
        "has_more": !page.next_cursor.is_empty(),
        "response_metadata": page.metadata(),
    }))
}
