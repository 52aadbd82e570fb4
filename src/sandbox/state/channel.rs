//! A conversation: a public or private channel, or a direct message.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::ids;
use super::Object;

/// What kind of conversation it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    Public,
    Private,
    Im,
    Mpim,
}

/// A topic or a purpose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Topic {
    pub(crate) value: String,
    pub(crate) creator: String,
    pub(crate) last_set: i64,
}

/// A pinned message.
#[derive(Clone, Debug)]
pub(crate) struct Pin {
    pub(crate) ts: String,
    pub(crate) user: String,
    pub(crate) created: i64,
}

/// A link at the top of a channel, in Slack's form.
pub(crate) type Bookmark = Object;

/// A conversation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Channel {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) is_archived: bool,
    pub(crate) is_general: bool,
    pub(crate) is_ext_shared: bool,
    pub(crate) creator: String,
    pub(crate) created: i64,
    pub(crate) updated_ms: i64,
    pub(crate) topic: Topic,
    pub(crate) purpose: Topic,
    pub(crate) previous_names: Vec<String>,
    pub(crate) members: BTreeSet<String>,
    /// Messages by `ts`, thread replies among them.
    pub(crate) messages: BTreeMap<String, Object>,
    pub(crate) pins: Vec<Pin>,
    pub(crate) bookmarks: Vec<Bookmark>,
    pub(crate) last_read: String,
}

impl Channel {
    /// Whether it is a channel of this name.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.name == name && matches!(self.kind, Kind::Public | Kind::Private)
    }

    /// Whether the app's bot is in it.
    pub(crate) fn has_bot(&self) -> bool {
        self.members.contains(ids::BOT_USER)
    }

    /// Whether it is a direct message of either kind.
    pub(crate) fn is_direct(&self) -> bool {
        matches!(self.kind, Kind::Im | Kind::Mpim)
    }

    /// `channel`, `group`, `im` or `mpim`, as in events.
    pub(crate) fn channel_type(&self) -> &'static str {
        match self.kind {
            Kind::Public => "channel",
            Kind::Private => "group",
            Kind::Im => "im",
            Kind::Mpim => "mpim",
        }
    }

    /// The name payloads of commands and interactions give it.
    pub(crate) fn payload_name(&self) -> &str {
        match self.kind {
            Kind::Im => "directmessage",
            Kind::Mpim | Kind::Private => "privategroup",
            Kind::Public => &self.name,
        }
    }

    /// The other person of a direct message.
    pub(crate) fn im_user(&self) -> &str {
        self.members
            .iter()
            .map(String::as_str)
            .find(|user| *user != ids::BOT_USER)
            .unwrap_or_default()
    }

    /// The conversation object, as the app's bot sees it.
    pub(crate) fn to_json(&self) -> Value {
        if self.kind == Kind::Im {
            return json!({
                "id": self.id,
                "created": self.created,
                "is_archived": false,
                "is_im": true,
                "is_org_shared": false,
                "user": self.im_user(),
                "is_user_deleted": false,
                "priority": 0,
                "context_team_id": ids::TEAM,
                "updated": self.updated_ms,
            });
        }
        json!({
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == Kind::Public,
            "is_group": self.kind == Kind::Private,
            "is_im": false,
            "is_mpim": self.kind == Kind::Mpim,
            "is_private": self.kind != Kind::Public,
            "created": self.created,
            "is_archived": self.is_archived,
            "is_general": self.is_general,
            "unlinked": 0,
            "is_shared": self.is_ext_shared,
            "is_org_shared": false,
            "is_ext_shared": self.is_ext_shared,
            "is_pending_ext_shared": false,
            "pending_shared": [],
            "context_team_id": ids::TEAM,
            "updated": self.updated_ms,
            "parent_conversation": null,
            "creator": self.creator,
            "shared_team_ids": self.team_ids(),
            "pending_connected_team_ids": [],
            "is_member": self.has_bot(),
            "topic": self.topic.to_json(),
            "purpose": self.purpose.to_json(),
            "previous_names": self.previous_names,
        })
    }

    fn team_ids(&self) -> Vec<&'static str> {
        if self.is_ext_shared {
            vec![ids::TEAM, ids::PARTNER_TEAM]
        } else {
            vec![ids::TEAM]
        }
    }

    /// The conversation object with everything the page shows.
    pub(crate) fn to_page_json(&self) -> Value {
        let mut value = self.to_json();
        if let Value::Object(fields) = &mut value {
            let pins: Vec<Value> = self
                .pins
                .iter()
                .map(|pin| json!({"ts": pin.ts, "user": pin.user, "created": pin.created}))
                .collect();
            fields.insert("members".to_owned(), json!(self.members));
            fields.insert("pins".to_owned(), Value::Array(pins));
            fields.insert("bookmarks".to_owned(), json!(self.bookmarks));
        }
        value
    }
}

impl Topic {
    /// The `topic` or `purpose` object.
    pub(crate) fn to_json(&self) -> Value {
        json!({"value": self.value, "creator": self.creator, "last_set": self.last_set})
    }
}
