//! The one HTTP client for outgoing calls: timeouts, no redirects, TLS by rustls with ring.

use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How Muster introduces itself.
const USER_AGENT: &str = concat!("muster/", env!("CARGO_PKG_VERSION"));

/// A client whose calls take at most `timeout`, from the connection to the last byte of the answer.
///
/// Redirects are answers, not followed: a token never travels to another host than the configured
/// one. Fails if the machine's certificates cannot be read.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that makes clients"
)]
pub fn client(timeout: Duration) -> reqwest::Result<Client> {
    install_crypto();
    Client::builder()
        .user_agent(USER_AGENT)
        .timeout(timeout)
        .connect_timeout(CONNECT_TIMEOUT.min(timeout))
        .redirect(Policy::none())
        .tcp_keepalive(Duration::from_mins(1))
        .build()
}

/// Makes ring rustls's provider for the whole process. Harmless when called again; `main` calls it
/// first of all, because two possible providers make rustls panic at the first connection.
pub fn install_crypto() {
    let provider = rustls::crypto::ring::default_provider();
    if provider.install_default().is_err() {
        tracing::trace!("a TLS provider is installed already");
    }
}
