//! `muster sandbox`: a local Slack to try things in.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Context as _;

use crate::sandbox::{self, Options, Sandbox, ids};

/// The command's arguments.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The port to listen on; 0 takes any.
    #[arg(long, default_value_t = 3210)]
    port: u16,
    /// Only the local Slack, without the bot.
    #[arg(long)]
    slack_only: bool,
}

/// Runs until it is interrupted.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    anyhow::ensure!(args.slack_only, "only --slack-only works so far");
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    runtime.block_on(serve(args))
}

async fn serve(args: &Args) -> anyhow::Result<()> {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let sandbox = sandbox::start(Options {
        listen,
        ..Options::default()
    })
    .await
    .with_context(|| format!("cannot listen on {listen}"))?;
    greet(&sandbox);
    tokio::signal::ctrl_c()
        .await
        .context("cannot wait for ctrl-c")?;
    sandbox.stop().await;
    Ok(())
}

#[expect(
    clippy::print_stdout,
    reason = "this is what the person who runs it needs to know"
)]
fn greet(sandbox: &Sandbox) {
    println!("A local Slack is at {}", sandbox.url());
    println!();
    println!("SLACK_API_URL={}", sandbox.api_url());
    println!("SLACK_BOT_TOKEN={}", ids::BOT_TOKEN);
    println!("SLACK_APP_TOKEN={}", ids::APP_TOKEN);
    println!("SLACK_SIGNING_SECRET={}", ids::SIGNING_SECRET);
    println!();
    println!("Stop it with ctrl-c.");
}
