//! Looking up what may already be there: a channel by its facts, a message by the mark it carries.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::{Hands, Stopped};
use crate::ops::Internal;
use crate::store::EffectRow;

/// The type of the metadata that our messages carry.
pub(super) const MARK_TYPE: &str = "muster_effect";
/// How far back before the first attempt is looked, for clocks that differ.
const SKEW: Duration = Duration::seconds(60);
/// How many pages are read at most; a message is looked for within minutes of its sending.
const PAGES: usize = 10;

/// The metadata by which a message of ours is found again.
pub(super) fn mark(row: &EffectRow) -> Value {
    json!({ "event_type": MARK_TYPE, "event_payload": { "id": row.mark } })
}

impl Hands {
    /// The first channel for which `fits` holds. `method` is `conversations.list` (all that the
    /// bot can see) or `users.conversations` (those that it is in).
    pub(super) async fn find_channel(
        &self,
        row: &EffectRow,
        method: &str,
        fits: impl Fn(&Value) -> bool + Send,
    ) -> Result<Option<Value>, Stopped> {
        let args = [
            ("types", "public_channel,private_channel".to_owned()),
            ("exclude_archived", "true".to_owned()),
            ("limit", "999".to_owned()),
        ];
        self.find_in_pages(row, method, (&args, "channels"), fits)
            .await
    }

    /// The message of this effect in a channel, or in the thread under `thread`.
    pub(super) async fn find_message(
        &self,
        row: &EffectRow,
        channel: &str,
        thread: Option<&str>,
    ) -> Result<Option<Value>, Stopped> {
        self.find_post(row, channel, thread, |message| {
            message
                .pointer("/metadata/event_payload/id")
                .and_then(Value::as_str)
                == Some(&row.mark)
        })
        .await
    }

    /// The first message since this effect was begun for which `fits` holds.
    pub(super) async fn find_post(
        &self,
        row: &EffectRow,
        channel: &str,
        thread: Option<&str>,
        fits: impl Fn(&Value) -> bool + Send,
    ) -> Result<Option<Value>, Stopped> {
        let since = row.first_sent_at.unwrap_or(DateTime::<Utc>::UNIX_EPOCH) - SKEW;
        let mut args = vec![
            ("channel", channel.to_owned()),
            ("oldest", format!("{}.000000", since.timestamp())),
            ("include_all_metadata", "true".to_owned()),
            ("limit", "200".to_owned()),
        ];
        let method = match thread {
            None => "conversations.history",
            Some(ts) => {
                args.push(("ts", ts.to_owned()));
                "conversations.replies"
            }
        };
        self.find_in_pages(row, method, (&args, "messages"), fits)
            .await
    }

    async fn find_in_pages(
        &self,
        row: &EffectRow,
        method: &str,
        (args, list): (&[(&str, String)], &str),
        fits: impl Fn(&Value) -> bool + Send,
    ) -> Result<Option<Value>, Stopped> {
        let mut cursor = String::new();
        for _ in 0..PAGES {
            let mut args = args.to_vec();
            if !cursor.is_empty() {
                args.push(("cursor", cursor.clone()));
            }
            let page = self
                .get(row, method, &args)
                .await
                .map_err(|failed| self.no(row, failed))?;
            let items = page.get(list).and_then(Value::as_array);
            if let Some(found) = items.and_then(|items| items.iter().find(|item| fits(item))) {
                return Ok(Some(found.clone()));
            }
            let next = page
                .pointer("/response_metadata/next_cursor")
                .and_then(Value::as_str);
            next.unwrap_or_default().clone_into(&mut cursor);
            if cursor.is_empty() {
                return Ok(None);
            }
        }
        // Not having looked everywhere is not the same as not being there.
        Err(Stopped::Fault(
            Internal::new(format!("{method}: more than {PAGES} pages")).into(),
        ))
    }
}
