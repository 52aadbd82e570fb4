//! A person (or a bot user) of the workspace.

use serde_json::{Value, json};

use super::super::ids;
use super::Object;

/// A person, a guest, somebody of another organisation, or a bot's user.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "Slack's user object has as many flags"
)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) team_id: String,
    pub(crate) name: String,
    pub(crate) real_name: String,
    pub(crate) title: String,
    pub(crate) email: String,
    pub(crate) tz: String,
    pub(crate) is_admin: bool,
    pub(crate) is_restricted: bool,
    pub(crate) is_ultra_restricted: bool,
    pub(crate) is_bot: bool,
    pub(crate) deleted: bool,
    pub(crate) updated: i64,
}

impl User {
    /// Whether this is a guest of either kind.
    pub(crate) fn is_guest(&self) -> bool {
        self.is_restricted || self.is_ultra_restricted
    }

    /// Whether this person belongs to another organisation.
    pub(crate) fn is_foreign(&self) -> bool {
        self.team_id != ids::TEAM
    }

    /// Takes the fields present in `change`.
    pub(crate) fn apply(&mut self, change: &Object) {
        let strings = [
            ("name", &mut self.name),
            ("team_id", &mut self.team_id),
            ("real_name", &mut self.real_name),
            ("title", &mut self.title),
            ("email", &mut self.email),
            ("tz", &mut self.tz),
        ];
        for (key, field) in strings {
            if let Some(value) = change.get(key).and_then(Value::as_str) {
                value.clone_into(field);
            }
        }
        let flags = [
            ("is_admin", &mut self.is_admin),
            ("is_restricted", &mut self.is_restricted),
            ("is_ultra_restricted", &mut self.is_ultra_restricted),
            ("is_bot", &mut self.is_bot),
            ("deleted", &mut self.deleted),
        ];
        for (key, field) in flags {
            if let Some(value) = change.get(key).and_then(Value::as_bool) {
                *field = value;
            }
        }
        if self.is_ultra_restricted {
            self.is_restricted = true;
        }
        if self.real_name.is_empty() {
            self.real_name.clone_from(&self.name);
        }
    }

    /// The user object; the address only for those who may read it.
    pub(crate) fn to_json(&self, with_email: bool) -> Value {
        let mut value = json!({
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "color": color(&self.id),
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": 0,
            "profile": self.profile(with_email),
            "is_admin": self.is_admin,
            "is_owner": false,
            "is_primary_owner": false,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_bot": self.is_bot,
            "is_app_user": false,
            "updated": self.updated,
            "title": self.title,
        });
        if self.is_foreign()
            && let Value::Object(fields) = &mut value
        {
            fields.insert("is_stranger".to_owned(), Value::Bool(false));
        }
        value
    }

    /// The `profile` part.
    pub(crate) fn profile(&self, with_email: bool) -> Value {
        let mut words = self.real_name.splitn(2, ' ');
        let mut profile = json!({
            "title": self.title,
            "phone": "",
            "skype": "",
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "first_name": words.next().unwrap_or_default(),
            "last_name": words.next().unwrap_or_default(),
            "status_text": "",
            "status_emoji": "",
            "status_expiration": 0,
            "avatar_hash": "sandbox",
            "team": self.team_id,
        });
        if let Value::Object(fields) = &mut profile {
            if with_email && !self.is_bot {
                fields.insert("email".to_owned(), Value::String(self.email.clone()));
            }
            if self.is_bot {
                fields.insert("bot_id".to_owned(), Value::String(ids::BOT.to_owned()));
                fields.insert("api_app_id".to_owned(), Value::String(ids::APP.to_owned()));
            }
        }
        profile
    }
}

/// A steady colour for a person, from the id.
fn color(id: &str) -> &'static str {
    const COLORS: [&str; 6] = ["9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699"];
    let sum: usize = id.bytes().map(usize::from).sum();
    COLORS.get(sum % COLORS.len()).copied().unwrap_or("9f69e7")
}
