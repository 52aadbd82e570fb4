//! `/healthz`, `/readyz`, `/metrics`.

use std::sync::Arc;

use muster::web::server::Limits;
use muster::web::{Probes, probe, router};

use super::Served;

fn probes(slack: Result<(), String>) -> Probes {
    Probes {
        database: probe(|| async { Ok(()) }),
        slack: probe(move || std::future::ready(slack.clone())),
        metrics: Arc::new(|| "muster_incidents_total 3\n".to_owned()),
    }
}

#[tokio::test]
async fn alive_ready_and_measured() {
    let server = Served::start(router(probes(Ok(()))), Limits::default()).await;
    assert!(server.get("/healthz").await.starts_with("HTTP/1.1 200 OK"));
    let ready = server.get("/readyz").await;
    assert!(ready.starts_with("HTTP/1.1 200 OK"), "{ready}");
    assert!(
        ready.ends_with(r#"{"database":"ok","ready":true,"slack":"ok"}"#),
        "{ready}"
    );
    let metrics = server.get("/metrics").await;
    assert!(
        metrics.contains("content-type: text/plain; version=0.0.4"),
        "{metrics}"
    );
    assert!(metrics.ends_with("muster_incidents_total 3\n"), "{metrics}");
    server.stop().await;
}

#[tokio::test]
async fn says_which_part_is_not_ready_while_it_lives() {
    let slack = Err("no socket is open".to_owned());
    let server = Served::start(router(probes(slack)), Limits::default()).await;
    assert!(server.get("/healthz").await.starts_with("HTTP/1.1 200 OK"));
    let ready = server.get("/readyz").await;
    assert!(ready.starts_with("HTTP/1.1 503 "), "{ready}");
    let body = r#"{"database":"ok","ready":false,"slack":"no socket is open"}"#;
    assert!(ready.ends_with(body), "{ready}");
    server.stop().await;
}
