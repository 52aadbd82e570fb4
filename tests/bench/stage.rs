//! The stage: a local Slack and the bot, each a process of the release binary.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chrono::Utc;
use muster::sandbox::ids;
use muster::slack::manifest::manifest;
use muster::slack::signature;
use secrecy::SecretString;
use serde_json::{Value, json};

/// The program under measurement.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_muster");

/// A local Slack with the bot in it.
pub(crate) struct Stage {
    slack: Child,
    bot: Child,
    slack_url: String,
    bot_url: String,
    folder: PathBuf,
    http: reqwest::Client,
}

impl Stage {
    /// Starts both.
    pub(crate) async fn new() -> Self {
        let http = muster::http::client(Duration::from_secs(30)).expect("a client");
        let mut slack = Command::new(BINARY)
            .args(["sandbox", "--slack-only", "--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the local Slack starts");
        let output = BufReader::new(slack.stdout.take().expect("its output"));
        let mut greeting = output.lines().map_while(Result::ok);
        let slack_url = greeting
            .find_map(|line| {
                line.split_once(" is at ")
                    .map(|(_, url)| url.trim().to_owned())
            })
            .expect("it tells its address");
        // Read to its end: a program whose output nobody reads any more cannot write.
        let end = greeting.find(|line| line.contains("ctrl-c"));
        assert!(end.is_some(), "it says how to stop it");
        let name = format!("muster-bench-{}", uuid::Uuid::new_v4().simple());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder).expect("a folder for the database");
        let port = free_port();
        let bot = bot(&slack_url, &folder.join("muster.db"), port);
        let bot_url = format!("http://127.0.0.1:{port}");
        let stage = Self {
            slack,
            bot,
            slack_url,
            bot_url,
            folder,
            http,
        };
        stage
            .control("manifest", &manifest("/incident", Some(&stage.bot_url)))
            .await;
        stage.until_ready().await;
        stage.settle().await;
        stage
    }

    /// How long the bot takes from its start until it is ready, median of five, in milliseconds.
    pub(crate) async fn start_up() -> String {
        let mut samples = Vec::new();
        for _ in 0..5 {
            let mut stage = Self::new().await;
            stage.stop_bot();
            let port = free_port();
            let began = Instant::now();
            stage.bot = bot(&stage.slack_url, &stage.folder.join("muster.db"), port);
            stage.bot_url = format!("http://127.0.0.1:{port}");
            stage.until_ready().await;
            samples.push(began.elapsed());
            stage.end().await;
        }
        super::figures::percentile(&mut samples, 50)
    }

    async fn until_ready(&self) {
        let began = Instant::now();
        loop {
            let asked = self
                .http
                .get(format!("{}/readyz", self.bot_url))
                .send()
                .await;
            if asked.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "the bot does not get ready"
            );
            tokio::task::yield_now().await;
        }
    }

    /// Tells the local Slack something.
    pub(crate) async fn control(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}/_sandbox/{path}", self.slack_url);
        let sent = self
            .http
            .post(url)
            .json(body)
            .send()
            .await
            .expect("the local Slack answers");
        let answer: Value = sent.json().await.expect("with JSON");
        assert_eq!(
            answer.get("ok"),
            Some(&Value::Bool(true)),
            "{path}: {answer}"
        );
        answer
    }

    /// The Web API calls since the `after`-th.
    pub(crate) async fn calls(&self, after: u64) -> Vec<Value> {
        let url = format!("{}/_sandbox/log?after={after}", self.slack_url);
        let sent = self
            .http
            .get(url)
            .send()
            .await
            .expect("the local Slack answers");
        let log: Value = sent.json().await.expect("with JSON");
        log.get("calls")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    }

    /// Waits until nothing is on its way to the bot.
    pub(crate) async fn settle(&self) {
        self.control("settle", &json!({})).await;
    }

    /// Sets how long each call to the local Slack takes; 0 takes it away.
    pub(crate) async fn latency(&self, ms: u64) {
        let url = format!("{}/_sandbox/faults", self.slack_url);
        self.http
            .delete(url)
            .send()
            .await
            .expect("the local Slack answers");
        if ms > 0 {
            let fault = json!({ "target": "*", "kind": "latency", "value": ms, "times": 0 });
            self.control("faults", &fault).await;
        }
    }

    /// Sends the bot a signed request, as Slack does; gives how long the acknowledgement took.
    pub(crate) async fn deliver(&self, path: &str, content_type: &str, body: String) -> Duration {
        let secret = SecretString::from(ids::SIGNING_SECRET);
        let timestamp = now().to_string();
        let signed = signature::sign(&secret, &timestamp, body.as_bytes()).expect("signed");
        let request = self
            .http
            .post(format!("{}/slack/{path}", self.bot_url))
            .header("content-type", content_type)
            .header("x-slack-request-timestamp", timestamp)
            .header("x-slack-signature", signed)
            .body(body);
        let began = Instant::now();
        let answer = request.send().await.expect("the bot answers");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        began.elapsed()
    }

    /// The bot's resident memory.
    pub(crate) fn memory_mb(&self) -> String {
        let path = format!("/proc/{}/status", self.bot.id());
        let status = std::fs::read_to_string(path).expect("the bot runs");
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .expect("VmRSS");
        let kib = line
            .split_whitespace()
            .nth(1)
            .and_then(|kib| kib.parse::<u64>().ok());
        super::figures::mb(kib.expect("a number") * 1_024)
    }

    fn stop_bot(&mut self) {
        self.bot.kill().expect("the bot runs");
        self.bot.wait().expect("the bot ends");
    }

    /// Ends both.
    pub(crate) async fn end(mut self) {
        self.stop_bot();
        self.slack.kill().expect("the local Slack runs");
        self.slack.wait().expect("the local Slack ends");
        std::fs::remove_dir_all(&self.folder).expect("the folder goes");
        tokio::task::yield_now().await;
    }
}

fn bot(slack_url: &str, database: &std::path::Path, port: u16) -> Child {
    Command::new(BINARY)
        .arg("serve")
        .env("SLACK_API_URL", format!("{slack_url}/api"))
        .env("SLACK_BOT_TOKEN", ids::BOT_TOKEN)
        .env("SLACK_SIGNING_SECRET", ids::SIGNING_SECRET)
        .env("DATABASE_URL", format!("sqlite://{}", database.display()))
        .env("MUSTER__HTTP__LISTEN", format!("127.0.0.1:{port}"))
        .env("MUSTER__LOG__FILTER", "warn")
        .stdout(Stdio::null())
        .spawn()
        .expect("the bot starts")
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its number").port()
}

/// Seconds since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "requests to the real program carry the real time"
)]
pub(crate) fn now() -> i64 {
    Utc::now().timestamp()
}
