//! One headless chromium, driven over chromedriver.

use std::path::PathBuf;

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Method;
use serde_json::{Value, json};
use url::Url;

use super::window::Window;

/// How long a person would wait for the page at most; the machine may be slow.
pub(super) const PATIENCE_MS: u64 = 60_000;

/// The browser.
pub(super) struct Chromium {
    pub(super) client: Client,
    pub(super) site: String,
}

impl Chromium {
    /// Starts it for the page at this address.
    pub(super) async fn start(site: &str) -> Self {
        let options = json!({
            "browserName": "chrome",
            "timeouts": { "script": 2 * PATIENCE_MS, "pageLoad": PATIENCE_MS },
            "goog:loggingPrefs": { "browser": "ALL" },
            // The page is our own; containers often have no user namespaces and a small /dev/shm.
            "goog:chromeOptions": { "args": [
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--force-device-scale-factor=1", "--lang=en-US", "--window-size=1360,850",
            ] },
        });
        let capabilities = options.as_object().unwrap().clone();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&webdriver())
            .await
            .expect("chromedriver starts chromium");
        Self {
            client,
            site: site.to_owned(),
        }
    }

    /// The window that is open from the start, at a place such as `alice/payments`.
    pub(super) async fn window(&self, place: &str) -> Window<'_> {
        let handle = self.client.window().await.unwrap();
        Window::open(self, handle, place).await
    }

    /// One more window.
    pub(super) async fn new_window(&self, place: &str) -> Window<'_> {
        let made = self.client.new_window(false).await.unwrap();
        Window::open(self, made.handle, place).await
    }

    /// Calls a tool of chromium's own, in the window in front.
    pub(super) async fn tool(&self, method: &str, params: Value) -> Value {
        let command = Vendor {
            path: "goog/cdp/execute",
            body: json!({ "cmd": method, "params": params }),
        };
        self.client.issue_cmd(command).await.unwrap()
    }

    /// What the page complained of in the console.
    pub(super) async fn complaints(&self) -> Vec<String> {
        let command = Vendor {
            path: "se/log",
            body: json!({ "type": "browser" }),
        };
        let log = self.client.issue_cmd(command).await.unwrap();
        let entries = log.as_array().unwrap().iter();
        entries
            .filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING")
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Ends it. After a failure the last sight of the page is kept.
    pub(super) async fn close(self, failed: bool) {
        if failed && let Ok(picture) = self.client.screenshot().await {
            let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("browser-failure.png");
            std::fs::write(&file, picture).unwrap();
            eprintln!("the page at the failure: {}", file.display());
        }
        self.client.close().await.unwrap();
    }
}

/// A command that only chromedriver knows.
#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/{}", self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test run starts chromedriver and says where it is"
)]
fn webdriver() -> String {
    std::env::var("MUSTER_TEST_WEBDRIVER")
        .expect("MUSTER_TEST_WEBDRIVER names a chromedriver: `tests/run browser` starts one")
}

/// Where pictures for the documentation are to be left, if they are wanted.
#[expect(
    clippy::disallowed_methods,
    reason = "`tests/run pictures` says where they go"
)]
pub(super) fn gallery() -> Option<PathBuf> {
    std::env::var("MUSTER_TEST_PICTURES")
        .ok()
        .map(PathBuf::from)
}
