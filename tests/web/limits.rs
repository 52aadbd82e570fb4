//! Slow, generous and impatient clients; stopping with requests in flight.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::routing::{get, post};
use muster::web::server::Limits;
use tokio::io::AsyncWriteExt;
use tokio::sync::Notify;

use super::{Served, rest};

fn echo() -> Router {
    Router::new().route("/echo", post(|body: Bytes| async move { body }))
}

#[tokio::test]
async fn a_client_that_never_ends_its_headers_is_cut_off() {
    let limits = Limits {
        header: Duration::from_millis(50),
        ..Limits::default()
    };
    let server = Served::start(echo(), limits).await;
    let answer = server
        .exchange("POST /echo HTTP/1.1\r\nhost: x\r\nx-slow: ")
        .await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 408"),
        "{answer}"
    );
    server.stop().await;
}

#[tokio::test]
async fn a_client_that_never_ends_its_body_is_cut_off() {
    let limits = Limits {
        body_pause: Duration::from_millis(50),
        ..Limits::default()
    };
    let server = Served::start(echo(), limits).await;
    let request =
        "POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 9\r\n\r\nabc";
    let answer = server.exchange(request).await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    server.stop().await;
}

#[tokio::test]
async fn too_large_a_body_is_refused_before_it_is_sent() {
    let server = Served::start(echo(), Limits::default()).await;
    let length = 1024 * 1024 + 1;
    let request = format!("POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
    let answer = server.exchange(&request).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    server.stop().await;
}

#[tokio::test]
async fn too_large_a_body_of_unknown_length_is_refused_while_it_comes() {
    let limits = Limits {
        body: 10,
        ..Limits::default()
    };
    let server = Served::start(echo(), limits).await;
    let head =
        "POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    let answer = server
        .exchange(&format!("{head}b\r\n01234567890\r\n0\r\n\r\n"))
        .await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    let answer = server
        .exchange(&format!("{head}a\r\n0123456789\r\n0\r\n\r\n"))
        .await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    server.stop().await;
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_503() {
    let router = Router::new().route("/", get(std::future::pending::<()>));
    let limits = Limits {
        answer: Duration::from_millis(50),
        ..Limits::default()
    };
    let server = Served::start(router, limits).await;
    let answer = server.get("/").await;
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    server.stop().await;
}

#[tokio::test]
async fn a_panic_is_500_and_the_server_lives_on() {
    async fn broken() {
        panic!("planted");
    }
    let router = echo().route("/broken", get(broken));
    let server = Served::start(router, Limits::default()).await;
    assert!(server.get("/broken").await.starts_with("HTTP/1.1 500 "));
    assert!(server.get("/echo").await.starts_with("HTTP/1.1 405 "));
    server.stop().await;
}

#[tokio::test]
async fn more_connections_than_seats_wait_their_turn() {
    let limits = Limits {
        connections: 1,
        ..Limits::default()
    };
    let server = Served::start(echo(), limits).await;
    let first = server.connect().await;
    let mut second = server.connect().await;
    let request =
        "POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\nhi";
    second.write_all(request.as_bytes()).await.unwrap();
    drop(first);
    assert!(rest(&mut second).await.ends_with("hi"));
    server.stop().await;
}

#[tokio::test]
async fn a_stop_answers_what_is_in_flight_and_takes_no_more() {
    let (arrived, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let handler = {
        let (arrived, go) = (Arc::clone(&arrived), Arc::clone(&go));
        move || async move {
            arrived.notify_one();
            go.notified().await;
            "answered"
        }
    };
    let router = echo().route("/", get(handler));
    let server = Served::start(router, Limits::default()).await;
    let mut idle = server.connect().await;
    idle.write_all(b"GET /echo HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    idle.readable().await.unwrap();
    let mut stream = server.connect().await;
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    arrived.notified().await;

    server.shutdown.cancel();
    assert!(
        rest(&mut idle).await.starts_with("HTTP/1.1 405 "),
        "an idle connection is closed"
    );
    go.notify_one();
    assert!(rest(&mut stream).await.ends_with("answered"));
    server.stop().await;
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever() {
    let arrived = Arc::new(Notify::new());
    let handler = {
        let arrived = Arc::clone(&arrived);
        move || async move {
            arrived.notify_one();
            std::future::pending::<()>().await;
        }
    };
    let limits = Limits {
        drain: Duration::from_millis(20),
        ..Limits::default()
    };
    let server = Served::start(Router::new().route("/", get(handler)), limits).await;
    let mut stream = server.connect().await;
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    arrived.notified().await;
    server.stop().await;
}
