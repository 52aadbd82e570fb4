//! `muster sandbox`: a local Slack to try things in, and the bot against it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::Context as _;
use serde_json::Value;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::sandbox::{self, Options, Sandbox, ids};
use crate::slack::commands;
use crate::slack::manifest::manifest;

/// The command's arguments.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The port to listen on; 0 takes any.
    #[arg(long, default_value_t = 3210)]
    port: u16,
    /// Only the local Slack, without the bot.
    #[arg(long)]
    slack_only: bool,
    /// Keep the bot's record in this SQLite file; without it, it is gone when the sandbox stops.
    #[arg(long, value_name = "FILE")]
    database: Option<PathBuf>,
}

/// Runs until it is interrupted.
pub(super) fn run(args: &Args, config: &Config) -> anyhow::Result<()> {
    super::serve::start_logging(config)?;
    super::runtime()?.block_on(serve(args, config))
}

async fn serve(args: &Args, config: &Config) -> anyhow::Result<()> {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let options = Options {
        listen,
        ..Options::default()
    };
    let sandbox = sandbox::start(options).await.with_context(|| {
        format!("cannot listen on {listen}; choose another port with --port, 0 for any")
    })?;
    if args.slack_only {
        greet_developer(&sandbox);
        super::serve::stop_signal().await?;
    } else {
        with_bot(args, config, &sandbox).await?;
    }
    sandbox.stop().await;
    Ok(())
}

async fn with_bot(args: &Args, config: &Config, sandbox: &Sandbox) -> anyhow::Result<()> {
    let scratch = Scratch::new()?;
    let file = args
        .database
        .clone()
        .unwrap_or_else(|| scratch.0.join("muster.db"));
    let mut config = config.clone();
    config.slack.api_url = sandbox.api_url();
    config.slack.bot_token = Some(ids::BOT_TOKEN.into());
    config.slack.app_token = Some(ids::APP_TOKEN.into());
    config.slack.signing_secret = Some(ids::SIGNING_SECRET.into());
    config.database.url = format!("sqlite://{}", file.display());
    config.http.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    introduce(&config, sandbox).await?;
    let app = App::start(&config, Clock::system()).await?;
    greet(sandbox, &file, &config.slack.command);
    super::serve::stop_signal().await?;
    app.stop().await;
    Ok(())
}

/// Installs the app in the local Slack, and tells its page what can be typed.
async fn introduce(config: &Config, sandbox: &Sandbox) -> anyhow::Result<()> {
    let client = crate::http::client(std::time::Duration::from_secs(5))?;
    let command = &config.slack.command;
    let post = async |path: &str, body: &Value| -> anyhow::Result<()> {
        let sent = client
            .post(format!("{}/_sandbox/{path}", sandbox.url()))
            .json(body)
            .send();
        let answer: Value = sent.await?.json().await?;
        anyhow::ensure!(
            answer.get("ok") == Some(&Value::Bool(true)),
            "{path}: {answer}"
        );
        Ok(())
    };
    post("manifest", &manifest(command, None)).await?;
    post("completions", &commands::completions(command)).await
}

/// A folder that is removed in the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> anyhow::Result<Self> {
        let name = format!("muster-sandbox-{}", uuid::Uuid::new_v4().simple());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(folder = %self.0.display(), %error, "cannot remove the scratch folder");
        }
    }
}

#[expect(
    clippy::print_stdout,
    reason = "this is what the person who runs it needs to know"
)]
fn greet(sandbox: &Sandbox, file: &std::path::Path, command: &str) {
    let program = std::env::args().next();
    let program = program.as_deref().unwrap_or("muster");
    println!(
        "Open {}

That is a local Slack with Muster in it; nothing leaves this machine. You act as Alice; the menu
at the top left makes you somebody else, in as many windows as you like. Play an incident:

  1. Type  {command} declare checkout is down  into any channel, and follow the link that appears.
  2. Press \"Take command\" on the card, then \"Assign roles\".
  3. Talk. A 📌 on a message puts it on the timeline. \"Post update\" tells everybody; see #incidents.
  4. Press \"Resolve\". Type  {command} timeline  and  {command} postmortem

The record is one SQLite file, gone when this stops (--database FILE keeps it). From another terminal:
  DATABASE_URL=sqlite://{} {program} timeline INC-1

Stop it with ctrl-c.",
        sandbox.url(),
        file.display()
    );
}

#[expect(
    clippy::print_stdout,
    reason = "this is what the person who runs it needs to know"
)]
fn greet_developer(sandbox: &Sandbox) {
    println!("A local Slack is at {}", sandbox.url());
    println!();
    println!("SLACK_API_URL={}", sandbox.api_url());
    println!("SLACK_BOT_TOKEN={}", ids::BOT_TOKEN);
    println!("SLACK_APP_TOKEN={}", ids::APP_TOKEN);
    println!("SLACK_SIGNING_SECRET={}", ids::SIGNING_SECRET);
    println!();
    println!("Stop it with ctrl-c.");
}
