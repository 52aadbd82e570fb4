//! One signed HTTP request to the app, its answer, and the next attempt if it failed.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::{ANSWER_WITHIN_MS, InFlight, Kind, Outgoing, Reply};
use crate::sandbox::app::App;
use crate::sandbox::hub::Hub;
use crate::sandbox::{ids, sign};

/// A bound on real time, for when the clock stands still.
const REAL_LIMIT: Duration = Duration::from_secs(30);
const REDIRECTS: usize = 2;

/// When an event is sent again, counted from the failed attempt before it.
const RETRIES_MS: [i64; 3] = [0, 60_000, 300_000];

#[expect(clippy::disallowed_methods, reason = "the sandbox's one HTTP client")]
pub(super) fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .timeout(REAL_LIMIT)
        .redirect(reqwest::redirect::Policy::limited(REDIRECTS))
        .no_proxy()
        // An app that was restarted must not be met on a dead connection.
        .pool_max_idle_per_host(0)
        .user_agent("Slackbot 1.0 (+https://api.slack.com/robots)")
        .build()
}

struct Outcome {
    reply: Reply,
    /// Why it has to be sent again.
    failure: Option<&'static str>,
    no_retry: bool,
}

/// Sends it and sees to the rest.
pub(super) async fn transmit(hub: &Arc<Hub>, mut outgoing: Outgoing) {
    let app = hub.app();
    let seq = hub.log.sent(outgoing.entry(hub, "http"));
    let outcome = match address(&app, &outgoing) {
        Some(url) => request(hub, &url, &outgoing).await,
        None => Outcome {
            reply: Reply::failed("dispatch_failed"),
            failure: None,
            no_retry: true,
        },
    };
    hub.log
        .answered(seq, outcome.reply.status, outcome.reply.body.clone());
    outgoing.answer(outcome.reply);
    if let Some(failure) = outcome.failure
        && outgoing.kind == Kind::Event
        && !outcome.no_retry
    {
        retry(hub, outgoing, failure);
    }
}

fn retry(hub: &Arc<Hub>, mut outgoing: Outgoing, failure: &'static str) {
    let Some(wait) = usize::try_from(outgoing.attempt)
        .ok()
        .and_then(|n| RETRIES_MS.get(n))
    else {
        return;
    };
    outgoing.attempt += 1;
    outgoing.reason = failure;
    if *wait == 0 {
        super::transmit(hub, outgoing);
        return;
    }
    let later = Arc::downgrade(hub);
    let job = move || {
        if let Some(hub) = later.upgrade() {
            let flying = InFlight::new(&hub);
            super::transmit(&hub, outgoing);
            drop(flying);
        }
    };
    hub.clock.at(hub.clock.now_ms() + wait, Box::new(job));
}

/// Where it goes.
fn address(app: &App, outgoing: &Outgoing) -> Option<String> {
    let url = match outgoing.kind {
        Kind::Event => app.events_url(),
        Kind::Interaction if outgoing.payload.get("type") == Some(&json!("block_suggestion")) => {
            app.options_url()
        }
        Kind::Interaction => app.interactions_url(),
        Kind::Command => {
            let name = outgoing.payload.get("command").and_then(Value::as_str)?;
            app.command(name)?.url.as_deref()
        }
    };
    url.map(ToOwned::to_owned)
}

fn encode(outgoing: &Outgoing) -> (&'static str, String) {
    const FORM: &str = "application/x-www-form-urlencoded";
    match outgoing.kind {
        Kind::Event => ("application/json", outgoing.payload.to_string()),
        Kind::Interaction => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            form.append_pair("payload", &outgoing.payload.to_string());
            (FORM, form.finish())
        }
        Kind::Command => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            for (key, value) in outgoing.payload.as_object().into_iter().flatten() {
                match value {
                    Value::String(text) => form.append_pair(key, text),
                    other => form.append_pair(key, &other.to_string()),
                };
            }
            (FORM, form.finish())
        }
    }
}

async fn request(hub: &Arc<Hub>, url: &str, outgoing: &Outgoing) -> Outcome {
    let (content_type, body) = encode(outgoing);
    let timestamp = hub.clock.now_s().to_string();
    let signature = sign::signature(ids::SIGNING_SECRET, &timestamp, body.as_bytes());
    let mut request = hub
        .deliveries
        .client
        .post(url)
        .header("content-type", content_type)
        .header("x-slack-request-timestamp", timestamp)
        .header("x-slack-signature", signature)
        .body(body);
    if outgoing.attempt > 0 {
        request = request
            .header("x-slack-retry-num", outgoing.attempt)
            .header("x-slack-retry-reason", outgoing.reason);
    }
    let deadline = hub.clock.now_ms() + ANSWER_WITHIN_MS;
    tokio::select! {
        outcome = exchange(request) => outcome,
        () = hub.clock.until(deadline) => timed_out(),
    }
}

async fn exchange(request: reqwest::RequestBuilder) -> Outcome {
    let response = match request.send().await {
        Ok(response) => response,
        Err(error) if error.is_timeout() => return timed_out(),
        Err(error) => {
            let failure = if error.is_redirect() {
                "too_many_redirects"
            } else {
                "connection_failed"
            };
            return Outcome {
                reply: Reply::failed("dispatch_failed"),
                failure: Some(failure),
                no_retry: false,
            };
        }
    };
    let status = response.status();
    let no_retry = response
        .headers()
        .get("x-slack-no-retry")
        .is_some_and(|value| value == "1");
    let text = response.text().await.unwrap_or_default();
    let body = if text.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&text).unwrap_or(Value::String(text))
    };
    let failed = !status.is_success();
    Outcome {
        reply: Reply {
            status: Some(status.as_u16()),
            body,
            error: failed.then_some("dispatch_failed"),
        },
        failure: failed.then_some("http_error"),
        no_retry,
    }
}

fn timed_out() -> Outcome {
    Outcome {
        reply: Reply::failed("operation_timeout"),
        failure: Some("http_timeout"),
        no_retry: false,
    }
}

/// Asks a request URL to prove itself, as Slack does when it is entered.
pub(crate) async fn verify_url(hub: &Arc<Hub>, url: &str) -> bool {
    let challenge = uuid::Uuid::new_v4().simple().to_string();
    let payload = json!({
        "token": ids::VERIFICATION_TOKEN,
        "challenge": challenge,
        "type": "url_verification",
    });
    let outcome = request(hub, url, &Outgoing::new(Kind::Event, payload)).await;
    let body = outcome.reply.body;
    outcome.failure.is_none()
        && (body == json!(challenge) || body.get("challenge") == Some(&json!(challenge)))
}
