//! App manifests: what Slack's schema (versions 1 and 2) allows, and what the local Slack needs
//! to know about the app.

mod rules;
mod schema;

use serde_json::Value;

pub use super::shape::Problem;
use super::shape::{Report, check};

/// An installed app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Its name.
    pub name: String,
    /// The display name of its bot user; the app's name if it has none.
    pub bot_name: String,
    /// What its bot token is allowed, optional scopes included.
    pub bot_scopes: Vec<String>,
    /// The events it is told about.
    pub bot_events: Vec<String>,
    /// Its slash commands.
    pub commands: Vec<Command>,
    /// Its shortcuts.
    pub shortcuts: Vec<Shortcut>,
    /// Where events are sent in HTTP mode.
    pub events_url: Option<String>,
    /// Where interactions are sent in HTTP mode.
    pub interactions_url: Option<String>,
    /// Where the options of external selects come from in HTTP mode.
    pub options_url: Option<String>,
    /// Whether interactive elements work at all.
    pub interactive: bool,
    /// Whether everything goes through a socket instead.
    pub socket_mode: bool,
    /// Whether the App Home shows the app's Home tab.
    pub home_tab: bool,
}

/// A slash command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// `/incident`.
    pub command: String,
    /// What it does.
    pub description: String,
    /// What to type after it.
    pub usage_hint: String,
    /// Where it is sent in HTTP mode.
    pub url: Option<String>,
    /// Whether names in its text arrive as `<@U…>` and `<#C…>`.
    pub should_escape: bool,
}

/// Where a shortcut is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShortcutKind {
    /// In the shortcuts menu and the search.
    Global,
    /// In the menu of a message.
    Message,
}

/// A shortcut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortcut {
    /// What the menu says.
    pub name: String,
    /// Where it is offered.
    pub kind: ShortcutKind,
    /// How the app recognises it.
    pub callback_id: String,
    /// What it does.
    pub description: String,
}

/// Reads a manifest, or says what is wrong with it; pointers are relative to the manifest.
///
/// Beyond the schema this checks what Slack checks on saving: that scopes and events exist, that
/// the scopes cover the events and features, and that in HTTP mode every feature has its URL.
pub fn parse(manifest: &Value) -> Result<App, Vec<Problem>> {
    let mut report = Report::default();
    check(manifest, &schema::MANIFEST, &mut report);
    let app = read(manifest);
    rules::consistent(manifest, &app, &mut report);
    let problems = report.into_problems();
    if problems.is_empty() {
        Ok(app)
    } else {
        Err(problems)
    }
}

fn read(manifest: &Value) -> App {
    let text = |pointer: &str| {
        manifest
            .pointer(pointer)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let flag = |pointer: &str| manifest.pointer(pointer).and_then(Value::as_bool) == Some(true);
    let name = text("/display_information/name").unwrap_or_default();
    let mut bot_scopes = texts(manifest, "/oauth_config/scopes/bot");
    bot_scopes.extend(texts(manifest, "/oauth_config/scopes/bot_optional"));
    App {
        bot_name: text("/features/bot_user/display_name").unwrap_or_else(|| name.clone()),
        name,
        bot_scopes,
        bot_events: texts(manifest, "/settings/event_subscriptions/bot_events"),
        commands: list(manifest, "/features/slash_commands")
            .iter()
            .map(command)
            .collect(),
        shortcuts: list(manifest, "/features/shortcuts")
            .iter()
            .map(shortcut)
            .collect(),
        events_url: text("/settings/event_subscriptions/request_url"),
        interactions_url: text("/settings/interactivity/request_url"),
        options_url: text("/settings/interactivity/message_menu_options_url"),
        interactive: flag("/settings/interactivity/is_enabled"),
        socket_mode: flag("/settings/socket_mode_enabled"),
        home_tab: flag("/features/app_home/home_tab_enabled"),
    }
}

fn list<'a>(manifest: &'a Value, pointer: &str) -> &'a [Value] {
    manifest
        .pointer(pointer)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn texts(manifest: &Value, pointer: &str) -> Vec<String> {
    list(manifest, pointer)
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn text(object: &Value, name: &str) -> Option<String> {
    object.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn command(command: &Value) -> Command {
    Command {
        command: text(command, "command").unwrap_or_default(),
        description: text(command, "description").unwrap_or_default(),
        usage_hint: text(command, "usage_hint").unwrap_or_default(),
        url: text(command, "url"),
        should_escape: command.get("should_escape").and_then(Value::as_bool) == Some(true),
    }
}

fn shortcut(shortcut: &Value) -> Shortcut {
    let message = shortcut.get("type").and_then(Value::as_str) == Some("message");
    Shortcut {
        name: text(shortcut, "name").unwrap_or_default(),
        kind: if message {
            ShortcutKind::Message
        } else {
            ShortcutKind::Global
        },
        callback_id: text(shortcut, "callback_id").unwrap_or_default(),
        description: text(shortcut, "description").unwrap_or_default(),
    }
}
