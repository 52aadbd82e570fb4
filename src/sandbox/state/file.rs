//! Files: what was uploaded, and uploads under way.

use serde_json::{Value, json};

use super::super::ids;
use super::Object;

/// A file in the workspace.
#[derive(Clone, Debug, Default)]
pub(crate) struct File {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) user: String,
    pub(crate) created: i64,
    pub(crate) content: Vec<u8>,
    /// Where it was shared: channel and the message's `ts`.
    pub(crate) shares: Vec<(String, String)>,
}

/// An upload that was announced but not completed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Upload {
    pub(crate) file: String,
    pub(crate) filename: String,
    pub(crate) length: usize,
    pub(crate) content: Option<Vec<u8>>,
}

impl File {
    /// The file object; `base` is the sandbox's address.
    pub(crate) fn to_json(&self, base: &str) -> Value {
        let (mimetype, filetype, pretty) = kind_of(&self.name);
        let address = format!("{base}/files/{}/{}", self.id, encoded(&self.name));
        let channels: Vec<&String> = self.shares.iter().map(|(channel, _)| channel).collect();
        let mut shares = Object::new();
        for (channel, ts) in &self.shares {
            shares.insert(
                channel.clone(),
                json!([{"ts": ts, "channel_name": channel}]),
            );
        }
        json!({
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title,
            "mimetype": mimetype,
            "filetype": filetype,
            "pretty_type": pretty,
            "user": self.user,
            "user_team": ids::TEAM,
            "editable": false,
            "size": self.content.len(),
            "mode": "hosted",
            "is_external": false,
            "external_type": "",
            "is_public": true,
            "public_url_shared": false,
            "display_as_bot": false,
            "username": "",
            "url_private": address,
            "url_private_download": address,
            "permalink": address,
            "channels": channels,
            "groups": [],
            "ims": [],
            "shares": {"public": shares},
            "comments_count": 0,
            "has_rich_preview": false,
        })
    }

    /// The media type of the contents.
    pub(crate) fn mimetype(&self) -> &'static str {
        kind_of(&self.name).0
    }
}

/// A file name as a part of an address.
fn encoded(name: &str) -> String {
    url::form_urlencoded::byte_serialize(name.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

/// Media type, Slack's file type and its name for people.
fn kind_of(name: &str) -> (&'static str, &'static str, &'static str) {
    let extension = name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match extension.as_str() {
        "md" => ("text/markdown", "markdown", "Markdown"),
        "json" => ("application/json", "json", "JSON"),
        "csv" => ("text/csv", "csv", "CSV"),
        "png" => ("image/png", "png", "PNG"),
        "jpg" | "jpeg" => ("image/jpeg", "jpg", "JPEG"),
        "pdf" => ("application/pdf", "pdf", "PDF"),
        "txt" | "log" => ("text/plain", "text", "Plain Text"),
        _ => ("application/octet-stream", "binary", "Binary"),
    }
}
