//! `muster check`: every configuration mistake at once, or a summary of what is in force.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::config::{Config, Environment};

/// Writes all mistakes, or `ok` and what is in force. Fails if there is any mistake, or if the
/// output cannot be written.
pub fn run(file: Option<&Path>, env: &Environment, out: &mut dyn Write) -> ExitCode {
    match report(file, env, out) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) | Err(_) => ExitCode::FAILURE,
    }
}

fn report(file: Option<&Path>, env: &Environment, out: &mut dyn Write) -> io::Result<bool> {
    let config = match Config::load(file, env) {
        Ok(config) => config,
        Err(mistakes) => {
            writeln!(out, "{mistakes}")?;
            let plural = if mistakes.len() == 1 { "" } else { "s" };
            writeln!(out, "{} mistake{plural}", mistakes.len())?;
            return Ok(false);
        }
    };
    writeln!(out, "ok")?;
    let source = Config::file(file, env).map_or_else(
        || "built-in defaults and the environment".to_owned(),
        |path| format!("{} and the environment", path.display()),
    );
    let keys = |keys: Vec<&str>| {
        if keys.is_empty() {
            "none".to_owned()
        } else {
            keys.join(", ")
        }
    };
    let lines = [
        ("configuration", source),
        ("slack", slack(&config)),
        (
            "announcements",
            announcements(&config.slack.announce_channel),
        ),
        ("database", config.database.shown()),
        ("http", config.http.listen.to_string()),
        (
            "severities",
            keys(
                config
                    .severities
                    .iter()
                    .map(|item| item.key.as_str())
                    .collect(),
            ),
        ),
        (
            "roles",
            keys(config.roles.iter().map(|item| item.key.as_str()).collect()),
        ),
        (
            "types",
            keys(config.types.iter().map(|item| item.key.as_str()).collect()),
        ),
        (
            "services",
            keys(
                config
                    .services
                    .iter()
                    .map(|item| item.key.as_str())
                    .collect(),
            ),
        ),
        ("war rooms", format!("#{}", config.incident.channel_name)),
    ];
    for (name, value) in lines {
        writeln!(out, "  {name:<14} {value}")?;
    }
    if let Err(missing) = config.ready_to_serve() {
        writeln!(out, "Not enough for `muster serve` yet:")?;
        writeln!(out, "{missing}")?;
    }
    Ok(true)
}

/// Which way Slack reaches the bot. Says which secrets are there, never what they are.
fn slack(config: &Config) -> String {
    let slack = &config.slack;
    let mode = match (slack.app_token.is_some(), slack.signing_secret.is_some()) {
        (true, true) => "Socket Mode and HTTP mode",
        (true, false) => "Socket Mode",
        (false, true) => "HTTP mode",
        (false, false) => "not connected",
    };
    let token = if slack.bot_token.is_some() {
        "with"
    } else {
        "without"
    };
    format!(
        "{}, {mode}, {token} a bot token, command {}",
        slack.api_url, slack.command
    )
}

/// A name gets its `#`, an id stays as it is.
fn announcements(channel: &str) -> String {
    if channel.starts_with(|c: char| c.is_ascii_uppercase()) {
        channel.to_owned()
    } else {
        format!("#{channel}")
    }
}
