//! From Slack's account of what happened in a channel to the domain's.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::domain::text::escape;
use crate::domain::{ChannelId, EntryKind, MessageTs, Observed, Told, UserId};
use crate::slack::inbound::{ChannelEvent, ChannelEventKind as Kind};
use crate::slack::time::moment;

/// What happened, if it is anything that a timeline shows: Slack's own touch-ups are not. `sent_at`
/// is when Slack sent word of it, for what carries no time of its own.
pub(super) fn observed(
    event: &ChannelEvent,
    raw: Value,
    sent_at: DateTime<Utc>,
) -> Option<Observed> {
    let has_files = !event.files.is_empty();
    let other = |text: &str| (EntryKind::ChannelOther, text.to_owned());
    let plain = |kind| (kind, event.text.clone());
    let value = escape(event.value.as_deref().unwrap_or_default());
    let (kind, text) = match event.kind {
        Kind::Message if has_files => plain(EntryKind::FileShared),
        Kind::Message => plain(EntryKind::Message),
        Kind::Edited => plain(EntryKind::MessageEdited),
        Kind::Refreshed => return None,
        Kind::Deleted => plain(EntryKind::MessageDeleted),
        Kind::Joined => plain(EntryKind::Joined),
        Kind::Left => plain(EntryKind::Left),
        Kind::Topic => plain(EntryKind::TopicChanged),
        Kind::Purpose => plain(EntryKind::PurposeChanged),
        Kind::Renamed => plain(EntryKind::ChannelRenamed),
        Kind::Archived => plain(EntryKind::ChannelArchived),
        Kind::Unarchived => plain(EntryKind::ChannelUnarchived),
        Kind::ChannelDeleted => plain(EntryKind::ChannelDeleted),
        Kind::Pinned => plain(EntryKind::Pinned),
        Kind::Unpinned => plain(EntryKind::Unpinned),
        Kind::ReactionAdded => plain(EntryKind::ReactionAdded),
        Kind::ReactionRemoved => plain(EntryKind::ReactionRemoved),
        Kind::IdChanged => other("Slack gave the channel another id"),
        Kind::Shared => other(&format!("the channel is now shared with {value}")),
        Kind::Unshared => other(&format!("the channel is no longer shared with {value}")),
        Kind::Huddle => other("a huddle was started or ended"),
    };
    let at = moment(&event.occurred).unwrap_or(sent_at);
    let moved_to = (event.kind == Kind::IdChanged)
        .then(|| event.value.clone().map(ChannelId))
        .flatten();
    Some(Observed {
        kind,
        channel: ChannelId(event.channel.clone()),
        at,
        message: event.ts.clone().map(MessageTs),
        thread: event.thread_ts.clone().map(MessageTs),
        actor: event.user.clone().map(UserId),
        bot_name: event.bot_name.clone().or_else(|| event.bot_id.clone()),
        text,
        old_text: event.old_text.clone(),
        reaction: event.reaction.clone(),
        value: event.value.clone(),
        files: event
            .files
            .iter()
            .map(|file| (file.name.clone(), file.permalink.clone()))
            .collect(),
        moved_to,
        told: told(event),
        key: event.key.clone(),
        raw,
    })
}

/// Of which acts Slack tells twice.
fn told(event: &ChannelEvent) -> Option<Told> {
    match event.kind {
        Kind::Joined | Kind::Left | Kind::Renamed | Kind::Archived | Kind::Unarchived => {
            Some(if event.echo {
                Told::ByEvent
            } else {
                Told::ByNotice
            })
        }
        Kind::Message
        | Kind::Edited
        | Kind::Refreshed
        | Kind::Deleted
        | Kind::Topic
        | Kind::Purpose
        | Kind::ChannelDeleted
        | Kind::IdChanged
        | Kind::Shared
        | Kind::Unshared
        | Kind::Pinned
        | Kind::Unpinned
        | Kind::ReactionAdded
        | Kind::ReactionRemoved
        | Kind::Huddle => None,
    }
}
