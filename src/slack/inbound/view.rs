//! Modals and Home tabs: the view itself, and its being sent or closed.

use serde_json::Value;

use super::State;
use super::json::{first, flag, items, text};

/// A modal or Home tab as Slack sends it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Slack's id, to update it.
    pub id: String,
    /// Which of our views it is.
    pub callback_id: String,
    /// What we put into it when it was opened (at most 3,000 characters).
    pub private_metadata: String,
    /// Its version: an update that names it fails if somebody was faster.
    pub hash: String,
    /// Our own id for it, if we gave one.
    pub external_id: Option<String>,
    /// The first view of the stack.
    pub root_view_id: Option<String>,
    /// `modal` or `home`.
    pub kind: String,
    /// What stands in its inputs.
    pub state: State,
}

impl View {
    /// The view of an interaction. In a message there is none.
    pub(super) fn of(payload: &Value) -> Option<Self> {
        let view = payload.get("view").filter(|view| view.is_object())?;
        Some(Self {
            id: first(view, &["/id"])
                .or_else(|| first(payload, &["/container/view_id"]))
                .unwrap_or_default(),
            callback_id: text(view, "/callback_id"),
            private_metadata: text(view, "/private_metadata"),
            hash: text(view, "/hash"),
            external_id: first(view, &["/external_id"]),
            root_view_id: first(view, &["/root_view_id"]),
            kind: text(view, "/type"),
            state: State::of(view.get("state")),
        })
    }

    fn empty() -> Self {
        Self {
            id: String::new(),
            callback_id: String::new(),
            private_metadata: String::new(),
            hash: String::new(),
            external_id: None,
            root_view_id: None,
            kind: String::new(),
            state: State::default(),
        }
    }
}

/// A form was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewSubmission {
    /// Who sent it.
    pub user_id: String,
    /// Their handle.
    pub user_name: String,
    /// The workspace the person belongs to.
    pub user_team: Option<String>,
    /// The workspace; none when the app is installed for an organisation.
    pub team_id: Option<String>,
    /// Opens one modal within 3 seconds.
    pub trigger_id: String,
    /// The form.
    pub view: View,
    /// Where to answer, for inputs with `response_url_enabled`: channel and address.
    pub response_urls: Vec<(String, String)>,
}

impl ViewSubmission {
    pub(super) fn parse(payload: &Value) -> Self {
        let urls = items(payload, "response_urls");
        Self {
            user_id: text(payload, "/user/id"),
            user_name: first(payload, &["/user/username", "/user/name"]).unwrap_or_default(),
            user_team: first(payload, &["/user/team_id"]),
            team_id: first(payload, &["/team/id"]),
            trigger_id: text(payload, "/trigger_id"),
            view: View::of(payload).unwrap_or_else(View::empty),
            response_urls: urls
                .map(|url| (text(url, "/channel_id"), text(url, "/response_url")))
                .collect(),
        }
    }

    /// What stands in the form's inputs.
    pub fn state(&self) -> &State {
        &self.view.state
    }
}

/// A form was closed without sending it (told only when it asked for `notify_on_close`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewClosed {
    /// Who closed it.
    pub user_id: String,
    /// The workspace the person belongs to.
    pub user_team: Option<String>,
    /// The workspace; none when the app is installed for an organisation.
    pub team_id: Option<String>,
    /// The form.
    pub view: View,
    /// Whether the whole stack of views was closed.
    pub is_cleared: bool,
}

impl ViewClosed {
    pub(super) fn parse(payload: &Value) -> Self {
        Self {
            user_id: text(payload, "/user/id"),
            user_team: first(payload, &["/user/team_id"]),
            team_id: first(payload, &["/team/id"]),
            view: View::of(payload).unwrap_or_else(View::empty),
            is_cleared: flag(payload, "/is_cleared"),
        }
    }
}
