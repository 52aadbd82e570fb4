//! The client for outgoing calls.

use std::time::Duration;

use muster::http;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Answers one request with what is given, then hands the request back.
async fn answer_once(listener: TcpListener, answer: &str) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = Vec::with_capacity(4096);
    stream.read_buf(&mut request).await.unwrap();
    stream.write_all(answer.as_bytes()).await.unwrap();
    String::from_utf8(request).unwrap()
}

#[tokio::test]
async fn says_who_it_is_and_follows_no_redirect() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let client = http::client(Duration::from_secs(5)).unwrap();
    let moved = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
    let (answer, request) = tokio::join!(client.get(url).send(), answer_once(listener, moved));
    assert_eq!(answer.unwrap().status(), 302);
    assert!(request.contains("user-agent: muster/"), "{request}");
}

#[tokio::test]
async fn gives_up_on_a_server_that_does_not_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let client = http::client(Duration::from_millis(50)).unwrap();
    let error = client.get(url).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}
