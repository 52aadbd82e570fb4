//! Permissions: the bot scopes Slack knows and what each method and event needs.

/// The kinds of conversation, each with scopes of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conversation {
    /// A public channel.
    Public,
    /// A private channel.
    Private,
    /// A direct message.
    Direct,
    /// A direct message of several people.
    Group,
}

/// A call was refused: `missing_scope` with the two fields Slack adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingScope {
    /// The scopes of which one is needed, separated by commas.
    pub needed: String,
    /// The scopes the token has, separated by commas.
    pub provided: String,
}

/// Every scope a bot token can have.
pub const BOT_SCOPES: &[&str] = &[
    "app_mentions:read",
    "assistant:write",
    "bookmarks:read",
    "bookmarks:write",
    "calls:read",
    "calls:write",
    "canvases:read",
    "canvases:write",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "channels:write.invites",
    "channels:write.topic",
    "chat:write",
    "chat:write.customize",
    "chat:write.public",
    "commands",
    "conversations.connect:manage",
    "conversations.connect:read",
    "conversations.connect:write",
    "datastore:read",
    "datastore:write",
    "dnd:read",
    "emoji:read",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "groups:write",
    "groups:write.invites",
    "groups:write.topic",
    "im:history",
    "im:read",
    "im:write",
    "im:write.topic",
    "incoming-webhook",
    "links.embed:write",
    "links:read",
    "links:write",
    "lists:read",
    "lists:write",
    "metadata.message:read",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "mpim:write.invites",
    "mpim:write.topic",
    "pins:read",
    "pins:write",
    "reactions:read",
    "reactions:write",
    "reminders:read",
    "reminders:write",
    "remote_files:read",
    "remote_files:share",
    "remote_files:write",
    "search:read.files",
    "search:read.public",
    "search:read.users",
    "team.billing:read",
    "team.preferences:read",
    "team:read",
    "tokens.basic",
    "triggers:read",
    "triggers:write",
    "usergroups:read",
    "usergroups:write",
    "users.profile:read",
    "users:read",
    "users:read.email",
    "users:write",
    "workflow.steps:execute",
    "workflows.templates:read",
    "workflows.templates:write",
];

/// What a method needs: any one of some scopes.
#[derive(Clone, Copy)]
enum Need {
    /// The same for every conversation.
    Any(&'static [&'static str]),
    /// By kind of conversation: public, private, direct, group.
    By([&'static [&'static str]; 4]),
}

const NONE: Need = Need::Any(&[]);
const HISTORY: Need = Need::By([
    &["channels:history"],
    &["groups:history"],
    &["im:history"],
    &["mpim:history"],
]);
const READ: Need = Need::By([
    &["channels:read"],
    &["groups:read"],
    &["im:read"],
    &["mpim:read"],
]);
const MANAGE: Need = Need::By([
    &["channels:manage"],
    &["groups:write"],
    &["im:write"],
    &["mpim:write"],
]);
const INVITE: Need = Need::By([
    &["channels:manage", "channels:write.invites"],
    &["groups:write", "groups:write.invites"],
    &["im:write"],
    &["mpim:write", "mpim:write.invites"],
]);
const TOPIC: Need = Need::By([
    &["channels:manage", "channels:write.topic"],
    &["groups:write", "groups:write.topic"],
    &["im:write", "im:write.topic"],
    &["mpim:write", "mpim:write.topic"],
]);
const CHAT: Need = Need::Any(&["chat:write"]);

const METHODS: &[(&str, Need)] = &[
    ("api.test", NONE),
    ("apps.connections.open", NONE),
    ("apps.event.authorizations.list", NONE),
    (
        "assistant.threads.setStatus",
        Need::Any(&["chat:write", "assistant:write"]),
    ),
    (
        "assistant.threads.setSuggestedPrompts",
        Need::Any(&["assistant:write"]),
    ),
    (
        "assistant.threads.setTitle",
        Need::Any(&["assistant:write"]),
    ),
    ("auth.revoke", NONE),
    ("auth.test", NONE),
    ("blocks.validate", NONE),
    ("bookmarks.add", Need::Any(&["bookmarks:write"])),
    ("bookmarks.edit", Need::Any(&["bookmarks:write"])),
    ("bookmarks.list", Need::Any(&["bookmarks:read"])),
    ("bookmarks.remove", Need::Any(&["bookmarks:write"])),
    ("bots.info", Need::Any(&["users:read"])),
    ("calls.add", Need::Any(&["calls:write"])),
    ("calls.end", Need::Any(&["calls:write"])),
    ("calls.info", Need::Any(&["calls:read"])),
    ("calls.participants.add", Need::Any(&["calls:write"])),
    ("calls.participants.remove", Need::Any(&["calls:write"])),
    ("calls.update", Need::Any(&["calls:write"])),
    ("canvases.access.delete", Need::Any(&["canvases:write"])),
    ("canvases.access.set", Need::Any(&["canvases:write"])),
    ("canvases.create", Need::Any(&["canvases:write"])),
    ("canvases.delete", Need::Any(&["canvases:write"])),
    ("canvases.edit", Need::Any(&["canvases:write"])),
    ("canvases.sections.lookup", Need::Any(&["canvases:read"])),
    ("chat.appendStream", CHAT),
    ("chat.delete", CHAT),
    ("chat.deleteScheduledMessage", CHAT),
    ("chat.getPermalink", NONE),
    ("chat.meMessage", CHAT),
    ("chat.postEphemeral", CHAT),
    ("chat.postMessage", CHAT),
    ("chat.scheduleMessage", CHAT),
    ("chat.scheduledMessages.list", NONE),
    ("chat.startStream", CHAT),
    ("chat.stopStream", CHAT),
    ("chat.unfurl", Need::Any(&["links:write"])),
    ("chat.update", CHAT),
    ("conversations.archive", MANAGE),
    (
        "conversations.canvases.create",
        Need::Any(&["canvases:write"]),
    ),
    ("conversations.close", MANAGE),
    ("conversations.create", MANAGE),
    ("conversations.history", HISTORY),
    ("conversations.info", READ),
    ("conversations.invite", INVITE),
    (
        "conversations.inviteShared",
        Need::Any(&["conversations.connect:write"]),
    ),
    ("conversations.join", Need::Any(&["channels:join"])),
    ("conversations.kick", MANAGE),
    ("conversations.leave", MANAGE),
    ("conversations.list", READ),
    ("conversations.mark", MANAGE),
    ("conversations.members", READ),
    ("conversations.open", MANAGE),
    ("conversations.rename", MANAGE),
    ("conversations.replies", HISTORY),
    ("conversations.setPurpose", TOPIC),
    ("conversations.setTopic", TOPIC),
    ("conversations.unarchive", MANAGE),
    ("dnd.info", Need::Any(&["dnd:read"])),
    ("dnd.teamInfo", Need::Any(&["dnd:read"])),
    ("emoji.list", Need::Any(&["emoji:read"])),
    ("files.completeUploadExternal", Need::Any(&["files:write"])),
    ("files.delete", Need::Any(&["files:write"])),
    ("files.getUploadURLExternal", Need::Any(&["files:write"])),
    ("files.info", Need::Any(&["files:read"])),
    ("files.list", Need::Any(&["files:read"])),
    ("files.remote.add", Need::Any(&["remote_files:write"])),
    ("files.remote.info", Need::Any(&["remote_files:read"])),
    ("files.remote.list", Need::Any(&["remote_files:read"])),
    ("files.remote.remove", Need::Any(&["remote_files:write"])),
    ("files.remote.share", Need::Any(&["remote_files:share"])),
    ("files.remote.update", Need::Any(&["remote_files:write"])),
    ("files.upload", Need::Any(&["files:write"])),
    ("oauth.v2.access", NONE),
    ("pins.add", Need::Any(&["pins:write"])),
    ("pins.list", Need::Any(&["pins:read"])),
    ("pins.remove", Need::Any(&["pins:write"])),
    ("reactions.add", Need::Any(&["reactions:write"])),
    ("reactions.get", Need::Any(&["reactions:read"])),
    ("reactions.list", Need::Any(&["reactions:read"])),
    ("reactions.remove", Need::Any(&["reactions:write"])),
    ("reminders.add", Need::Any(&["reminders:write"])),
    ("reminders.complete", Need::Any(&["reminders:write"])),
    ("reminders.delete", Need::Any(&["reminders:write"])),
    ("reminders.info", Need::Any(&["reminders:read"])),
    ("reminders.list", Need::Any(&["reminders:read"])),
    ("team.info", Need::Any(&["team:read"])),
    (
        "team.preferences.list",
        Need::Any(&["team.preferences:read"]),
    ),
    ("team.profile.get", Need::Any(&["users.profile:read"])),
    ("usergroups.create", Need::Any(&["usergroups:write"])),
    ("usergroups.disable", Need::Any(&["usergroups:write"])),
    ("usergroups.enable", Need::Any(&["usergroups:write"])),
    ("usergroups.list", Need::Any(&["usergroups:read"])),
    ("usergroups.update", Need::Any(&["usergroups:write"])),
    ("usergroups.users.list", Need::Any(&["usergroups:read"])),
    ("usergroups.users.update", Need::Any(&["usergroups:write"])),
    ("users.conversations", READ),
    ("users.getPresence", Need::Any(&["users:read"])),
    ("users.info", Need::Any(&["users:read"])),
    ("users.list", Need::Any(&["users:read"])),
    ("users.lookupByEmail", Need::Any(&["users:read.email"])),
    (
        "users.profile.get",
        Need::Any(&["users.profile:read", "users:read"]),
    ),
    ("users.setPresence", Need::Any(&["users:write"])),
    ("views.open", NONE),
    ("views.publish", NONE),
    ("views.push", NONE),
    ("views.update", NONE),
];

const MESSAGES: &[&str] = &[
    "channels:history",
    "groups:history",
    "im:history",
    "mpim:history",
];
const EITHER_CHANNEL: &[&str] = &["channels:read", "groups:read"];
const METADATA: &[&str] = &["metadata.message:read"];
const CONNECT: &[&str] = &[
    "conversations.connect:read",
    "conversations.connect:write",
    "conversations.connect:manage",
];

const EVENTS: &[(&str, &[&str])] = &[
    ("app_home_opened", &[]),
    ("app_mention", &["app_mentions:read"]),
    ("app_uninstalled", &[]),
    ("assistant_thread_context_changed", &["assistant:write"]),
    ("assistant_thread_started", &["assistant:write"]),
    ("call_rejected", &["calls:read"]),
    ("channel_archive", &["channels:read"]),
    ("channel_created", &["channels:read"]),
    ("channel_deleted", &["channels:read"]),
    ("channel_history_changed", MESSAGES),
    (
        "channel_id_changed",
        &["channels:read", "groups:read", "im:read", "mpim:read"],
    ),
    ("channel_left", &["channels:read"]),
    ("channel_rename", &["channels:read"]),
    ("channel_shared", EITHER_CHANNEL),
    ("channel_unarchive", &["channels:read"]),
    ("channel_unshared", EITHER_CHANNEL),
    ("dnd_updated_user", &["dnd:read"]),
    ("email_domain_changed", &["team:read"]),
    ("emoji_changed", &["emoji:read"]),
    ("entity_details_requested", &[]),
    ("file_change", &["files:read"]),
    ("file_created", &["files:read"]),
    ("file_deleted", &["files:read"]),
    ("file_public", &["files:read"]),
    ("file_shared", &["files:read"]),
    ("file_unshared", &["files:read"]),
    ("function_executed", &[]),
    ("grid_migration_finished", &[]),
    ("grid_migration_started", &[]),
    ("group_archive", &["groups:read"]),
    ("group_close", &["groups:read"]),
    ("group_deleted", &["groups:read"]),
    ("group_history_changed", &["groups:history"]),
    ("group_left", &["groups:read"]),
    ("group_open", &["groups:read"]),
    ("group_rename", &["groups:read"]),
    ("group_unarchive", &["groups:read"]),
    ("im_close", &["im:read"]),
    ("im_created", &["im:read"]),
    ("im_history_changed", &["im:history"]),
    ("im_open", &["im:read"]),
    ("link_shared", &["links:read"]),
    ("member_joined_channel", EITHER_CHANNEL),
    ("member_left_channel", EITHER_CHANNEL),
    ("message.app_home", &[]),
    ("message.channels", &["channels:history"]),
    ("message.groups", &["groups:history"]),
    ("message.im", &["im:history"]),
    ("message.mpim", &["mpim:history"]),
    ("message_metadata_deleted", METADATA),
    ("message_metadata_posted", METADATA),
    ("message_metadata_updated", METADATA),
    ("pin_added", &["pins:read"]),
    ("pin_removed", &["pins:read"]),
    ("reaction_added", &["reactions:read"]),
    ("reaction_removed", &["reactions:read"]),
    ("shared_channel_invite_accepted", CONNECT),
    ("shared_channel_invite_approved", CONNECT),
    ("shared_channel_invite_declined", CONNECT),
    ("shared_channel_invite_received", CONNECT),
    ("shared_channel_invite_requested", CONNECT),
    ("subteam_created", &["usergroups:read"]),
    ("subteam_members_changed", &["usergroups:read"]),
    ("subteam_self_added", &["usergroups:read"]),
    ("subteam_self_removed", &["usergroups:read"]),
    ("subteam_updated", &["usergroups:read"]),
    ("team_access_granted", &[]),
    ("team_access_revoked", &[]),
    ("team_domain_change", &["team:read"]),
    ("team_join", &["users:read"]),
    ("team_rename", &["team:read"]),
    ("tokens_revoked", &[]),
    ("user_change", &["users:read"]),
    ("user_huddle_changed", &["users:read"]),
    ("user_profile_changed", &["users.profile:read"]),
    ("user_status_changed", &["users.profile:read"]),
];

/// The scopes of which a method needs one, for a kind of conversation where it matters (without
/// one, those of every kind). Empty when it needs none; `None` when the method is not known.
pub fn needed(method: &str, conversation: Option<Conversation>) -> Option<Vec<&'static str>> {
    let (_, need) = METHODS.iter().find(|(name, _)| *name == method)?;
    Some(match (need, conversation) {
        (Need::Any(scopes), _) => scopes.to_vec(),
        (Need::By(kinds), None) => kinds.concat(),
        (Need::By([public, private, direct, group]), Some(kind)) => match kind {
            Conversation::Public => public.to_vec(),
            Conversation::Private => private.to_vec(),
            Conversation::Direct => direct.to_vec(),
            Conversation::Group => group.to_vec(),
        },
    })
}

/// Whether a token with these scopes may call a method. Methods that are not known pass: that
/// they do not exist is another answer.
pub fn allowed(
    method: &str,
    conversation: Option<Conversation>,
    granted: &[String],
) -> Result<(), MissingScope> {
    let needed = needed(method, conversation).unwrap_or_default();
    if needed.is_empty() || has_one_of(granted, &needed) {
        return Ok(());
    }
    Err(MissingScope {
        needed: needed.join(","),
        provided: granted.join(","),
    })
}

/// The scopes of which a subscription to an event needs one; `None` for an event bots cannot
/// subscribe to.
pub fn needed_for_event(event: &str) -> Option<&'static [&'static str]> {
    EVENTS
        .iter()
        .find(|(name, _)| *name == event)
        .map(|(_, scopes)| *scopes)
}

/// Whether one of the needed scopes is granted.
pub(crate) fn has_one_of(granted: &[String], needed: &[&str]) -> bool {
    granted.iter().any(|scope| needed.contains(&scope.as_str()))
}
