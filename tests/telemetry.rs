//! What reaches the log, and what never does.

use std::io;
use std::sync::{Arc, Mutex};

use muster::telemetry::{Format, Metrics, init, layer, redact};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::Registry;

/// A log kept in memory.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl io::Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is logged while `act` runs.
fn logged(format: Format, filter: &str, act: impl FnOnce()) -> String {
    let memory = Memory::default();
    let writer = memory.clone();
    let layer = layer(format, filter, false, move || writer.clone()).unwrap();
    tracing::subscriber::with_default(Registry::default().with(layer), act);
    let bytes = memory.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn tokens_are_cut_to_their_beginning() {
    let cases = [
        ("xoxb-123-abc", "xoxb-[redacted]"),
        (
            "a xoxp-1 b xapp-1-A-2 c",
            "a xoxp-[redacted] b xapp-[redacted] c",
        ),
        ("xoxe.xoxp-1-2", "xoxe.xoxp-[redacted]"),
        (
            "wss://host/link/?ticket=a%2Db&app_id=1",
            "wss://host/link/?ticket=[redacted]&app_id=1",
        ),
        ("\"Bearer xoxb-1\"", "\"Bearer xoxb-[redacted]\""),
        ("é…xoxb-ü", "é…xoxb-[redacted]ü"),
        (
            "no secrets: xox, xapp, ticket",
            "no secrets: xox, xapp, ticket",
        ),
        ("", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(redact(text), expected);
    }
}

#[test]
fn a_logged_token_does_not_reach_the_writer() {
    for format in [Format::Text, Format::Json] {
        let out = logged(format, "info", || {
            tracing::info!(token = "xoxb-hush", "posting with xapp-hush");
        });
        assert!(out.contains("posting with xapp-[redacted]"), "{out}");
        assert!(!out.contains("hush"), "{out}");
    }
}

#[test]
fn libraries_that_say_too_much_are_capped_and_the_filter_counts_for_the_rest() {
    let out = logged(Format::Text, "trace,quiet=error", || {
        tracing::debug!(target: "slack_morphism::client", "body");
        tracing::info!(target: "sqlx::query", "statement");
        tracing::warn!(target: "hyper", "trouble");
        tracing::debug!(target: "muster::jobs", "work");
        tracing::warn!(target: "quiet", "hidden");
    });
    assert!(out.contains("trouble") && out.contains("work"), "{out}");
    assert!(
        !out.contains("body") && !out.contains("statement") && !out.contains("hidden"),
        "{out}"
    );
}

#[test]
fn json_lines_parse() {
    let out = logged(Format::Json, "info", || {
        tracing::info!(incident = 7, "declared");
    });
    let line: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(line["incident"], 7);
    assert_eq!(line["message"], "declared");
}

#[test]
fn a_wrong_filter_is_an_error() {
    let error = init(Format::Text, "a=b=c").unwrap_err().to_string();
    assert!(
        error.starts_with("the log filter cannot be read: "),
        "{error}"
    );
}

#[test]
fn metrics_render() {
    let metrics = Metrics::install();
    metrics::counter!("muster_test_total").increment(2);
    metrics::histogram!("muster_test_seconds").record(0.02);
    metrics.upkeep();
    let text = Metrics::install().render();
    assert!(text.contains("muster_test_total 2"), "{text}");
    assert!(
        text.contains("muster_test_seconds_bucket{le=\"0.025\"} 1"),
        "{text}"
    );
}
