//! A sandbox with a clock that stands still, and calls to it.

use std::time::Duration;

use muster::sandbox::{self, Options, Sandbox, ids};
use serde_json::{Value, json};

/// When the clock starts.
pub(super) const START_MS: i64 = 1_800_000_000_000;

/// A running sandbox and a client.
pub(super) struct World {
    pub(super) sandbox: Sandbox,
    pub(super) http: reqwest::Client,
}

#[expect(clippy::disallowed_methods, reason = "the tests' client")]
fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap()
}

impl World {
    /// Without a manifest: the app may do everything.
    pub(super) async fn new() -> Self {
        let options = Options {
            clock_at_ms: Some(START_MS),
            ..Options::default()
        };
        let sandbox = sandbox::start(options).await.unwrap();
        Self {
            sandbox,
            http: client(),
        }
    }

    /// With an app of these scopes and events over Socket Mode.
    pub(super) async fn with(scopes: &[&str], events: &[&str]) -> Self {
        let world = Self::new().await;
        world.install(&manifest(scopes, events)).await;
        world
    }

    /// Installs a manifest.
    pub(super) async fn install(&self, manifest: &Value) {
        let answer = self.control("manifest", manifest).await;
        assert_eq!(answer["ok"], true, "{answer}");
    }

    /// An address of the sandbox.
    pub(super) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.url())
    }

    /// A Web API call with the bot's token and JSON arguments.
    pub(super) async fn api(&self, method: &str, args: Value) -> Value {
        let call = self.http.post(self.at(&format!("/api/{method}")));
        let call = call.bearer_auth(ids::BOT_TOKEN).json(&args);
        call.send().await.unwrap().json().await.unwrap()
    }

    /// A call that has to succeed.
    pub(super) async fn ok(&self, method: &str, args: Value) -> Value {
        let answer = self.api(method, args).await;
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer
    }

    /// The error of a call that has to fail.
    pub(super) async fn refused(&self, method: &str, args: Value) -> String {
        let answer = self.api(method, args).await;
        assert_eq!(answer["ok"], false, "{method}: {answer}");
        answer["error"].as_str().unwrap().to_owned()
    }

    /// A control call.
    pub(super) async fn control(&self, path: &str, body: &Value) -> Value {
        let call = self
            .http
            .post(self.at(&format!("/_sandbox/{path}")))
            .json(body);
        call.send().await.unwrap().json().await.unwrap()
    }

    /// A control resource.
    pub(super) async fn get(&self, path: &str) -> Value {
        let call = self.http.get(self.at(&format!("/_sandbox/{path}")));
        call.send().await.unwrap().json().await.unwrap()
    }

    /// Somebody acts, and it works.
    pub(super) async fn act(&self, verb: &str, body: Value) -> Value {
        let answer = self.control(&format!("act/{verb}"), &body).await;
        assert_eq!(answer["ok"], true, "{verb}: {answer}");
        answer
    }

    /// Somebody says something in a channel; gives its `ts`.
    pub(super) async fn say(&self, user: &str, channel: &str, text: &str) -> String {
        let said = json!({"user": user, "channel": channel, "text": text});
        self.act("message", said).await["ts"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The bot makes a public channel; gives its id.
    pub(super) async fn channel(&self, name: &str) -> String {
        let made = self.ok("conversations.create", json!({"name": name})).await;
        made["channel"]["id"].as_str().unwrap().to_owned()
    }

    /// Moves the clock and waits until what became due has happened.
    pub(super) async fn advance(&self, ms: i64) {
        self.control("clock", &json!({"advance_ms": ms})).await;
        self.settle().await;
    }

    /// Waits until nothing is on its way to the app.
    pub(super) async fn settle(&self) -> Value {
        self.control("settle", &json!({})).await
    }

    /// What was sent to the app.
    pub(super) async fn deliveries(&self) -> Vec<Value> {
        self.settle().await;
        let answer = self.get("deliveries").await;
        answer["deliveries"].as_array().unwrap().clone()
    }

    /// The state.
    pub(super) async fn state(&self) -> Value {
        self.get("state").await
    }
}

/// An app of these scopes and events over Socket Mode.
pub(super) fn manifest(scopes: &[&str], events: &[&str]) -> Value {
    json!({
        "display_information": {"name": "Tester"},
        "features": {
            "bot_user": {"display_name": "tester", "always_online": true},
            "app_home": {"home_tab_enabled": true},
            "slash_commands": [
                {"command": "/try", "description": "Tries", "should_escape": true},
            ],
            "shortcuts": [
                {"name": "Do", "type": "global", "callback_id": "do", "description": "Does"},
                {"name": "Add", "type": "message", "callback_id": "add", "description": "Adds"},
            ],
        },
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {
            "socket_mode_enabled": true,
            "interactivity": {"is_enabled": true},
            "event_subscriptions": {"bot_events": events},
        },
    })
}

/// The scopes of an app that does everything the tests do.
pub(super) const SCOPES: &[&str] = &[
    "commands",
    "chat:write",
    "chat:write.public",
    "channels:manage",
    "channels:join",
    "channels:read",
    "channels:history",
    "groups:write",
    "groups:read",
    "groups:history",
    "im:write",
    "im:read",
    "im:history",
    "pins:read",
    "pins:write",
    "bookmarks:read",
    "bookmarks:write",
    "reactions:read",
    "reactions:write",
    "files:read",
    "files:write",
    "users:read",
    "users:read.email",
    "usergroups:read",
    "team:read",
    "app_mentions:read",
];
