//! A company with a local Slack and the bot in it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use muster::app::App;
use muster::clock::Clock;
use muster::config::{Config, Environment};
use muster::sandbox::{self, Options, Sandbox, ids};
use muster::slack::manifest::manifest;
use muster::store::{EffectState, Store};
use serde_json::{Value, json};

use super::database::Database;
use super::person::Person;
use super::room::Room;

/// What a test wants to be different.
#[derive(Clone, Debug, Default)]
pub(crate) struct Setup {
    /// Configuration keys, as environment variables: `("MUSTER__ACCESS__GUESTS", "true")`.
    pub(crate) settings: Vec<(&'static str, String)>,
    /// Slack reaches the bot by Socket Mode instead of HTTP.
    pub(crate) sockets: bool,
    /// What the test expects to be given up, so that the end does not complain.
    pub(crate) expects_dead: bool,
}

/// The company.
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) sandbox: Sandbox,
    pub(crate) http: reqwest::Client,
    app: Option<App>,
    config: Config,
    setup: Setup,
    pub(crate) database: Database,
}

/// Where the clock stands when a test begins: a Tuesday, 03:00 UTC.
pub(crate) fn night() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-03-10T03:00:00Z")
        .unwrap()
        .to_utc()
}

/// Plays a conversation with the default set-up.
pub(crate) async fn conversation(talk: impl AsyncFnOnce(&mut World)) {
    conversation_with(Setup::default(), talk).await;
}

/// Plays a conversation, and checks in the end that nothing was left behind, given up, or asked
/// of Slack that the sandbox does not know.
pub(crate) async fn conversation_with(setup: Setup, talk: impl AsyncFnOnce(&mut World)) {
    let mut world = World::new(setup).await;
    talk(&mut world).await;
    world.end().await;
}

impl World {
    async fn new(setup: Setup) -> Self {
        muster::http::install_crypto();
        let clock = Clock::manual(night());
        let sandbox = sandbox::start(Options {
            listen: ([127, 0, 0, 1], 0).into(),
            clock_at_ms: Some(night().timestamp_millis()),
        })
        .await
        .unwrap();
        let database = Database::new().await;
        let config = config(&setup, &sandbox, &database);
        let http = muster::http::client(Duration::from_secs(20)).unwrap();
        let mut world = Self {
            clock,
            sandbox,
            http,
            app: None,
            config,
            setup,
            database,
        };
        world.start().await;
        world
    }

    /// Starts the bot, and tells Slack where it is.
    pub(crate) async fn start(&mut self) {
        self.launch().await;
        self.drain().await;
    }

    /// The same, without waiting for the work that was left.
    pub(crate) async fn launch(&mut self) {
        let app = App::start(&self.config, self.clock.clone()).await.unwrap();
        let url = format!("http://{}", app.address());
        let by = (!self.setup.sockets).then_some(url.as_str());
        self.app = Some(app);
        self.control("manifest", &manifest("/incident", by)).await;
        self.app().connected().await;
    }

    /// Stops the bot as SIGTERM does.
    pub(crate) async fn stop(&mut self) {
        self.app.take().unwrap().stop().await;
    }

    /// The running bot.
    pub(crate) fn app(&self) -> &App {
        self.app.as_ref().unwrap()
    }

    /// The bot's database.
    pub(crate) fn store(&self) -> &Store {
        self.app().ops().store()
    }

    /// Tells the sandbox something; it must agree.
    pub(crate) async fn control(&self, path: &str, body: &Value) -> Value {
        let answer = self.try_control(path, body).await;
        assert_eq!(answer["ok"], true, "{path} {body}: {answer}");
        answer
    }

    /// Tells the sandbox something; it may refuse.
    pub(crate) async fn try_control(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}/_sandbox/{path}", self.sandbox.url());
        self.http
            .post(url)
            .json(body)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// Asks the sandbox something.
    pub(crate) async fn look(&self, path: &str) -> Value {
        let url = format!("{}/_sandbox/{path}", self.sandbox.url());
        self.http
            .get(url)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// Everything in Slack.
    pub(crate) async fn state(&self) -> Value {
        self.look("state").await
    }

    /// Waits until nothing is on its way in either direction.
    pub(crate) async fn drain(&self) {
        let mut before = Value::Null;
        loop {
            let now = self.control("settle", &json!({})).await;
            self.app().idle().await.unwrap();
            if now == before {
                return;
            }
            before = now;
        }
    }

    /// Moves both clocks forward, and waits until what became due is done.
    pub(crate) async fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
        self.control("clock", &json!({ "advance_ms": by.num_milliseconds() }))
            .await;
        self.drain().await;
    }

    /// Lets some minutes pass.
    pub(crate) async fn later(&self, minutes: i64) {
        self.advance(TimeDelta::minutes(minutes)).await;
    }

    /// Alice declares an incident with this title; gives its war room.
    pub(crate) async fn incident(&self, title: &str) -> Room<'_> {
        let answer = self
            .alice()
            .asks("general", &format!("/incident declare {title}"))
            .await;
        let id = answer
            .split_whitespace()
            .find_map(|word| word.strip_prefix("*INC-"));
        let room = self.room(&format!("inc-{}-", id.unwrap())).await;
        self.later(1).await;
        room
    }

    /// The calls of a method wait from now on, until they are let go.
    pub(crate) async fn hold(&self, method: &str) {
        let fault = json!({ "target": method, "kind": "hold_before", "times": 0 });
        self.control("faults", &fault).await;
    }

    /// Waits until so many calls are held.
    pub(crate) async fn held(&self, calls: u64) {
        while self.look("faults").await["held"].as_u64().unwrap() < calls {}
    }

    /// Lets all held calls go, and holds no more.
    pub(crate) async fn let_go(&self) {
        let url = format!("{}/_sandbox/faults", self.sandbox.url());
        self.http.delete(url).send().await.unwrap();
        self.drain().await;
    }

    /// A person of the company.
    pub(crate) fn person<'a>(&'a self, name: &'a str) -> Person<'a> {
        Person { world: self, name }
    }

    pub(crate) fn alice(&self) -> Person<'_> {
        self.person("alice")
    }

    pub(crate) fn bob(&self) -> Person<'_> {
        self.person("bob")
    }

    pub(crate) fn carol(&self) -> Person<'_> {
        self.person("carol")
    }

    /// The channel whose name begins like this.
    pub(crate) async fn room<'a>(&'a self, name: &str) -> Room<'a> {
        let state = self.state().await;
        let channels = state["channels"].as_array().unwrap();
        let found = channels.iter().find(|channel| {
            channel["name"]
                .as_str()
                .is_some_and(|known| known.starts_with(name))
        });
        let names: Vec<_> = channels
            .iter()
            .map(|channel| channel["name"].clone())
            .collect();
        let found = found.unwrap_or_else(|| panic!("no channel {name}…: {names:?}"));
        Room {
            world: self,
            id: found["id"].as_str().unwrap().to_owned(),
        }
    }

    /// The Web API calls of a method that were made so far.
    pub(crate) async fn calls(&self, method: &str) -> Vec<Value> {
        let log = self.look(&format!("log?method={method}")).await;
        log["calls"].as_array().unwrap().clone()
    }

    async fn end(mut self) {
        self.drain().await;
        self.verify().await;
        let store = self.store();
        let (open, failed) = store.inbox_counts().await.unwrap();
        assert_eq!((open, failed), (0, 0), "deliveries left open, and failed");
        let counts = store.effect_counts().await.unwrap();
        let dead = counts.iter().any(|(state, _)| *state == EffectState::Dead);
        assert!(
            self.setup.expects_dead || !dead,
            "{:?}",
            store.dead_effects().await.unwrap()
        );
        let log = self.look("log").await;
        let calls = log["calls"].as_array().unwrap();
        let unknown = calls
            .iter()
            .find(|call| call["response"]["error"] == "unknown_method");
        assert!(unknown.is_none(), "the sandbox does not know {unknown:?}");
        let invalid = calls
            .iter()
            .find(|call| call["response"]["error"] == "invalid_blocks");
        assert!(invalid.is_none(), "{invalid:?}");
        self.stop().await;
        self.sandbox.stop().await;
        self.database.remove().await;
    }
}

fn config(setup: &Setup, sandbox: &Sandbox, database: &Database) -> Config {
    let mut variables = vec![
        ("SLACK_API_URL", sandbox.api_url()),
        ("SLACK_BOT_TOKEN", ids::BOT_TOKEN.to_owned()),
        ("DATABASE_URL", database.url()),
        ("MUSTER__HTTP__LISTEN", "127.0.0.1:0".to_owned()),
    ];
    if setup.sockets {
        variables.push(("SLACK_APP_TOKEN", ids::APP_TOKEN.to_owned()));
    } else {
        variables.push(("SLACK_SIGNING_SECRET", ids::SIGNING_SECRET.to_owned()));
    }
    variables.extend(setup.settings.clone());
    let env: Environment = variables.into_iter().collect();
    Config::load(None, &env).unwrap()
}
