//! Slack's rate limits by method (docs.slack.dev/apis/web-api/rate-limits and each method's page).

/// How often a method may be called, per workspace and app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Once a minute.
    One,
    /// 20 a minute.
    Two,
    /// 50 a minute.
    Three,
    /// 100 a minute.
    Four,
    /// Several hundred a minute.
    Many,
    /// One a second in each channel, and several hundred a minute in the workspace.
    Post,
}

impl Tier {
    /// Calls a minute. Posts have budgets of their own.
    pub(super) fn per_minute(self) -> Option<usize> {
        match self {
            Self::One => Some(1),
            Self::Two => Some(20),
            Self::Three => Some(50),
            Self::Four => Some(100),
            Self::Many => Some(200),
            Self::Post => None,
        }
    }

    /// The quarter of a small budget that only urgent calls may use.
    pub(super) fn reserve(self) -> usize {
        match self {
            Self::One | Self::Two | Self::Three => self.per_minute().unwrap_or_default() / 4,
            Self::Four | Self::Many | Self::Post => 0,
        }
    }
}

/// The tier of a method. One that we do not know is treated as tier 2.
pub fn tier(method: &str) -> Tier {
    match method {
        "chat.postMessage" | "chat.meMessage" | "assistant.threads.setStatus" => Tier::Post,
        "apps.connections.open" | "apps.manifest.create" | "apps.manifest.update" => Tier::One,
        "auth.test" | "chat.getPermalink" => Tier::Many,
        "conversations.history"
        | "conversations.replies"
        | "conversations.info"
        | "conversations.invite"
        | "conversations.join"
        | "conversations.kick"
        | "conversations.leave"
        | "conversations.open"
        | "conversations.mark"
        | "chat.update"
        | "chat.delete"
        | "chat.scheduleMessage"
        | "chat.deleteScheduledMessage"
        | "chat.scheduledMessages.list"
        | "chat.unfurl"
        | "bookmarks.list"
        | "reactions.add"
        | "reactions.get"
        | "users.lookupByEmail"
        | "users.getPresence"
        | "users.profile.set"
        | "team.info"
        | "bots.info"
        | "canvases.edit"
        | "canvases.delete"
        | "canvases.access.set"
        | "canvases.access.delete"
        | "canvases.sections.lookup"
        | "files.list"
        | "files.delete"
        | "assistant.threads.setTitle"
        | "assistant.threads.setSuggestedPrompts"
        | "auth.revoke" => Tier::Three,
        "chat.postEphemeral"
        | "chat.appendStream"
        | "views.open"
        | "views.push"
        | "views.update"
        | "views.publish"
        | "users.info"
        | "users.profile.get"
        | "conversations.members"
        | "files.info"
        | "files.getUploadURLExternal"
        | "files.completeUploadExternal"
        | "api.test"
        | "oauth.v2.access" => Tier::Four,
        _ => Tier::Two,
    }
}
