//! Logs and metrics. No token ever reaches a log line, whoever writes it: see [`redact`].

mod redact;

use std::io;
use std::sync::OnceLock;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, FilterExt, FilterFn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::Registry;

pub use redact::{Redacting, redact};

/// Libraries that say too much below `WARN`, whatever the filter asks for: bodies, tokens, every
/// statement.
const CAPPED: [&str; 8] = [
    "slack_morphism",
    "hyper",
    "sqlx",
    "h2",
    "reqwest",
    "rustls",
    "tokio_tungstenite",
    "tungstenite",
];
/// Seconds: from a database statement to a call that timed out.
const BUCKETS: [f64; 13] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people, with colours on a terminal.
    Text,
    /// One JSON object a line.
    Json,
}

/// Why logging could not be started.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter does not parse.
    #[error("the log filter cannot be read: {0}")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// This process logs already.
    #[error("logging was started before: {0}")]
    Started(#[from] tracing::subscriber::SetGlobalDefaultError),
}

/// Starts logging to standard error for the whole process; once.
pub fn init(format: Format, filter: &str) -> Result<(), TelemetryError> {
    let colours = io::IsTerminal::is_terminal(&io::stderr());
    let subscriber = Registry::default().with(layer(format, filter, colours, io::stderr)?);
    tracing::subscriber::set_global_default(subscriber)?;
    Ok(())
}

/// The layer that [`init`] installs, writing to wherever the caller says.
pub fn layer<W>(
    format: Format,
    filter: &str,
    colours: bool,
    writer: W,
) -> Result<impl Layer<Registry> + Send + Sync, TelemetryError>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(filter)?.and(FilterFn::new(below_cap));
    let lines = tracing_subscriber::fmt::layer().with_writer(Redacting::new(writer));
    let lines = match format {
        Format::Text => lines.with_ansi(colours).boxed(),
        Format::Json => lines.json().flatten_event(true).boxed(),
    };
    Ok(lines.with_filter(filter))
}

fn below_cap(metadata: &Metadata<'_>) -> bool {
    let target = metadata.target();
    *metadata.level() <= Level::WARN || !CAPPED.iter().any(|capped| target.starts_with(capped))
}

/// The process's metrics.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Installs the recorder at the first call; the same metrics at every later one.
    pub fn install() -> Self {
        static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
        let handle = HANDLE.get_or_init(|| {
            let recorder = PrometheusBuilder::new()
                .set_buckets(&BUCKETS)
                .unwrap_or_else(|_| PrometheusBuilder::new())
                .build_recorder();
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                tracing::warn!("another metrics recorder is installed; /metrics stays empty");
            }
            handle
        });
        Self(handle.clone())
    }

    /// All metrics in Prometheus's text format.
    pub fn render(&self) -> String {
        self.0.render()
    }

    /// Folds histogram samples together. Call it about once in five seconds: unread samples are
    /// kept until then.
    pub fn upkeep(&self) {
        self.0.run_upkeep();
    }
}
