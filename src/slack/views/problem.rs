//! What Slack's error names mean, in words for people who have an incident to run.
//! Names: <https://docs.slack.dev/reference/methods>.

/// The words, when `problem` is a name that we know.
pub(super) fn in_words(problem: &str) -> Option<&'static str> {
    Some(match problem {
        "name_taken" => "the channel's name is taken",
        "invalid_name"
        | "invalid_name_maxlength"
        | "invalid_name_specials"
        | "invalid_name_punctuation"
        | "invalid_name_required" => "the channel's name is not allowed",
        "restricted_action"
        | "no_permission"
        | "not_allowed_token_type"
        | "restricted_action_read_only_channel"
        | "user_is_restricted" => {
            "the workspace's settings do not allow the bot to do this; an admin can change that"
        }
        "missing_scope" => "the app lacks a permission; install it again from its manifest",
        "invalid_auth" | "account_inactive" | "token_revoked" | "token_expired" | "not_authed" => {
            "the bot's token is no longer valid; an admin must install the app again"
        }
        "channel_not_found" => "the channel does not exist, or the bot cannot see it",
        "not_in_channel" => "the bot is not in the channel; invite it with `/invite`",
        "is_archived" => "the channel is archived",
        "user_not_found" | "users_not_found" | "user_not_in_workspace" => {
            "a person is not in this workspace"
        }
        "cant_invite" | "ura_max_channels" | "org_user_not_in_team" => {
            "a person cannot be invited to this channel"
        }
        "too_many_bookmarks" | "bookmarks_limit_reached" => "the channel has no room for bookmarks",
        "too_many_pins" => "the channel has no room for another pin",
        "too_long" | "msg_too_long" => "the text is too long",
        "ratelimited" | "rate_limited" => "Slack asks to wait",
        "internal_error" | "fatal_error" | "service_unavailable" | "request_timeout" => {
            "Slack itself has a problem"
        }
        _ => return None,
    })
}
