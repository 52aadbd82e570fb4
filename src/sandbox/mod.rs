//! A local Slack: Web API, Events API, Socket Mode and a web page. Imports nothing of the bot.

mod act;
mod api;
mod app;
pub mod blocks;
mod body;
mod clock;
mod control;
mod delivery;
mod events;
mod faults;
mod hub;
pub mod ids;
mod log;
pub mod manifest;
mod ops;
mod pace;
mod page;
pub mod scopes;
mod seed;
mod server;
mod shape;
mod sign;
mod socket;
mod state;
mod stream;
pub mod tiers;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;

use clock::Clock;
use hub::Hub;

/// How to start a sandbox.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where it listens; port 0 takes any.
    pub listen: SocketAddr,
    /// Starts with a clock that stands at this time (milliseconds since 1970) and is moved by hand.
    pub clock_at_ms: Option<i64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            clock_at_ms: None,
        }
    }
}

/// A running sandbox. It ends when it is stopped or dropped.
pub struct Sandbox {
    hub: Arc<Hub>,
}

/// Starts a sandbox.
pub async fn start(options: Options) -> std::io::Result<Sandbox> {
    // The HTTP client wants a provider even for plain HTTP; somebody else may have chosen one.
    if rustls::crypto::ring::default_provider()
        .install_default()
        .is_err()
    {
        tracing::trace!("a crypto provider is installed already");
    }
    let listener = TcpListener::bind(options.listen).await?;
    let port = listener.local_addr()?.port();
    let clock = Clock::default();
    if let Some(now_ms) = options.clock_at_ms {
        clock.set(Some(true), Some(now_ms));
    }
    let workspace = seed::workspace(&clock);
    let hub = Arc::new(Hub::new(
        format!("http://127.0.0.1:{port}"),
        clock,
        workspace,
    )?);
    hub.spawn(server::run(Arc::clone(&hub), listener));
    let timekeeper = Arc::clone(&hub);
    hub.spawn(async move { timekeeper.clock.drive().await });
    Ok(Sandbox { hub })
}

impl Sandbox {
    /// The page's address.
    pub fn url(&self) -> String {
        self.hub.base.clone()
    }

    /// The Web API's address, without a slash at the end.
    pub fn api_url(&self) -> String {
        format!("{}/api", self.hub.base)
    }

    /// Stops it: cuts every connection and waits until nothing runs any more.
    pub async fn stop(self) {
        self.end();
        self.hub.tasks.wait().await;
    }

    fn end(&self) {
        self.hub.stopping.cancel();
        self.hub.clock.clear();
        self.hub.sockets.clear();
        self.hub.tasks.close();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.end();
    }
}
