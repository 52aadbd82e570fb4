//! The installed app: what its manifest grants, subscribes to and offers.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::ids;

/// The app as installed. Without a manifest it may do everything and hears everything, over Socket Mode.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) manifest: Value,
    pub(crate) name: String,
    pub(crate) socket_mode: bool,
    pub(crate) events_url: Option<String>,
    pub(crate) interactivity_url: Option<String>,
    pub(crate) options_url: Option<String>,
    pub(crate) commands: Vec<Value>,
    pub(crate) shortcuts: Vec<Value>,
    scopes: Option<BTreeSet<String>>,
    events: Option<BTreeSet<String>>,
}

impl Default for App {
    fn default() -> Self {
        Self {
            manifest: Value::Null,
            name: "muster".to_owned(),
            socket_mode: true,
            events_url: None,
            interactivity_url: None,
            options_url: None,
            commands: Vec::new(),
            shortcuts: Vec::new(),
            scopes: None,
            events: None,
        }
    }
}

impl App {
    /// Reads a manifest.
    pub(crate) fn from_manifest(manifest: Value) -> Self {
        let string = |pointer: &str| {
            manifest.pointer(pointer).and_then(Value::as_str).map(ToOwned::to_owned)
        };
        let list = |pointer: &str| {
            manifest.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default()
        };
        let names = |pointer: &str| -> BTreeSet<String> {
            let items = list(pointer);
            items.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
        };
        let mut scopes = names("/oauth_config/scopes/bot");
        scopes.extend(names("/oauth_config/scopes/bot_optional"));
        let socket_mode = manifest
            .pointer("/settings/socket_mode_enabled")
            .and_then(Value::as_bool)
            .unwrap_or_default();
        Self {
            name: string("/features/bot_user/display_name")
                .or_else(|| string("/display_information/name"))
                .unwrap_or_else(|| "app".to_owned()),
            socket_mode,
            events_url: string("/settings/event_subscriptions/request_url"),
            interactivity_url: string("/settings/interactivity/request_url"),
            options_url: string("/settings/interactivity/message_menu_options_url"),
            commands: list("/features/slash_commands"),
            shortcuts: list("/features/shortcuts"),
            scopes: Some(scopes),
            events: Some(names("/settings/event_subscriptions/bot_events")),
            manifest,
        }
    }

    /// Whether an event of this name is delivered.
    pub(crate) fn subscribed(&self, event: &str) -> bool {
        self.events.as_ref().is_none_or(|events| events.contains(event))
    }

    /// Whether one of these scopes is granted (none needed: yes).
    pub(crate) fn has_any_scope(&self, any_of: &[&str]) -> bool {
        let Some(scopes) = &self.scopes else { return true };
        any_of.is_empty() || any_of.iter().any(|scope| scopes.contains(*scope))
    }

    /// The granted scopes, as Slack lists them.
    pub(crate) fn scope_list(&self) -> String {
        self.scopes
            .as_ref()
            .map_or_else(String::new, |scopes| scopes.iter().cloned().collect::<Vec<_>>().join(","))
    }

    /// A command's entry in the manifest.
    pub(crate) fn command(&self, name: &str) -> Option<&Value> {
        self.commands.iter().find(|command| command.get("command") == Some(&json!(name)))
    }

    /// Whether the command is the app's (any is, without a manifest).
    pub(crate) fn knows_command(&self, name: &str) -> bool {
        self.manifest.is_null() || self.command(name).is_some()
    }

    /// Whether a shortcut of this kind (`global`, `message`) is the app's.
    pub(crate) fn knows_shortcut(&self, callback_id: &str, kind: &str) -> bool {
        self.manifest.is_null()
            || self.shortcuts.iter().any(|shortcut| {
                shortcut.get("callback_id") == Some(&json!(callback_id))
                    && shortcut.get("type") == Some(&json!(kind))
            })
    }

    /// What the page shows of the app.
    pub(crate) fn to_json(&self, completions: &Value) -> Value {
        json!({
            "id": ids::APP,
            "name": self.name,
            "bot_user": ids::BOT_USER,
            "bot_id": ids::BOT,
            "commands": self.commands,
            "shortcuts": self.shortcuts,
            "events": self.events,
            "scopes": self.scopes,
            "socket_mode": self.socket_mode,
            "completions": completions,
            "manifest": self.manifest,
        })
    }
}
