//! The command line: one file per sub-command.

pub mod check;
mod manifest;
mod output;
mod record;
mod sandbox;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use crate::config::{Config, Environment};
use crate::domain::IncidentId;

/// A Slack-native incident bot.
#[derive(Parser)]
#[command(name = "muster", version, arg_required_else_help = true)]
struct Cli {
    /// The configuration file (TOML); without it `MUSTER_CONFIG` counts, without that the defaults.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the bot.
    Serve,
    /// Runs a local Slack and the bot against it, to try everything without an account.
    Sandbox(sandbox::Args),
    /// Tells every mistake in the configuration at once.
    Check,
    /// Prints the Slack app manifest.
    Manifest {
        /// Where Slack reaches the bot, such as <https://muster.example.com>; without it: Socket Mode.
        #[arg(long, value_name = "URL")]
        http_url: Option<String>,
    },
    /// Lists incidents, newest first.
    List {
        /// Open ones only.
        #[arg(long)]
        open: bool,
    },
    /// Prints an incident's timeline.
    Timeline {
        /// Such as INC-1.
        #[arg(value_parser = incident_id)]
        incident: IncidentId,
        /// Everything, not only the curated view.
        #[arg(long)]
        full: bool,
        /// In which form.
        #[arg(long, value_enum, default_value_t = output::Format::Md)]
        format: output::Format,
    },
    /// Prints an incident's postmortem draft (Markdown).
    Postmortem {
        /// Such as INC-1.
        #[arg(value_parser = incident_id)]
        incident: IncidentId,
    },
    /// Proves that no timeline was changed since it was written.
    Verify {
        /// Such as INC-1; without it: all.
        #[arg(value_parser = incident_id)]
        incident: Option<IncidentId>,
    },
}

fn incident_id(text: &str) -> Result<IncidentId, String> {
    text.parse().map_err(|_| "write it like INC-1".to_owned())
}

/// Runs the program.
pub fn main() -> ExitCode {
    crate::http::install_crypto();
    let Cli {
        config: file,
        command,
    } = Cli::parse();
    let env = Environment::from_process();
    let mut out = std::io::stdout().lock();
    let load = || Config::load(file.as_deref(), &env).context("the configuration has mistakes");
    let result = match command {
        Command::Check => return check::run(file.as_deref(), &env, &mut out),
        Command::Serve => load().and_then(|config| serve::run(&config)),
        Command::Sandbox(args) => load().and_then(|config| sandbox::run(&args, &config)),
        Command::Manifest { http_url } => {
            load().and_then(|config| manifest::run(&config, http_url.as_deref(), &mut out))
        }
        Command::List { open } => load().and_then(|config| record::list(&config, open, &mut out)),
        Command::Timeline {
            incident,
            full,
            format,
        } => {
            load().and_then(|config| record::timeline(&config, incident, (full, format), &mut out))
        }
        Command::Postmortem { incident } => {
            load().and_then(|config| record::postmortem(&config, incident, &mut out))
        }
        Command::Verify { incident } => {
            load().and_then(|config| record::verify(&config, incident, &mut out))
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::print_stderr,
    reason = "a failed command says so to the person who ran it"
)]
fn report(error: &anyhow::Error) {
    eprintln!("error: {error:#}");
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Runtime::new().context("cannot start the runtime")
}
