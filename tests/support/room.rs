//! What a channel shows.

use serde_json::Value;

use super::reading::Reader;
use super::world::World;

/// A channel.
pub(crate) struct Room<'a> {
    pub(crate) world: &'a World,
    pub(crate) id: String,
}

impl Room<'_> {
    /// The channel as Slack has it: name, topic, members, pins, bookmarks.
    pub(crate) async fn channel(&self) -> Value {
        let state = self.world.state().await;
        let channels = state["channels"].as_array().unwrap();
        channels
            .iter()
            .find(|channel| channel["id"] == self.id.as_str())
            .unwrap()
            .clone()
    }

    /// The topic.
    pub(crate) async fn topic(&self) -> String {
        let channel = self.channel().await;
        let topic = channel["topic"]["value"]
            .as_str()
            .or_else(|| channel["topic"].as_str());
        topic.unwrap_or_default().to_owned()
    }

    /// Its messages, thread replies included, oldest first.
    pub(crate) async fn messages(&self) -> Vec<Value> {
        let state = self.world.state().await;
        state["messages"][&self.id]
            .as_array()
            .cloned()
            .unwrap_or_default()
    }

    /// What a person reads, message by message.
    pub(crate) async fn texts(&self) -> Vec<String> {
        self.messages().await.iter().map(visible).collect()
    }

    /// The first message that contains the text.
    pub(crate) async fn message(&self, text: &str) -> Value {
        let messages = self.messages().await;
        let found = messages
            .iter()
            .find(|message| visible(message).contains(text));
        found.cloned().unwrap_or_else(|| {
            let all: Vec<_> = messages.iter().map(visible).collect();
            panic!("no message contains {text:?}: {all:#?}")
        })
    }

    /// The people in it, by name.
    pub(crate) async fn members(&self) -> Vec<String> {
        let reader = Reader::new(&self.world.state().await);
        let channel = self.channel().await;
        let members = channel["members"].as_array().unwrap().iter();
        let mut names: Vec<_> = members
            .map(|id| reader.text(&format!("<@{}>", id.as_str().unwrap())))
            .collect();
        names.sort();
        names
    }

    /// The card as a person reads it.
    pub(crate) async fn card_text(&self) -> String {
        Reader::new(&self.world.state().await).message(&self.card().await)
    }

    /// The conversation as a person reads it, replies indented; without what Slack itself says.
    pub(crate) async fn transcript(&self) -> String {
        let state = self.world.state().await;
        let reader = Reader::new(&state);
        let mut said = String::new();
        for message in self.messages().await {
            let subtype = message["subtype"].as_str().unwrap_or("file_share");
            if !matches!(subtype, "file_share" | "bot_message") {
                continue;
            }
            let author = message["user"].as_str().unwrap_or("nobody");
            let text = reader.message(&message);
            let text = format!("{}: {text}", reader.text(&format!("<@{author}>")));
            let is_reply =
                message["thread_ts"].is_string() && message["thread_ts"] != message["ts"];
            let margin = if is_reply { "    " } else { "" };
            for line in text.lines() {
                said.push_str(format!("{margin}{line}").trim_end());
                said.push('\n');
            }
            said.push('\n');
        }
        said
    }

    /// How many messages contain the text.
    pub(crate) async fn count(&self, text: &str) -> usize {
        self.texts()
            .await
            .iter()
            .filter(|shown| shown.contains(text))
            .count()
    }

    /// The pinned card.
    pub(crate) async fn card(&self) -> Value {
        let messages = self.messages().await;
        let card = messages.iter().find(|message| {
            let actions = message["blocks"].as_array().into_iter().flatten();
            message["bot_id"].is_string() && actions.clone().any(|block| block["type"] == "actions")
        });
        card.cloned()
            .unwrap_or_else(|| panic!("no card among {messages:#?}"))
    }

    /// The timestamp of the card.
    pub(crate) async fn card_ts(&self) -> String {
        self.card().await["ts"].as_str().unwrap().to_owned()
    }
}

/// Everything that a person reads of a message: its blocks, else its text.
pub(crate) fn visible(message: &Value) -> String {
    let mut texts = Vec::new();
    if let Some(blocks) = message["blocks"]
        .as_array()
        .filter(|blocks| !blocks.is_empty())
    {
        for block in blocks {
            collect(block, &mut texts);
        }
    } else if let Some(text) = message["text"].as_str() {
        texts.push(text.to_owned());
    }
    texts.join("\n")
}

fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                match inner {
                    Value::String(text) if key == "text" => texts.push(text.clone()),
                    Value::Object(_) | Value::Array(_) => collect(inner, texts),
                    _ => {}
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        _ => {}
    }
}
