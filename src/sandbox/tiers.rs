//! Slack's rate limits: the tier of every method, and a limiter that refuses what is over them.
//!
//! Slack documents the tiers as "at least so many calls a minute"; the limiter allows exactly
//! that many, so that an app that stays within it is safe.

use std::collections::{HashMap, VecDeque};

const MINUTE_MS: u64 = 60_000;
/// How far messages to one channel may run ahead of one a second.
const CHANNEL_BURST: u64 = 3;
const CHANNEL_INTERVAL_MS: u64 = 1_000;

/// How often a method may be called for one workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Calls in any 60 seconds.
    pub per_minute: u32,
    /// Calls beyond that which are tolerated when they come seldom.
    pub burst: u32,
    /// Whether calls for one channel are also held to one a second, with a small burst.
    pub per_channel: bool,
}

/// The seconds after which to try again (the `Retry-After` header).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfterSeconds(pub u64);

const fn tier(per_minute: u32) -> Limit {
    Limit {
        per_minute,
        burst: 0,
        per_channel: false,
    }
}

/// For methods called seldom; the burst is enough for the ten sockets an app may hold.
const TIER_1: Limit = Limit {
    per_minute: 1,
    burst: 9,
    per_channel: false,
};
const TIER_2: Limit = tier(20);
const TIER_3: Limit = tier(50);
const TIER_4: Limit = tier(100);
/// "Hundreds a minute".
const HUNDREDS: Limit = tier(300);
/// One a second to a channel, several hundred a minute to a workspace.
const POSTING: Limit = Limit {
    per_minute: 300,
    burst: 0,
    per_channel: true,
};

const TIER_1_METHODS: &[&str] = &[
    "apps.connections.open",
    "apps.manifest.create",
    "apps.manifest.delete",
    "apps.manifest.update",
    "apps.uninstall",
    "conversations.acceptSharedInvite",
    "conversations.approveSharedInvite",
    "conversations.declineSharedInvite",
    "conversations.listConnectInvites",
    "rtm.connect",
    "tooling.tokens.rotate",
];

const TIER_2_METHODS: &[&str] = &[
    "auth.teams.list",
    "bookmarks.add",
    "bookmarks.edit",
    "bookmarks.remove",
    "calls.add",
    "calls.end",
    "calls.info",
    "calls.participants.add",
    "calls.participants.remove",
    "calls.update",
    "canvases.create",
    "chat.startStream",
    "chat.stopStream",
    "conversations.archive",
    "conversations.canvases.create",
    "conversations.close",
    "conversations.create",
    "conversations.inviteShared",
    "conversations.list",
    "conversations.rename",
    "conversations.setPurpose",
    "conversations.setTopic",
    "conversations.unarchive",
    "dnd.teamInfo",
    "emoji.list",
    "files.remote.add",
    "files.remote.info",
    "files.remote.list",
    "files.remote.remove",
    "files.remote.share",
    "files.remote.update",
    "files.upload",
    "pins.add",
    "pins.list",
    "pins.remove",
    "reactions.list",
    "reactions.remove",
    "reminders.add",
    "reminders.complete",
    "reminders.delete",
    "reminders.info",
    "reminders.list",
    "search.messages",
    "team.billableInfo",
    "usergroups.create",
    "usergroups.disable",
    "usergroups.enable",
    "usergroups.list",
    "usergroups.update",
    "usergroups.users.list",
    "usergroups.users.update",
    "users.conversations",
    "users.list",
    "users.setPresence",
];

const TIER_3_METHODS: &[&str] = &[
    "apps.manifest.export",
    "apps.manifest.validate",
    "assistant.threads.setSuggestedPrompts",
    "assistant.threads.setTitle",
    "auth.revoke",
    "bookmarks.list",
    "bots.info",
    "canvases.access.delete",
    "canvases.access.set",
    "canvases.delete",
    "canvases.edit",
    "canvases.sections.lookup",
    "chat.delete",
    "chat.deleteScheduledMessage",
    "chat.meMessage",
    "chat.scheduleMessage",
    "chat.scheduledMessages.list",
    "chat.unfurl",
    "chat.update",
    "conversations.history",
    "conversations.info",
    "conversations.invite",
    "conversations.join",
    "conversations.kick",
    "conversations.leave",
    "conversations.mark",
    "conversations.open",
    "conversations.replies",
    "dnd.info",
    "files.delete",
    "files.list",
    "functions.completeError",
    "functions.completeSuccess",
    "reactions.add",
    "reactions.get",
    "team.info",
    "team.preferences.list",
    "team.profile.get",
    "users.getPresence",
    "users.identity",
    "users.lookupByEmail",
    "users.profile.set",
];

const TIER_4_METHODS: &[&str] = &[
    "api.test",
    "apps.event.authorizations.list",
    "chat.appendStream",
    "chat.postEphemeral",
    "conversations.members",
    "dialog.open",
    "files.completeUploadExternal",
    "files.getUploadURLExternal",
    "files.info",
    "oauth.v2.access",
    "users.info",
    "users.profile.get",
    "views.open",
    "views.publish",
    "views.push",
    "views.update",
];

const HUNDREDS_METHODS: &[&str] = &[
    "assistant.threads.setStatus",
    "auth.test",
    "blocks.validate",
    "chat.getPermalink",
];

const POSTING_METHODS: &[&str] = &["chat.postMessage"];

const TABLE: &[(&[&str], Limit)] = &[
    (TIER_1_METHODS, TIER_1),
    (TIER_2_METHODS, TIER_2),
    (TIER_3_METHODS, TIER_3),
    (TIER_4_METHODS, TIER_4),
    (HUNDREDS_METHODS, HUNDREDS),
    (POSTING_METHODS, POSTING),
];

/// How often a method may be called; `None` for a method Slack does not limit or does not have.
pub fn limit_of(method: &str) -> Option<Limit> {
    TABLE
        .iter()
        .find(|(methods, _)| methods.contains(&method))
        .map(|(_, limit)| *limit)
}

/// Counts the calls of one app in one workspace.
#[derive(Debug, Default)]
pub struct Limiter {
    /// When the calls of the last minute were made, by method.
    calls: HashMap<String, VecDeque<u64>>,
    /// When a channel will have used up its allowance at one message a second.
    channels: HashMap<String, u64>,
}

impl Limiter {
    /// Counts a call made now, or says when to try again. A refused call does not count.
    pub fn check(
        &mut self,
        method: &str,
        channel: Option<&str>,
        now_ms: u64,
    ) -> Result<(), RetryAfterSeconds> {
        let Some(limit) = limit_of(method) else {
            return Ok(());
        };
        let calls = self.calls.entry(method.to_owned()).or_default();
        let past = |at: &u64| now_ms.saturating_sub(*at) >= MINUTE_MS;
        while calls.front().is_some_and(past) {
            calls.pop_front();
        }
        let full = u32::try_from(calls.len())
            .is_ok_and(|made| made >= limit.per_minute.saturating_add(limit.burst));
        if let (true, Some(oldest)) = (full, calls.front()) {
            return Err(retry_at(oldest.saturating_add(MINUTE_MS), now_ms));
        }
        if let Some(channel) = channel.filter(|_| limit.per_channel) {
            take_turn(&mut self.channels, channel, now_ms)?;
        }
        calls.push_back(now_ms);
        Ok(())
    }

    /// Forgets every call.
    pub fn reset(&mut self) {
        self.calls.clear();
        self.channels.clear();
    }
}

/// Lets a message into a channel when it is at most a burst ahead of one a second.
fn take_turn(
    channels: &mut HashMap<String, u64>,
    channel: &str,
    now_ms: u64,
) -> Result<(), RetryAfterSeconds> {
    let busy_until = channels.get(channel).copied().unwrap_or(0).max(now_ms);
    let latest = now_ms.saturating_add((CHANNEL_BURST - 1) * CHANNEL_INTERVAL_MS);
    if busy_until > latest {
        return Err(retry_at(
            busy_until.saturating_sub(latest).saturating_add(now_ms),
            now_ms,
        ));
    }
    channels.insert(
        channel.to_owned(),
        busy_until.saturating_add(CHANNEL_INTERVAL_MS),
    );
    Ok(())
}

fn retry_at(at_ms: u64, now_ms: u64) -> RetryAfterSeconds {
    RetryAfterSeconds(at_ms.saturating_sub(now_ms).div_ceil(1_000).max(1))
}
