//! Every way in which a call can fail lands in the class that says whether to try again.

use std::net::TcpListener;
use std::time::Duration;

use muster::slack::client::{CallError, DEFAULT_RETRY_AFTER, SlackApi};
use secrecy::SecretString;
use serde_json::{Value, json as value};

use super::wire::{Play, Wire, http, json};

const TOKEN: &str = "xoxb-canary-token";

fn client(url: &str, timeout: Duration) -> SlackApi {
    SlackApi::new(url, &SecretString::from(TOKEN), timeout).unwrap()
}

async fn post(play: Play) -> Result<Value, CallError> {
    let wire = Wire::start(play);
    let timeout = Duration::from_secs(20);
    client(&wire.url(), timeout)
        .post("chat.postMessage", &value!({"channel": "C1"}))
        .await
}

fn unknown(result: Result<Value, CallError>) -> String {
    match result {
        Err(CallError::Unknown(text)) => {
            assert!(!text.contains(TOKEN), "{text}");
            text
        }
        other => panic!("expected an unknown outcome, got {other:?}"),
    }
}

#[tokio::test]
async fn a_good_answer_comes_back_whole() {
    let answer = post(json("200 OK", r#"{"ok":true,"ts":"1.2","other":[1]}"#))
        .await
        .unwrap();
    assert_eq!(answer, value!({"ok": true, "ts": "1.2", "other": [1]}));
}

#[tokio::test]
async fn writes_are_json_and_reads_are_queries_both_with_the_token() {
    let wire = Wire::start(json("200 OK", r#"{"ok":true}"#));
    let api = client(&format!("{}/", wire.url()), Duration::from_secs(20));

    api.post(
        "conversations.invite",
        &value!({"channel": "C1", "users": "U1,U2"}),
    )
    .await
    .unwrap();
    let request = wire.request();
    assert!(
        request.starts_with("POST /api/conversations.invite HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("content-type: application/json; charset=utf-8"),
        "{request}"
    );
    assert!(request.contains(&format!("Bearer {TOKEN}")), "{request}");
    assert!(
        request.ends_with(r#"{"channel":"C1","users":"U1,U2"}"#),
        "{request}"
    );

    api.get("conversations.info", &[("channel", "C 1".to_owned())])
        .await
        .unwrap();
    let request = wire.request();
    assert!(
        request.starts_with("GET /api/conversations.info?channel=C+1 HTTP/1.1"),
        "{request}"
    );
}

#[tokio::test]
async fn a_refusal_keeps_its_code_and_what_explains_it() {
    let body = r#"{"ok":false,"error":"missing_scope","needed":"pins:write","provided":"commands",
        "response_metadata":{"messages":["[ERROR] x"]},"message":{"text":"secret"}}"#;
    let Err(CallError::Refused { code, detail }) = post(json("200 OK", body)).await else {
        panic!()
    };
    assert_eq!(code, "missing_scope");
    assert_eq!(
        detail,
        value!({"needed": "pins:write", "provided": "commands",
                "response_metadata": {"messages": ["[ERROR] x"]}})
    );
}

#[tokio::test]
async fn a_refused_invitation_names_whom_it_refused() {
    let body = r#"{"ok":false,"error":"user_not_found","errors":[{"user":"U9","ok":false}]}"#;
    let Err(error) = post(json("200 OK", body)).await else {
        panic!()
    };
    assert_eq!(error.code(), Some("user_not_found"));
    let CallError::Refused { detail, .. } = error else {
        panic!()
    };
    assert_eq!(detail, value!({"errors": [{"user": "U9", "ok": false}]}));
}

#[tokio::test]
async fn breakage_on_slacks_side_may_have_been_applied() {
    for code in [
        "internal_error",
        "fatal_error",
        "request_timeout",
        "service_unavailable",
    ] {
        let body = format!(r#"{{"ok":false,"error":"{code}"}}"#);
        assert_eq!(unknown(post(json("200 OK", &body)).await), code);
    }
    for status in [
        "500 Internal Server Error",
        "502 Bad Gateway",
        "503 Service Unavailable",
    ] {
        unknown(post(http(status, "content-type: text/html\r\n", "<h1>oops</h1>")).await);
        unknown(post(json(status, r#"{"ok":false,"error":"x"}"#)).await);
    }
    unknown(post(http("408 Request Timeout", "", "")).await);
}

#[tokio::test]
async fn a_page_that_is_not_slacks_is_no_success() {
    unknown(
        post(http(
            "200 OK",
            "content-type: text/html\r\n",
            "<h1>Log in</h1>",
        ))
        .await,
    );
    unknown(post(json("200 OK", "{\"ok\":tru")).await);
    unknown(post(json("200 OK", "[]")).await);
    unknown(post(http("200 OK", "", "")).await);
    unknown(post(http("204 No Content", "", "")).await);
}

#[tokio::test]
async fn refused_without_a_name_is_still_refused() {
    let Err(error) = post(json("200 OK", r#"{"ok":false}"#)).await else {
        panic!()
    };
    assert_eq!(error.code(), Some("unnamed_error"));
    let Err(error) = post(http("404 Not Found", "content-type: text/html\r\n", "<p>")).await else {
        panic!()
    };
    assert_eq!(error.code(), Some("http_404"));
}

#[tokio::test]
async fn a_rate_limit_says_how_long_to_rest() {
    let headers = "content-type: application/json\r\nretry-after: 7\r\n";
    let body = r#"{"ok":false,"error":"ratelimited"}"#;
    let limited = |seconds| {
        Err(CallError::RateLimited {
            retry_after: seconds,
        })
    };
    let busy = "429 Too Many Requests";
    assert_eq!(
        post(http(busy, headers, body)).await,
        limited(Duration::from_secs(7))
    );
    assert_eq!(post(json(busy, body)).await, limited(DEFAULT_RETRY_AFTER));
    let text = "content-type: text/plain\r\nretry-after: 3\r\n";
    assert_eq!(
        post(http(busy, text, "slow down")).await,
        limited(Duration::from_secs(3))
    );
    assert_eq!(
        post(json("200 OK", body)).await,
        limited(DEFAULT_RETRY_AFTER)
    );
}

#[tokio::test]
async fn a_cut_connection_leaves_the_outcome_unknown() {
    unknown(post(Play::CutAtOnce).await);
    unknown(post(Play::CutAfterReading).await);
    let half = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{";
    unknown(post(Play::Say(half.to_owned())).await);
}

#[tokio::test]
async fn no_answer_in_time_leaves_the_outcome_unknown() {
    let wire = Wire::start(Play::Silence);
    let api = client(&wire.url(), Duration::from_millis(100));
    assert_eq!(
        unknown(api.post("pins.add", &value!({})).await),
        "no answer in time"
    );
    assert!(wire.request().contains("/api/pins.add"));
}

#[tokio::test]
async fn an_unreachable_slack_was_not_sent_anything() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = listener.local_addr().unwrap();
    drop(listener);
    let plain = Wire::start(Play::CutAtOnce);
    let urls = [
        format!("http://{closed}/api"),
        "http://no-such-host.invalid/api".to_owned(),
        // TLS that cannot be agreed on.
        format!("https://{}/api", plain.address),
    ];
    for url in urls {
        let result = client(&url, Duration::from_secs(20))
            .post("chat.postMessage", &value!({}))
            .await;
        assert!(
            matches!(result, Err(CallError::NotSent(_))),
            "{url}: {result:?}"
        );
    }
}

#[tokio::test]
async fn a_response_url_is_called_without_the_token() {
    let text = "content-type: text/plain\r\n";
    let wire = Wire::start(http("200 OK", text, "ok"));
    let api = client("http://127.0.0.1:9/api", Duration::from_secs(20));
    let url = format!("http://{}/commands/T1/2/secret", wire.address);
    api.respond(&url, &value!({"text": "hello"})).await.unwrap();
    let request = wire.request();
    assert!(
        request.starts_with("POST /commands/T1/2/secret "),
        "{request}"
    );
    assert!(request.ends_with(r#"{"text":"hello"}"#), "{request}");
    assert!(!request.contains(TOKEN), "{request}");
}

#[tokio::test]
async fn a_spent_response_url_is_refused_by_name() {
    for (status, body) in [("404 Not Found", "used_url"), ("410 Gone", "expired_url")] {
        let wire = Wire::start(http(status, "content-type: text/html\r\n", body));
        let api = client(&wire.url(), Duration::from_secs(20));
        let error = api.respond(&wire.url(), &value!({})).await.unwrap_err();
        assert_eq!(error.code(), Some(body));
    }
    let api = client("http://127.0.0.1:9/api", Duration::from_secs(20));
    let error = api
        .respond("not an address", &value!({}))
        .await
        .unwrap_err();
    assert!(matches!(error, CallError::NotSent(_)));
}

#[tokio::test]
async fn a_file_is_sent_as_it_is() {
    let wire = Wire::start(http("200 OK", "content-type: text/plain\r\n", "OK - 5"));
    let api = client("http://127.0.0.1:9/api", Duration::from_secs(20));
    api.upload(
        &format!("http://{}/upload/1", wire.address),
        b"bytes".to_vec(),
    )
    .await
    .unwrap();
    let request = wire.request();
    assert!(request.starts_with("POST /upload/1 "), "{request}");
    assert!(request.ends_with("\r\n\r\nbytes"), "{request}");
    assert!(!request.contains(TOKEN), "{request}");
}

#[test]
fn an_address_that_is_none_is_refused_at_the_start() {
    for url in ["slack.com/api", "ftp://slack.com", ""] {
        let result = SlackApi::new(url, &SecretString::from(TOKEN), Duration::from_secs(1));
        assert!(result.is_err(), "{url}");
    }
}
