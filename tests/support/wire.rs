//! Requests that the test sends to the bot itself, as Slack (or somebody else) would.

use muster::sandbox::ids;
use muster::slack::signature::{SIGNATURE_HEADER, TIMESTAMP_HEADER, sign};
use reqwest::StatusCode;
use secrecy::SecretString;
use serde_json::Value;
use std::fmt::Write as _;
use url::form_urlencoded::Serializer;

use super::world::World;

/// One request to the bot.
pub(crate) struct Knock {
    path: &'static str,
    content_type: &'static str,
    pub(crate) body: Vec<u8>,
    /// The time of signing, seconds since 1970; none: now.
    pub(crate) signed_at: Option<i64>,
    pub(crate) secret: &'static str,
    /// Headers as they are to be sent, instead of those that are made from the rest.
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Knock {
    /// An event.
    pub(crate) fn event(payload: &Value) -> Self {
        Self::new("/slack/events", "application/json", payload.to_string())
    }

    /// A command.
    pub(crate) fn command(fields: &Value) -> Self {
        let mut form = Serializer::new(String::new());
        for (name, value) in fields.as_object().unwrap() {
            form.append_pair(name, value.as_str().unwrap_or(&value.to_string()));
        }
        Self::form("/slack/commands", form.finish())
    }

    /// A click, a form, a shortcut.
    pub(crate) fn interaction(payload: &Value) -> Self {
        let mut form = Serializer::new(String::new());
        form.append_pair("payload", &payload.to_string());
        Self::form("/slack/interactions", form.finish())
    }

    /// A request of a delivery that the sandbox has sent: `{kind, payload}`.
    pub(crate) fn again(delivery: &Value) -> Self {
        let payload = &delivery["payload"];
        match delivery["kind"].as_str().unwrap() {
            "event" => Self::event(payload),
            "command" => Self::command(payload),
            _ => Self::interaction(payload),
        }
    }

    fn form(path: &'static str, body: String) -> Self {
        Self::new(path, "application/x-www-form-urlencoded", body)
    }

    /// A request with this very body.
    pub(crate) fn new(
        path: &'static str,
        content_type: &'static str,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        Self {
            path,
            content_type,
            body: body.into(),
            signed_at: None,
            secret: ids::SIGNING_SECRET,
            headers: Vec::new(),
        }
    }
}

impl World {
    /// Sends a request, signed as Slack does unless it says otherwise; gives status and answer.
    pub(crate) async fn knock(&self, knock: &Knock) -> (StatusCode, String) {
        let url = format!("http://{}{}", self.app().address(), knock.path);
        let mut request = self.http.post(url).body(knock.body.clone());
        for (name, value) in self.headers(knock) {
            request = request.header(name, value);
        }
        let response = request.send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    }

    /// The request as it goes over the wire.
    pub(crate) fn as_bytes(&self, knock: &Knock) -> Vec<u8> {
        let (path, length) = (knock.path, knock.body.len());
        let mut head =
            format!("POST {path} HTTP/1.1\r\nhost: muster\r\ncontent-length: {length}\r\n");
        for (name, value) in self.headers(knock) {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        head.push_str("\r\n");
        [head.into_bytes(), knock.body.clone()].concat()
    }

    fn headers(&self, knock: &Knock) -> Vec<(&'static str, String)> {
        let now = self.clock.now().timestamp();
        let at = knock.signed_at.unwrap_or(now).to_string();
        let secret = SecretString::from(knock.secret);
        let signature = sign(&secret, &at, &knock.body).unwrap();
        let mut headers = vec![
            ("content-type", knock.content_type.to_owned()),
            (TIMESTAMP_HEADER, at),
            (SIGNATURE_HEADER, signature),
        ];
        headers.retain(|(name, _)| knock.headers.iter().all(|(own, _)| own != name));
        headers.extend(knock.headers.clone());
        headers.retain(|(_, value)| !value.is_empty());
        headers
    }

    /// A page of the bot's own; gives status and content.
    pub(crate) async fn page(&self, path: &str) -> (StatusCode, String) {
        let url = format!("http://{}{path}", self.app().address());
        let response = self.http.get(url).send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    }

    /// What the sandbox has delivered to the bot so far, in order.
    pub(crate) async fn deliveries(&self) -> Vec<Value> {
        let log = self.look("deliveries").await;
        log["deliveries"].as_array().unwrap().clone()
    }

    /// The last delivery of a kind (`event`, `command`, `interaction`).
    pub(crate) async fn last_delivery(&self, kind: &str) -> Value {
        let all = self.deliveries().await;
        let found = all.iter().rev().find(|delivery| delivery["kind"] == kind);
        found
            .cloned()
            .unwrap_or_else(|| panic!("no {kind} was delivered"))
    }

    /// Sets a fault in Slack; see `docs/sandbox.md`.
    pub(crate) async fn fault(&self, target: &str, kind: &str, more: Value) {
        let mut body = more;
        body["target"] = target.into();
        body["kind"] = kind.into();
        self.control("faults", &body).await;
    }
}
