//! What Muster serves besides Slack's own routes: health, readiness, metrics. And the server that
//! carries them all.

mod health;
pub mod server;

pub use health::{Probe, Probes, probe};

use axum::Router;
use axum::routing::get;

/// `GET /healthz`, `/readyz` and `/metrics`. The app merges Slack's routes in.
pub fn router(probes: Probes) -> Router {
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .with_state(probes)
}
