//! What stands on a person's screen, and what they press there.

use serde_json::{Value, json};

use super::person::Person;
use super::reading::Reader;
use super::room::Room;

impl Person<'_> {
    /// Types a command in a channel; gives what this person alone is shown because of it.
    pub(crate) async fn asks(&self, channel: &str, line: &str) -> String {
        let before = self.answers().await.len();
        self.runs_in(channel, line).await;
        self.shown_since(before).await
    }

    /// Presses the button in the newest answer that has it; gives what this person is shown.
    pub(crate) async fn presses(&self, label: &str) -> String {
        let answers = self.answers().await;
        let before = answers.len();
        let newest = answers.iter().rev().find_map(|answer| {
            let (block, action) = button(answer, label)?;
            Some((answer, block, action))
        });
        let (answer, block, action) =
            newest.unwrap_or_else(|| panic!("no button {label:?} in {answers:#?}"));
        let body = json!({
            "user": self.name, "channel": answer["channel"], "ts": answer["ts"],
            "block_id": block, "action_id": action,
        });
        self.world.control("act/click", &body).await;
        self.world.drain().await;
        self.shown_since(before).await
    }

    /// Presses the button in the newest message of a channel that has it; gives what this person
    /// is shown.
    pub(crate) async fn presses_in(&self, room: &Room<'_>, label: &str) -> String {
        let before = self.answers().await.len();
        self.touches(room, label).await;
        self.world.drain().await;
        self.shown_since(before).await
    }

    /// The same, without waiting for what it causes.
    pub(crate) async fn touches(&self, room: &Room<'_>, label: &str) {
        let messages = room.messages().await;
        let newest = messages.iter().rev().find_map(|message| {
            let (_, action) = button(message, label)?;
            Some((message["ts"].clone(), action))
        });
        let (ts, action) = newest.unwrap_or_else(|| panic!("no button {label:?} in {messages:#?}"));
        let body = json!({ "user": self.name, "channel": room.id, "ts": ts, "action_id": action });
        self.world.control("act/click", &body).await;
    }

    /// Sends the open form twice at once, as an impatient hand does.
    pub(crate) async fn submits_twice(&self, values: &Value) {
        let view = self.form().await;
        let body = json!({ "user": self.name, "view_id": view["id"], "values": values });
        let send = || self.world.try_control("act/submit", &body);
        tokio::join!(send(), send());
        self.world.drain().await;
    }

    /// The open form as this person reads it.
    pub(crate) async fn form_text(&self) -> String {
        let form = self.form().await;
        Reader::new(&self.world.state().await).message(&form)
    }

    /// The errors that the open form shows, by input.
    pub(crate) async fn form_errors(&self) -> Value {
        self.form().await["errors"].clone()
    }

    /// All that this person alone was shown, oldest first, as read.
    pub(crate) async fn answers_read(&self) -> Vec<String> {
        let reader = Reader::new(&self.world.state().await);
        let answers = self.answers().await;
        answers
            .iter()
            .map(|answer| reader.message(answer))
            .collect()
    }

    async fn answers(&self) -> Vec<Value> {
        let state = self.world.state().await;
        let id = self.id(&state);
        let mut all = state["ephemerals"].as_array().unwrap().clone();
        all.retain(|one| one["user"] == id.as_str());
        all
    }

    async fn shown_since(&self, before: usize) -> String {
        let reader = Reader::new(&self.world.state().await);
        let answers = self.answers().await;
        let new: Vec<_> = answers[before..]
            .iter()
            .map(|answer| reader.message(answer))
            .collect();
        new.join("\n\n")
    }
}

/// The block and the action of the button with this label.
fn button(message: &Value, label: &str) -> Option<(Value, Value)> {
    message["blocks"].as_array()?.iter().find_map(|block| {
        let many = block["elements"].as_array().into_iter().flatten();
        let mut buttons = many.chain([&block["accessory"]]);
        let found = buttons
            .find(|element| element["type"] == "button" && element["text"]["text"] == label)?;
        Some((block["block_id"].clone(), found["action_id"].clone()))
    })
}
