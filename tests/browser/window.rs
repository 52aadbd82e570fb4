//! What a person does in a window, and sees there. Every wait is for something on the page.

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::wd::WindowHandle;
use fantoccini::{Locator, key::Key};
use serde_json::{Value, json};

use super::chromium::{Chromium, PATIENCE_MS, gallery};

/// How often something is tried again because the page was just redrawn.
const TRIES: usize = 25;

/// A window of the browser, in which somebody looks at the page.
pub(super) struct Window<'a> {
    chromium: &'a Chromium,
    handle: WindowHandle,
}

impl<'a> Window<'a> {
    pub(super) async fn open(
        chromium: &'a Chromium,
        handle: WindowHandle,
        place: &str,
    ) -> Window<'a> {
        let window = Self { chromium, handle };
        window.resizes(1360, 850).await;
        let zone = json!({ "timezoneId": "Etc/UTC" });
        chromium.tool("Emulation.setTimezoneOverride", zone).await;
        window.prefers("light").await;
        window.goes(place).await;
        window
    }

    /// Loads the page at a place such as `alice/payments`; without one, as it opens by itself.
    pub(super) async fn goes(&self, place: &str) {
        self.front().await;
        let client = &self.chromium.client;
        // Another hash alone would not load it.
        client.goto("about:blank").await.unwrap();
        let hash = if place.is_empty() { "" } else { "#" };
        let address = format!("{}/{hash}{place}", self.chromium.site);
        client.goto(&address).await.unwrap();
        self.ready().await;
    }

    /// Makes it the window that the keyboard and the mouse work in.
    async fn front(&self) {
        let client = &self.chromium.client;
        client.switch_to_window(self.handle.clone()).await.unwrap();
    }

    /// Waits until the server has answered to what was done here.
    async fn answered(&self) {
        self.awaits("!document.body.hasAttribute('data-busy')")
            .await;
    }

    async fn ready(&self) {
        self.awaits("document.body.dataset.ready").await;
    }

    /// Gives the window this size.
    pub(super) async fn resizes(&self, width: u32, height: u32) {
        self.front().await;
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let tool = "Emulation.setDeviceMetricsOverride";
        self.chromium.tool(tool, size).await;
    }

    /// Prefers dark or light colours, as the operating system would say.
    pub(super) async fn prefers(&self, scheme: &str) {
        self.front().await;
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.chromium
            .tool("Emulation.setEmulatedMedia", features)
            .await;
    }

    /// The value of an expression on the page.
    pub(super) async fn asks(&self, expression: &str) -> Value {
        self.front().await;
        let script = format!("return ({expression});");
        self.chromium
            .client
            .execute(&script, Vec::new())
            .await
            .unwrap()
    }

    /// What a promise on the page comes to.
    pub(super) async fn asks_later(&self, promise: &str) -> Value {
        self.front().await;
        let script = format!(
            "const done = arguments[0]; ({promise}).then(done, (why) => done(String(why)));"
        );
        let answer = self
            .chromium
            .client
            .execute_async(&script, Vec::new())
            .await;
        answer.unwrap()
    }

    /// Waits until an expression on the page is true.
    pub(super) async fn awaits(&self, condition: &str) {
        self.front().await;
        let script = format!(
            "const done = arguments[0];
             const until = Date.now() + {PATIENCE_MS};
             const holds = () => {{ try {{ return Boolean({condition}); }} catch {{ return false; }} }};
             const look = () => {{
               if (holds()) done(true);
               else if (Date.now() > until) done(false);
               else setTimeout(look, 40);
             }};
             look();"
        );
        let client = &self.chromium.client;
        let held = client.execute_async(&script, Vec::new()).await.unwrap();
        if held != true {
            let shown = self.asks("document.body.innerText").await;
            panic!("never came true: {condition}\n{}", shown.as_str().unwrap());
        }
    }

    /// Waits until something that matches shows the text.
    pub(super) async fn sees(&self, css: &str, text: &str) {
        let (css, text) = (json!(css), json!(text));
        self.awaits(&format!(
            "[...document.querySelectorAll({css})].some((node) => node.checkVisibility() && node.innerText.includes({text}))"
        ))
        .await;
    }

    /// Waits until nothing matches any more.
    pub(super) async fn sees_no(&self, css: &str) {
        let css = json!(css);
        self.awaits(&format!("!document.querySelector({css})"))
            .await;
    }

    /// Clicks the first thing that matches, once it is there and at rest.
    pub(super) async fn clicks(&self, css: &str) {
        for _ in 0..TRIES {
            match self.found(css).await.click().await {
                Ok(()) => return self.answered().await,
                Err(error) if was_redrawn(&error) => {}
                Err(error) => panic!("cannot click {css}: {error}"),
            }
        }
        panic!("{css} does not keep still");
    }

    /// Moves the pointer over the first thing that matches.
    pub(super) async fn points_at(&self, css: &str) {
        for _ in 0..TRIES {
            let element = self.found(css).await;
            let there = PointerAction::MoveToElement {
                element,
                duration: None,
                x: 0.0,
                y: 0.0,
            };
            let move_to = MouseActions::new("mouse".to_owned()).then(there);
            match self.chromium.client.perform_actions(move_to).await {
                Ok(()) => return,
                Err(error) if was_redrawn(&error) => {}
                Err(error) => panic!("cannot point at {css}: {error}"),
            }
        }
        panic!("{css} does not keep still");
    }

    /// Brings the first thing that matches to the top.
    pub(super) async fn scrolls_to(&self, css: &str) {
        let css = json!(css);
        self.asks(&format!("document.querySelector({css}).scrollIntoView()"))
            .await;
    }

    /// Types into the first thing that matches.
    pub(super) async fn types(&self, css: &str, text: &str) {
        for _ in 0..TRIES {
            match self.found(css).await.send_keys(text).await {
                Ok(()) => return,
                Err(error) if was_redrawn(&error) => {}
                Err(error) => panic!("cannot type into {css}: {error}"),
            }
        }
        panic!("{css} does not keep still");
    }

    /// Writes into the message box, and sends it.
    pub(super) async fn says(&self, text: &str) {
        self.sees_no("dialog[open]").await;
        self.types("#composer", text).await;
        self.types("#composer", &Key::Enter.to_string()).await;
        self.awaits("document.querySelector('#composer').value === ''")
            .await;
        self.answered().await;
    }

    /// The same in the thread that is open.
    pub(super) async fn says_in_thread(&self, text: &str) {
        self.types("#thread-composer", text).await;
        self.types("#thread-composer", &Key::Enter.to_string())
            .await;
        self.awaits("document.querySelector('#thread-composer').value === ''")
            .await;
        self.answered().await;
    }

    /// Presses Tab until the cursor is in something that matches.
    pub(super) async fn tabs_to(&self, css: &str) {
        let is_there = format!("document.activeElement.matches({})", json!(css));
        for _ in 0..TRIES {
            if self.asks(&is_there).await == true {
                return;
            }
            self.presses(&Key::Tab.to_string()).await;
        }
        panic!("Tab does not lead to {css}");
    }

    /// Presses keys where the cursor is.
    pub(super) async fn presses(&self, keys: &str) {
        self.front().await;
        let mut keyboard = KeyActions::new("keyboard".to_owned());
        for value in keys.chars() {
            keyboard = keyboard.then(KeyAction::Down { value });
            keyboard = keyboard.then(KeyAction::Up { value });
        }
        let client = &self.chromium.client;
        client.perform_actions(keyboard).await.unwrap();
        self.answered().await;
    }

    /// The first thing that matches, once it is visible and nothing is on its way.
    async fn found(&self, css: &str) -> Element {
        let quoted = json!(css);
        self.awaits(&format!(
            "document.querySelector({quoted}).checkVisibility() && !document.querySelector({quoted}).closest('.busy')"
        ))
        .await;
        let locator = Locator::Css(css);
        self.chromium.client.find(locator).await.unwrap()
    }

    /// Leaves a picture for the documentation, if pictures are wanted, with the page as it is.
    pub(super) async fn shoots(&self, name: &str) {
        let Some(folder) = gallery() else { return };
        let drawn = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        self.asks_later(drawn).await;
        let picture = self.chromium.client.screenshot().await.unwrap();
        std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
    }
}

/// Whether the page was drawn anew between finding something and using it.
fn was_redrawn(error: &CmdError) -> bool {
    let is_covered = matches!(error, CmdError::Standard(why) if why.error == ErrorStatus::ElementClickIntercepted);
    is_covered || error.is_stale_element_reference() || error.is_element_not_interactable()
}
