//! Block Kit for messages, kept within Slack's limits: text is cut with an ellipsis, never refused.
//! Limits: <https://docs.slack.dev/reference/block-kit>. The text for screen readers and
//! notifications is made from the blocks themselves, so that neither says less than the other.

use serde_json::{Value, json};

use super::mrkdwn::{Mrkdwn, fit_plain};
use crate::slack::ids::ActionId;

/// The longest text of a section.
pub const SECTION: usize = 3_000;
/// The longest text of a section's field.
pub const FIELD: usize = 2_000;
/// The longest header.
pub const HEADER: usize = 150;
/// The longest label of a button or an option.
pub const LABEL: usize = 75;
/// The longest value of a button.
pub const BUTTON_VALUE: usize = 2_000;
/// The most blocks of a message.
pub const MESSAGE_BLOCKS: usize = 50;
/// The most fields of a section.
const FIELDS: usize = 10;
/// The most elements of an actions block.
const ACTIONS: usize = 25;
/// The longest text beside the blocks: `chat.update` refuses more than 4,000.
const FALLBACK: usize = 3_900;

/// A message, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Everything that the blocks say, for screen readers and notifications (mrkdwn).
    pub text: String,
    /// Slack's blocks.
    pub blocks: Value,
}

impl Message {
    /// A message of these blocks.
    pub fn of(blocks: Vec<Block>) -> Self {
        let reading = blocks.iter().map(|block| block.reading.clone());
        let text = Mrkdwn::join(reading, "\n").fit(FALLBACK);
        let mut blocks: Vec<Value> = blocks.into_iter().map(|block| block.json).collect();
        if blocks.len() > MESSAGE_BLOCKS {
            blocks.truncate(MESSAGE_BLOCKS - 1);
            blocks.push(context(&Mrkdwn::ours("… there is more than fits here.")).json);
        }
        Self {
            text: text.as_str().to_owned(),
            blocks: Value::Array(blocks),
        }
    }

    /// A message of one paragraph.
    pub fn line(text: &Mrkdwn) -> Self {
        Self::of(vec![section(text)])
    }
}

/// A block, and what it says to those who cannot see it.
#[derive(Clone, Debug)]
pub struct Block {
    /// As Slack wants it.
    pub(in crate::slack) json: Value,
    reading: Mrkdwn,
}

impl Block {
    fn new(json: Value, reading: Mrkdwn) -> Self {
        Self { json, reading }
    }

    /// A block of a form, which needs no text beside it.
    pub(super) fn unread(json: Value) -> Self {
        Self::new(json, Mrkdwn::default())
    }
}

/// A large line of plain text.
pub fn header(text: &str) -> Block {
    let text = fit_plain(text, HEADER);
    let reading = Mrkdwn::plain(&text);
    Block::new(
        json!({ "type": "header", "text": plain(&text, HEADER) }),
        reading,
    )
}

/// A paragraph.
pub fn section(text: &Mrkdwn) -> Block {
    let text = text.fit(SECTION);
    Block::new(json!({ "type": "section", "text": mrkdwn(&text) }), text)
}

/// A paragraph with a button beside it.
pub fn section_with(text: &Mrkdwn, button: Button) -> Block {
    let mut block = section(text);
    if let Some(fields) = block.json.as_object_mut() {
        fields.insert("accessory".to_owned(), button.0);
    }
    block
}

/// Facts in two columns: each a bold name above its value.
pub fn facts(facts: Vec<(&str, Mrkdwn)>) -> Block {
    let fields: Vec<Mrkdwn> = facts
        .into_iter()
        .take(FIELDS)
        .map(|(name, value)| {
            let bold = Mrkdwn::plain(name);
            super::mrkdwn::md!("*{}*\n{}", bold, value).fit(FIELD)
        })
        .collect();
    let json: Vec<Value> = fields.iter().map(mrkdwn).collect();
    let reading = fields.iter().map(Mrkdwn::on_one_line);
    Block::new(
        json!({ "type": "section", "fields": json }),
        Mrkdwn::join(reading, "\n"),
    )
}

/// A quiet line in small print.
pub fn context(text: &Mrkdwn) -> Block {
    let text = text.fit(SECTION);
    Block::new(
        json!({ "type": "context", "elements": [mrkdwn(&text)] }),
        text,
    )
}

/// A line across.
pub fn divider() -> Block {
    Block::new(json!({ "type": "divider" }), Mrkdwn::default())
}

/// Buttons side by side.
pub fn actions(buttons: Vec<Button>) -> Block {
    let elements: Vec<Value> = buttons
        .into_iter()
        .take(ACTIONS)
        .map(|button| button.0)
        .collect();
    Block::new(
        json!({ "type": "actions", "elements": elements }),
        Mrkdwn::default(),
    )
}

/// A button.
#[derive(Clone, Debug)]
pub struct Button(Value);

impl Button {
    /// A button that hands `value` back. Values longer than [`BUTTON_VALUE`] must not be made.
    pub fn new(id: ActionId, label: &str, value: &str) -> Self {
        Self(json!({
            "type": "button",
            "action_id": id.key(),
            "text": plain(label, LABEL),
            "value": value,
        }))
    }

    /// The one that stands out.
    #[must_use]
    pub fn primary(self) -> Self {
        self.with("style", json!("primary"))
    }

    fn with(mut self, key: &str, value: Value) -> Self {
        if let Some(fields) = self.0.as_object_mut() {
            fields.insert(key.to_owned(), value);
        }
        self
    }
}

/// A text object in markup; Slack refuses empty ones.
pub(in crate::slack) fn mrkdwn(text: &Mrkdwn) -> Value {
    let text = match text.as_str() {
        blank if blank.trim().is_empty() => "–",
        text => text,
    };
    // No previews: a link in an incident's text must not unfold into a picture.
    json!({ "type": "mrkdwn", "text": text, "verbatim": true })
}

/// A text object without markup; Slack refuses empty ones.
pub(in crate::slack) fn plain(text: &str, max: usize) -> Value {
    let text = if text.trim().is_empty() { "–" } else { text };
    json!({ "type": "plain_text", "text": fit_plain(text, max), "emoji": true })
}
