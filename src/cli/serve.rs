//! `muster serve`: the bot, until it is told to stop.

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};

use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, LogFormat};
use crate::telemetry;

/// Runs until SIGTERM or SIGINT.
pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    config
        .ready_to_serve()
        .context("the bot cannot start yet")?;
    start_logging(config)?;
    super::runtime()?.block_on(async {
        let app = App::start(config, Clock::system()).await?;
        tracing::info!(
            listen = %app.address(),
            database = config.database.shown(),
            "muster is running"
        );
        stop_signal().await?;
        tracing::info!("stopping");
        app.stop().await;
        Ok(())
    })
}

/// Starts logging as configured.
pub(super) fn start_logging(config: &Config) -> anyhow::Result<()> {
    let format = match config.log.format {
        LogFormat::Text => telemetry::Format::Text,
        LogFormat::Json => telemetry::Format::Json,
    };
    telemetry::init(format, &config.log.filter).context("cannot start logging")
}

/// Returns when the process is asked to stop.
pub(super) async fn stop_signal() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate()).context("cannot wait for SIGTERM")?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted.context("cannot wait for ctrl-c"),
        _ = terminate.recv() => Ok(()),
    }
}
