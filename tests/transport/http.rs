//! Slack over HTTP: what is verified is delivered as it came, everything else is turned away.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use chrono::DateTime;
use futures_util::FutureExt;
use muster::slack::delivery::{Ack, Delivery, DeliveryKind, Source};
use muster::slack::http::{BODY_LIMIT, SlackHttp, router};
use muster::slack::signature::sign;
use secrecy::SecretString;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::samples::{sample, samples};

const NOW: i64 = 1_700_000_000;

/// A bot that writes down what it is given and always gives the same answer.
struct Bot {
    router: Router,
    taken: Arc<Mutex<Vec<Delivery>>>,
}

impl Bot {
    fn new(ack: Ack) -> Self {
        let taken = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&taken);
        let router = router(SlackHttp {
            secrets: Arc::from([SecretString::from("new"), SecretString::from("old")]),
            now: Arc::new(|| DateTime::from_timestamp(NOW, 0).unwrap()),
            deliver: Arc::new(move |delivery| {
                seen.lock().unwrap().push(delivery);
                std::future::ready(ack.clone()).boxed()
            }),
        });
        Self { router, taken }
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    fn taken(&self) -> Vec<Delivery> {
        std::mem::take(&mut *self.taken.lock().unwrap())
    }
}

fn signed(path: &str, body: &[u8]) -> Request<Body> {
    signed_at(path, body, NOW, "old")
}

fn signed_at(path: &str, body: &[u8], at: i64, secret: &str) -> Request<Body> {
    let timestamp = at.to_string();
    let signature = sign(&SecretString::from(secret), &timestamp, body).unwrap();
    Request::post(path)
        .header("X-Slack-Request-Timestamp", timestamp)
        .header("X-Slack-Signature", signature)
        .body(Body::from(body.to_vec()))
        .unwrap()
}

#[tokio::test]
async fn every_sample_event_is_delivered_as_it_came() {
    let bot = Bot::new(Ack::Ok(None));
    for sample in samples(&["event_callback"]) {
        let body = serde_json::to_string_pretty(&sample.content).unwrap();
        let (status, answer) = bot.send(signed("/slack/events", body.as_bytes())).await;
        assert_eq!(
            (status, answer.as_str()),
            (StatusCode::OK, ""),
            "{}",
            sample.file
        );
        let [delivery] = bot.taken().try_into().unwrap();
        assert_eq!(delivery.source, Source::Http);
        assert_eq!(delivery.kind, DeliveryKind::Event);
        assert_eq!(delivery.raw, body);
        assert_eq!(delivery.payload, sample.content);
        assert_eq!(delivery.key, sample.content["event_id"].as_str().unwrap());
    }
}

#[tokio::test]
async fn a_command_arrives_with_its_form_and_the_answer_goes_back() {
    let bot = Bot::new(Ack::Ok(Some(json!({"text": "done"}))));
    let sample = sample("commands/slash_command.json");
    let raw = sample["raw_body"].as_str().unwrap();
    let (status, answer) = bot.send(signed("/slack/commands", raw.as_bytes())).await;
    assert_eq!(
        (status, answer.as_str()),
        (StatusCode::OK, r#"{"text":"done"}"#)
    );
    let [delivery] = bot.taken().try_into().unwrap();
    assert_eq!(delivery.kind, DeliveryKind::Command);
    assert_eq!(delivery.payload, sample["form"]);
    assert_eq!(delivery.key, "123.456.abc");
    assert_eq!(delivery.raw, raw);
}

#[tokio::test]
async fn an_interaction_arrives_parsed() {
    let bot = Bot::new(Ack::Ok(None));
    for sample in samples(&["interaction"]) {
        let json = sample.content.to_string();
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("payload", &json)
            .finish();
        bot.send(signed("/slack/interactions", body.as_bytes()))
            .await;
        let [delivery] = bot.taken().try_into().unwrap();
        assert_eq!(delivery.kind, DeliveryKind::Interaction);
        assert_eq!(delivery.payload, sample.content);
        assert_eq!(delivery.raw, body);
        match sample.content["trigger_id"].as_str() {
            Some(trigger) => assert_eq!(delivery.key, trigger),
            None => assert!(delivery.key.starts_with("sha256:"), "{}", sample.file),
        }
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_and_answered() {
    let bot = Bot::new(Ack::Ok(None));
    let cases: [(&str, &[u8]); 9] = [
        ("/slack/events", b"{\"type\":"),
        ("/slack/events", b"[1]"),
        ("/slack/events", b""),
        ("/slack/events", b"\xff\xfe"),
        ("/slack/commands", b"no=command"),
        ("/slack/commands", b"command=%2Fx&text=\xff"),
        ("/slack/interactions", b"payload=%7B"),
        ("/slack/interactions", b"payload=null"),
        ("/slack/interactions", b"{}"),
    ];
    for (path, body) in cases {
        let (status, _) = bot.send(signed(path, body)).await;
        assert_eq!(status, StatusCode::OK);
        let [delivery] = bot.taken().try_into().unwrap();
        assert_eq!(delivery.kind, DeliveryKind::Other);
        assert_eq!(delivery.payload, Value::Null);
        assert_eq!(delivery.raw, String::from_utf8_lossy(body));
        assert!(delivery.key.starts_with("sha256:"));
    }
}

#[tokio::test]
async fn a_repeat_has_the_same_key_and_its_number() {
    let bot = Bot::new(Ack::Ok(None));
    let body = br#"{"type":"app_rate_limited","minute_rate_limited":1518467820}"#;
    bot.send(signed("/slack/events", body)).await;
    let mut again = signed("/slack/events", body);
    again
        .headers_mut()
        .insert("x-slack-retry-num", "2".parse().unwrap());
    bot.send(again).await;
    let [first, second] = bot.taken().try_into().unwrap();
    assert_eq!(first.key, second.key);
    assert_eq!((first.retry, second.retry), (0, 2));
}

#[tokio::test]
async fn what_was_not_taken_is_asked_for_again() {
    let bot = Bot::new(Ack::Busy);
    let (status, _) = bot
        .send(signed("/slack/events", br#"{"event_id":"Ev1"}"#))
        .await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn forged_stale_and_unsigned_requests_are_turned_away() {
    let bot = Bot::new(Ack::Ok(None));
    for path in ["/slack/events", "/slack/commands", "/slack/interactions"] {
        let body = b"command=%2Fx&payload=%7B%7D";
        let unsigned = Request::post(path).body(Body::from(&body[..])).unwrap();
        assert_eq!(bot.send(unsigned).await.0, StatusCode::BAD_REQUEST);
        let forged = signed_at(path, body, NOW, "guess");
        assert_eq!(bot.send(forged).await.0, StatusCode::UNAUTHORIZED);
        let stale = signed_at(path, body, NOW - 301, "old");
        assert_eq!(bot.send(stale).await.0, StatusCode::UNAUTHORIZED);
        let mut changed = signed(path, body);
        *changed.body_mut() = Body::from("command=%2Fy");
        assert_eq!(bot.send(changed).await.0, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(bot.taken(), []);
}

#[tokio::test]
async fn the_size_is_checked_before_the_signature() {
    let bot = Bot::new(Ack::Ok(None));
    let fits = vec![b' '; BODY_LIMIT];
    assert_eq!(
        bot.send(signed("/slack/events", &fits)).await.0,
        StatusCode::OK
    );
    let unsigned = Request::post("/slack/events").body(Body::from(vec![b' '; BODY_LIMIT + 1]));
    assert_eq!(
        bot.send(unsigned.unwrap()).await.0,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn slacks_probes_are_answered() {
    let bot = Bot::new(Ack::Busy);
    let body = sample("events/url_verification.json");
    let request = signed("/slack/events", body.to_string().as_bytes());
    let (status, answer) = bot.send(request).await;
    assert_eq!(status, StatusCode::OK);
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer, json!({"challenge": body["challenge"]}));

    let unsigned = Request::post("/slack/events")
        .body(Body::from(body.to_string()))
        .unwrap();
    assert_eq!(bot.send(unsigned).await.0, StatusCode::BAD_REQUEST);

    let probe = Request::post("/slack/commands")
        .body(Body::from("token=x&ssl_check=1"))
        .unwrap();
    assert_eq!(bot.send(probe).await.0, StatusCode::OK);
    assert_eq!(bot.taken(), []);
}
