//! The workspace in memory: people, channels with their messages, views, files, triggers and response addresses.

mod channel;
mod file;
mod interaction;
mod user;

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

pub(crate) use channel::{Bookmark, Channel, Kind, Pin, Topic};
pub(crate) use file::{File, Upload};
pub(crate) use interaction::{MessageRef, ResponseUrl, Trigger};
pub(crate) use user::User;

use super::ids;

/// A JSON object, the form messages and views are kept in.
pub(crate) type Object = Map<String, Value>;

/// Everything the workspace holds.
#[derive(Default)]
pub(crate) struct Workspace {
    pub(crate) users: BTreeMap<String, User>,
    pub(crate) channels: BTreeMap<String, Channel>,
    /// Ephemeral messages, oldest first.
    pub(crate) ephemerals: Vec<Object>,
    /// Each person's open modals, the top one last.
    pub(crate) views: BTreeMap<String, Vec<Object>>,
    pub(crate) homes: BTreeMap<String, Object>,
    pub(crate) files: BTreeMap<String, File>,
    pub(crate) uploads: HashMap<String, Upload>,
    pub(crate) usergroups: Vec<Usergroup>,
    pub(crate) triggers: HashMap<String, Trigger>,
    pub(crate) response_urls: HashMap<String, ResponseUrl>,
    /// What each person has chosen in a message's selects: `(channel, ts, user)` to the message's state.
    pub(crate) choices: HashMap<(String, String, String), Value>,
    /// What the app offered for external selects: `(user, action_id)` to option by value.
    pub(crate) offered: HashMap<(String, String), HashMap<String, Value>>,
    /// What the page offers while typing a command.
    pub(crate) completions: Object,
    counter: u64,
}

/// A user group (`@oncall`).
pub(crate) struct Usergroup {
    pub(crate) id: String,
    pub(crate) handle: String,
    pub(crate) name: String,
    pub(crate) users: Vec<String>,
    pub(crate) created: i64,
}

impl Workspace {
    /// A new id in Slack's form, with the given first letters.
    pub(crate) fn new_id(&mut self, prefix: &str) -> String {
        self.counter += 1;
        format!("{prefix}0SBX{:06}", self.counter)
    }

    /// A new number, different from every other.
    pub(crate) fn new_number(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// A person by id or by name (with or without `@`).
    pub(crate) fn user(&self, id_or_name: &str) -> Option<&User> {
        let name = id_or_name.trim_start_matches('@');
        self.users
            .get(id_or_name)
            .or_else(|| self.users.values().find(|user| user.name == name))
    }

    /// A channel by id or by name (with or without `#`).
    pub(crate) fn channel(&self, id_or_name: &str) -> Option<&Channel> {
        let name = id_or_name.trim_start_matches('#');
        self.channels.get(id_or_name).or_else(|| {
            self.channels
                .values()
                .find(|channel| channel.has_name(name))
        })
    }

    /// A view by its id, with its owner.
    pub(crate) fn view(&self, id: &str) -> Option<(&str, &Object)> {
        let open = self
            .views
            .iter()
            .flat_map(|(user, stack)| stack.iter().map(move |view| (user.as_str(), view)));
        let homes = self.homes.iter().map(|(user, view)| (user.as_str(), view));
        open.chain(homes).find(|(_, view)| text(view, "id") == id)
    }

    /// A view by its id, to change.
    pub(crate) fn view_mut(&mut self, id: &str) -> Option<&mut Object> {
        self.views
            .values_mut()
            .flatten()
            .chain(self.homes.values_mut())
            .find(|view| text(view, "id") == id)
    }

    /// Whether a person may read a channel's contents on the page.
    pub(crate) fn can_see(&self, user: &str, channel: &Channel) -> bool {
        if channel.members.contains(user) {
            return true;
        }
        let full_member = self
            .users
            .get(user)
            .is_some_and(|user| !user.is_guest() && user.team_id == ids::TEAM);
        channel.kind == Kind::Public && full_member
    }
}

/// A string in a JSON object, or the empty one.
pub(crate) fn text<'a>(object: &'a Object, key: &str) -> &'a str {
    object.get(key).and_then(Value::as_str).unwrap_or_default()
}
