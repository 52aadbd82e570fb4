//! The Slack app's manifest: made from the command table and the shortcuts, with exactly the
//! permissions and events that are used. <https://docs.slack.dev/reference/app-manifest>.

use serde_json::{Value, json};

use super::commands::COMMANDS;
use super::ids::ShortcutId;

/// The longest hint that Slack takes for a slash command.
const USAGE_HINT: usize = 1_000;

/// What the bot may do, and for what.
const SCOPES: [&str; 20] = [
    // The bookmark to the record, and to find it again.
    "bookmarks:read",
    "bookmarks:write",
    // Public war rooms: what happens in them, and making them.
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "commands",
    // The postmortem draft, and the files that people share.
    "files:read",
    "files:write",
    // Private war rooms.
    "groups:history",
    "groups:read",
    "groups:write",
    // Instructions to role holders; reading them back when Slack's answer was lost.
    "im:history",
    "im:write",
    // The pinned card; 📌 and ✅.
    "pins:read",
    "pins:write",
    "reactions:read",
    "reactions:write",
    // Who people are: names, and whether they are guests.
    "users:read",
];

/// What Slack tells the bot about.
const EVENTS: [&str; 25] = [
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_left",
    "channel_rename",
    "channel_shared",
    "channel_unarchive",
    "channel_unshared",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_rename",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "pin_added",
    "pin_removed",
    "reaction_added",
    "reaction_removed",
    "team_join",
    "tokens_revoked",
    "user_change",
];

/// The manifest. `command` is the slash command with its slash; `http_url` is where Slack reaches
/// the bot, without a slash at the end; without it the app uses Socket Mode.
pub fn manifest(command: &str, http_url: Option<&str>) -> Value {
    let mut manifest = json!({
        "display_information": {
            "name": "Muster",
            "description": "Incidents, run from Slack: war rooms, roles, updates, and a complete timeline.",
            "background_color": "#7a1f2b",
        },
        "features": {
            // Without its messages tab Slack refuses direct messages (`messages_tab_disabled`).
            "app_home": {
                "home_tab_enabled": false,
                "messages_tab_enabled": true,
                "messages_tab_read_only_enabled": true,
            },
            "bot_user": { "display_name": "Muster", "always_online": true },
            "shortcuts": shortcuts(),
            "slash_commands": [{
                "command": command,
                "description": "Declare and run incidents",
                "usage_hint": usage_hint(),
                "should_escape": true,
            }],
        },
        "oauth_config": { "scopes": { "bot": SCOPES } },
        "settings": {
            "event_subscriptions": { "bot_events": EVENTS },
            "interactivity": { "is_enabled": true },
            "org_deploy_enabled": false,
            "socket_mode_enabled": http_url.is_none(),
            "token_rotation_enabled": false,
        },
    });
    if let Some(url) = http_url {
        for (place, path) in [
            ("/features/slash_commands/0", "commands"),
            ("/settings/event_subscriptions", "events"),
            ("/settings/interactivity", "interactions"),
        ] {
            let name = if path == "commands" {
                "url"
            } else {
                "request_url"
            };
            if let Some(part) = manifest.pointer_mut(place).and_then(Value::as_object_mut) {
                part.insert(name.to_owned(), json!(format!("{url}/slack/{path}")));
            }
        }
    }
    manifest
}

fn shortcuts() -> Vec<Value> {
    ShortcutId::ALL
        .into_iter()
        .map(|id| {
            let (kind, description) = match id {
                ShortcutId::Declare => ("global", "Opens a war room and tells people"),
                ShortcutId::DeclareFromMessage => {
                    ("message", "Declares an incident because of this message")
                }
                ShortcutId::AddToTimeline => {
                    ("message", "Puts this message on an incident's timeline")
                }
            };
            json!({
                "name": id.name(),
                "type": kind,
                "callback_id": id.key(),
                "description": description,
            })
        })
        .collect()
}

/// The commands, as many as fit.
fn usage_hint() -> String {
    let mut hint = String::new();
    for spec in COMMANDS {
        let between = if hint.is_empty() { "" } else { " | " };
        if hint.len() + between.len() + spec.usage.len() > USAGE_HINT {
            break;
        }
        hint.push_str(between);
        hint.push_str(spec.usage);
    }
    hint
}
