//! The installed app: what its manifest grants, subscribes to and offers.

use serde_json::{Value, json};

use super::ids;
use super::manifest::{self, Command, Problem, ShortcutKind};
use super::scopes;

/// The app as installed. Without a manifest it may do everything and hears everything, over Socket Mode.
#[derive(Debug, Default)]
pub(crate) struct App {
    manifest: Value,
    installed: Option<manifest::App>,
}

impl App {
    /// Reads a manifest, or says what is wrong with it.
    pub(crate) fn from_manifest(manifest: Value) -> Result<Self, Vec<Problem>> {
        let installed = Some(manifest::parse(&manifest)?);
        Ok(Self {
            manifest,
            installed,
        })
    }

    /// The bot's name.
    pub(crate) fn name(&self) -> &str {
        self.installed
            .as_ref()
            .map_or("muster", |app| &app.bot_name)
    }

    /// Whether everything goes through sockets.
    pub(crate) fn socket_mode(&self) -> bool {
        self.installed.as_ref().is_none_or(|app| app.socket_mode)
    }

    /// Where events are sent.
    pub(crate) fn events_url(&self) -> Option<&str> {
        self.installed.as_ref()?.events_url.as_deref()
    }

    /// Where interactions are sent.
    pub(crate) fn interactions_url(&self) -> Option<&str> {
        self.installed.as_ref()?.interactions_url.as_deref()
    }

    /// Where the options of external selects come from.
    pub(crate) fn options_url(&self) -> Option<&str> {
        let app = self.installed.as_ref()?;
        app.options_url
            .as_deref()
            .or(app.interactions_url.as_deref())
    }

    /// Whether an event of this name is delivered.
    pub(crate) fn subscribed(&self, event: &str) -> bool {
        let Some(app) = &self.installed else {
            return true;
        };
        app.bot_events.iter().any(|subscribed| subscribed == event)
    }

    /// Whether one of these scopes is granted (none needed: yes).
    pub(crate) fn has_any_scope(&self, any_of: &[&str]) -> bool {
        let Some(app) = &self.installed else {
            return true;
        };
        any_of.is_empty() || scopes::has_one_of(&app.bot_scopes, any_of)
    }

    /// The granted scopes, as Slack lists them.
    pub(crate) fn scope_list(&self) -> String {
        match &self.installed {
            Some(app) => app.bot_scopes.join(","),
            None => scopes::BOT_SCOPES.join(","),
        }
    }

    /// A command's entry in the manifest.
    pub(crate) fn command(&self, name: &str) -> Option<&Command> {
        self.installed
            .as_ref()?
            .commands
            .iter()
            .find(|command| command.command == name)
    }

    /// Whether the command is the app's (any is, without a manifest).
    pub(crate) fn knows_command(&self, name: &str) -> bool {
        self.installed.is_none() || self.command(name).is_some()
    }

    /// Whether a shortcut of this kind is the app's (any is, without a manifest).
    pub(crate) fn knows_shortcut(&self, callback_id: &str, kind: ShortcutKind) -> bool {
        let Some(app) = &self.installed else {
            return true;
        };
        app.shortcuts
            .iter()
            .any(|shortcut| shortcut.callback_id == callback_id && shortcut.kind == kind)
    }

    /// What the page shows of the app.
    pub(crate) fn to_json(&self, completions: &Value) -> Value {
        let list = |pointer: &str| self.manifest.pointer(pointer).cloned().unwrap_or(json!([]));
        let app = self.installed.as_ref();
        json!({
            "id": ids::APP,
            "name": self.name(),
            "bot_user": ids::BOT_USER,
            "bot_user_id": ids::BOT_USER,
            "bot_id": ids::BOT,
            "commands": list("/features/slash_commands"),
            "shortcuts": list("/features/shortcuts"),
            "events": app.map(|app| &app.bot_events),
            "scopes": app.map(|app| &app.bot_scopes),
            "socket_mode": self.socket_mode(),
            "home_tab": app.is_none_or(|app| app.home_tab),
            "completions": completions,
            "manifest": self.manifest,
        })
    }
}
