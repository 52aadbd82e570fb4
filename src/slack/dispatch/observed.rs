//! From Slack's account of what happened in a channel to the domain's.

use serde_json::Value;

use crate::domain::observed::Observed;
use crate::domain::text::escape;
use crate::domain::{ChannelId, EntryKind, MessageTs, UserId};
use crate::slack::inbound::{ChannelEvent, ChannelEventKind as Kind};
use crate::slack::time::moment;

/// Two accounts of one act, an event and a message about it, are at most this far apart, in seconds.
const TWIN: i64 = 10;

/// What happened, if it is anything that a timeline shows: Slack's own touch-ups are not.
pub(super) fn observed(event: &ChannelEvent, raw: Value) -> Option<Observed> {
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
    let at = moment(&event.occurred)?;
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
        bot_name: event.bot_name.clone(),
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
        key: key(event, at.timestamp()),
        raw,
    })
}

/// Slack tells of some acts twice, by an event and by a message; both get the same key.
fn key(event: &ChannelEvent, seconds: i64) -> String {
    let word = match event.kind {
        Kind::Renamed => "renamed",
        Kind::Archived => "archived",
        Kind::Unarchived => "unarchived",
        Kind::Message
        | Kind::Edited
        | Kind::Refreshed
        | Kind::Deleted
        | Kind::Joined
        | Kind::Left
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
        | Kind::Huddle => return event.key.clone(),
    };
    let value = event.value.as_deref().unwrap_or_default();
    format!("{word}:{}:{value}:{}", event.channel, seconds / TWIN)
}
