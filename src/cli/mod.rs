//! The command line: one file per sub-command.

pub mod check;
mod sandbox;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A Slack-native incident bot.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Starts a local Slack.
    Sandbox(sandbox::Args),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let Cli { command } = Cli::parse();
    let result = match command {
        Command::Sandbox(args) => sandbox::run(&args),
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
