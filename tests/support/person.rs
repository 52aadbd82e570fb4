//! What people do in Slack.

use serde_json::{Value, json};

use super::room::Room;
use super::world::World;

/// A person of the company.
#[derive(Clone, Copy)]
pub(crate) struct Person<'a> {
    pub(crate) world: &'a World,
    pub(crate) name: &'a str,
}

impl Person<'_> {
    /// Types a command in #general, and waits until everything that it causes is done.
    pub(crate) async fn runs(&self, line: &str) -> Value {
        self.runs_in("general", line).await
    }

    /// Types a command in a channel; gives the app's answer to it.
    pub(crate) async fn runs_in(&self, channel: &str, line: &str) -> Value {
        let answer = self.types(channel, line).await;
        self.world.drain().await;
        answer
    }

    /// Types a command, and waits for the answer only.
    pub(crate) async fn types(&self, channel: &str, line: &str) -> Value {
        let (command, text) = line.split_once(' ').unwrap_or((line, ""));
        let body =
            json!({ "user": self.name, "channel": channel, "command": command, "text": text });
        self.world.control("act/command", &body).await
    }

    /// Presses a button, or chooses `value` in a menu, in a message.
    pub(crate) async fn clicks(&self, room: &Room<'_>, ts: &str, action: &str) -> Value {
        self.picks(room, ts, action, &Value::Null).await
    }

    /// Chooses `value` in a menu of a message.
    pub(crate) async fn picks(
        &self,
        room: &Room<'_>,
        ts: &str,
        action: &str,
        value: &Value,
    ) -> Value {
        let mut body = json!({
            "user": self.name, "channel": room.id, "ts": ts, "action_id": action,
        });
        if !value.is_null() {
            body["value"] = value.clone();
        }
        let answer = self.world.control("act/click", &body).await;
        self.world.drain().await;
        answer
    }

    /// The form that is open on the person's screen, the top one.
    pub(crate) async fn form(&self) -> Value {
        let state = self.world.state().await;
        let id = self.id(&state);
        let stack = state["views"][&id].as_array().cloned().unwrap_or_default();
        stack
            .last()
            .cloned()
            .unwrap_or_else(|| panic!("{} has no form open", self.name))
    }

    /// Whether a form is open on the person's screen.
    pub(crate) async fn has_form(&self) -> bool {
        let state = self.world.state().await;
        let id = self.id(&state);
        state["views"][&id]
            .as_array()
            .is_some_and(|stack| !stack.is_empty())
    }

    /// Sends the open form with these values (by action id); gives what came back.
    pub(crate) async fn submits(&self, values: &Value) -> Value {
        let view = self.form().await;
        let body = json!({ "user": self.name, "view_id": view["id"], "values": values });
        let answer = self.world.try_control("act/submit", &body).await;
        self.world.drain().await;
        answer
    }

    /// Writes a message; gives its timestamp.
    pub(crate) async fn says(&self, room: &Room<'_>, text: &str) -> String {
        self.posts(room, text, None).await
    }

    /// Writes a message, in a thread if one is given.
    pub(crate) async fn posts(&self, room: &Room<'_>, text: &str, thread: Option<&str>) -> String {
        let mut body = json!({ "user": self.name, "channel": room.id, "text": text });
        if let Some(ts) = thread {
            body["thread_ts"] = ts.into();
        }
        let answer = self.world.control("act/message", &body).await;
        self.world.drain().await;
        answer["ts"].as_str().unwrap().to_owned()
    }

    /// Does something in a channel: `act/<verb>` with these further arguments.
    pub(crate) async fn does(&self, verb: &str, room: &Room<'_>, more: Value) -> Value {
        let mut body = json!({ "user": self.name, "channel": room.id });
        for (key, value) in more.as_object().unwrap() {
            body[key] = value.clone();
        }
        let answer = self.world.control(&format!("act/{verb}"), &body).await;
        self.world.drain().await;
        answer
    }

    /// Uses a shortcut; with a message it is that message's.
    pub(crate) async fn uses_shortcut(&self, callback: &str, on: Option<(&Room<'_>, &str)>) {
        let mut body = json!({ "user": self.name, "callback_id": callback });
        if let Some((room, ts)) = on {
            body["channel"] = room.id.clone().into();
            body["ts"] = ts.into();
        }
        self.world.control("act/shortcut", &body).await;
        self.world.drain().await;
    }

    /// What only this person was shown, oldest first: the texts.
    pub(crate) async fn ephemerals(&self) -> Vec<String> {
        let state = self.world.state().await;
        let id = self.id(&state);
        let all = state["ephemerals"].as_array().unwrap();
        all.iter()
            .filter(|one| one["user"] == id.as_str())
            .map(super::room::visible)
            .collect()
    }

    /// The last thing that only this person was shown.
    pub(crate) async fn last_ephemeral(&self) -> String {
        self.ephemerals()
            .await
            .pop()
            .unwrap_or_else(|| panic!("{} was shown nothing", self.name))
    }

    /// What the bot wrote to this person directly: the texts.
    pub(crate) async fn direct_messages(&self) -> Vec<String> {
        let state = self.world.state().await;
        let id = self.id(&state);
        let channels = state["channels"].as_array().unwrap();
        channels
            .iter()
            .filter(|channel| {
                let members = channel["members"].as_array();
                channel["is_im"] == true
                    && (channel["user"] == id.as_str()
                        || members.is_some_and(|all| all.contains(&json!(id))))
            })
            .flat_map(|channel| {
                let messages = &state["messages"][channel["id"].as_str().unwrap()];
                messages.as_array().cloned().unwrap_or_default()
            })
            .map(|message| super::reading::Reader::new(&state).message(&message))
            .collect()
    }

    /// The person's id.
    pub(crate) fn id(&self, state: &Value) -> String {
        let users = state["users"].as_array().unwrap();
        let user = users
            .iter()
            .find(|user| user["name"] == self.name || user["id"] == self.name);
        user.unwrap_or_else(|| panic!("no person {}", self.name))["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}
