//! Whether the process lives, whether it can work, and its figures.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde_json::json;

/// How long a probe may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(2);

/// Asks whether something works; the error says in a few words, without names or secrets, what
/// does not.
pub type Probe =
    Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), String>> + Send>> + Send + Sync>;

/// Makes a [`Probe`] of an async closure.
pub fn probe<F, Fut>(ask: F) -> Probe
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), String>> + Send + 'static,
{
    Arc::new(move || Box::pin(ask()))
}

/// What the health routes ask.
#[derive(Clone)]
pub struct Probes {
    /// Whether the database answers.
    pub database: Probe,
    /// Whether Slack can reach the bot: a socket is open, or HTTP mode is on.
    pub slack: Probe,
    /// The metrics in Prometheus's text format.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
}

/// Always 200: whoever answers, lives.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// 200 when everything works, else 503; the body says for each part `ok` or what is wrong.
pub(super) async fn ready(State(probes): State<Probes>) -> impl IntoResponse {
    let (database, slack) = tokio::join!(ask(&probes.database), ask(&probes.slack));
    let is_ready = database.is_ok() && slack.is_ok();
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let say = |answer: Result<(), String>| answer.err().unwrap_or_else(|| "ok".to_owned());
    let body = json!({ "ready": is_ready, "database": say(database), "slack": say(slack) });
    (status, Json(body))
}

async fn ask(probe: &Probe) -> Result<(), String> {
    tokio::time::timeout(PATIENCE, probe())
        .await
        .unwrap_or_else(|_| Err(format!("no answer within {} s", PATIENCE.as_secs())))
}

/// The figures, as Prometheus reads them.
pub(super) async fn metrics(State(probes): State<Probes>) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        (probes.metrics)(),
    )
}
