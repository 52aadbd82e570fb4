//! What the parts of a manifest need of each other.

use std::collections::HashSet;

use serde_json::Value;

use super::super::scopes::{BOT_SCOPES, has_one_of, needed_for_event};
use super::super::shape::Report;
use super::{App, list};

const BOT_EVENTS: &str = "/settings/event_subscriptions/bot_events";

/// Notes what does not fit together.
pub(super) fn consistent(manifest: &Value, app: &App, report: &mut Report) {
    scopes_exist(manifest, report);
    bot_is_there(manifest, app, report);
    events_are_covered(manifest, app, report);
    features_are_covered(app, report);
    names_are_unique(manifest, app, report);
    shortcuts_are_interactive(app, report);
    if !app.socket_mode {
        urls_are_there(app, report);
    }
}

fn scopes_exist(manifest: &Value, report: &mut Report) {
    for field in ["bot", "bot_optional"] {
        let pointer = format!("/oauth_config/scopes/{field}");
        for (index, scope) in list(manifest, &pointer).iter().enumerate() {
            if let Some(scope) = scope.as_str().filter(|scope| !BOT_SCOPES.contains(scope)) {
                report.problem_under(
                    &format!("{pointer}/{index}"),
                    format!("unknown bot scope: {scope}"),
                );
            }
        }
    }
}

fn bot_is_there(manifest: &Value, app: &App, report: &mut Report) {
    if !app.bot_scopes.is_empty() && manifest.pointer("/features/bot_user").is_none() {
        report.problem_under(
            "/features",
            "missing required field: bot_user (there are bot scopes)",
        );
    }
}

fn events_are_covered(manifest: &Value, app: &App, report: &mut Report) {
    for (index, event) in list(manifest, BOT_EVENTS).iter().enumerate() {
        let Some(event) = event.as_str() else {
            continue;
        };
        let pointer = format!("{BOT_EVENTS}/{index}");
        match needed_for_event(event) {
            None => report.problem_under(&pointer, format!("unknown bot event: {event}")),
            Some(needed) if needed.is_empty() || has_one_of(&app.bot_scopes, needed) => {}
            Some(needed) => {
                report.problem_under(
                    &pointer,
                    format!("{event} needs one of: {}", needed.join(", ")),
                );
            }
        }
    }
}

fn features_are_covered(app: &App, report: &mut Report) {
    if app.bot_scopes.iter().any(|scope| scope == "commands") {
        return;
    }
    for (missing, pointer) in [
        (!app.commands.is_empty(), "/features/slash_commands"),
        (!app.shortcuts.is_empty(), "/features/shortcuts"),
    ] {
        if missing {
            report.problem_under(pointer, "needs the bot scope commands");
        }
    }
}

fn names_are_unique(manifest: &Value, app: &App, report: &mut Report) {
    let commands: Vec<_> = app
        .commands
        .iter()
        .map(|command| command.command.as_str())
        .collect();
    once("/features/slash_commands", "command", &commands, report);
    let shortcuts: Vec<_> = app
        .shortcuts
        .iter()
        .map(|shortcut| shortcut.callback_id.as_str())
        .collect();
    once("/features/shortcuts", "callback_id", &shortcuts, report);
    let mut seen = HashSet::new();
    for (index, event) in list(manifest, BOT_EVENTS).iter().enumerate() {
        if !seen.insert(event.as_str()) {
            report.problem_under(&format!("{BOT_EVENTS}/{index}"), "is in the list already");
        }
    }
}

fn once(list: &str, field: &str, names: &[&str], report: &mut Report) {
    let mut seen = HashSet::new();
    for (index, name) in names.iter().enumerate() {
        if !seen.insert(*name) {
            report.problem_under(
                &format!("{list}/{index}/{field}"),
                format!("{name} already exists"),
            );
        }
    }
}

fn shortcuts_are_interactive(app: &App, report: &mut Report) {
    if !app.shortcuts.is_empty() && !app.interactive {
        report.problem_under(
            "/settings/interactivity",
            "must be enabled (there are shortcuts)",
        );
    }
}

/// Without a socket, everything needs an address.
fn urls_are_there(app: &App, report: &mut Report) {
    let missing = "missing required field: request_url (Socket Mode is off)";
    if app.events_url.is_none() && !app.bot_events.is_empty() {
        report.problem_under("/settings/event_subscriptions", missing);
    }
    if app.interactions_url.is_none() && app.interactive {
        report.problem_under("/settings/interactivity", missing);
    }
    for (index, command) in app.commands.iter().enumerate() {
        if command.url.is_none() {
            let pointer = format!("/features/slash_commands/{index}");
            report.problem_under(&pointer, "missing required field: url (Socket Mode is off)");
        }
    }
}
