//! What a form carries with it, out of people's sight: Slack gives back at most 3,000 characters.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{
    ChannelId, IncidentId, MessageRef, Refusal, ReplyTo, RoleKey, SeverityKey, Status, UserId,
};
use crate::slack::views::mrkdwn::{Mrkdwn, fit_plain};

/// The longest metadata of a form.
const METADATA: usize = 3_000;
/// The longest text of a message that is carried; quotation marks and line breaks count twice.
const TEXT: usize = 1_000;
/// The longest name of a program that is carried.
const NAME: usize = 80;

/// What a form carries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The incident that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<IncidentId>,
    /// Where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
    /// Slack's address for answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_url: Option<String>,
    /// The message that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<PickedMessage>,
    /// What stood in it when it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Shown>,
}

/// What held when a form was opened. Only what its author changed is meant: meanwhile others may
/// have changed the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The severity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<SeverityKey>,
    /// Who held which role.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: BTreeMap<RoleKey, Vec<UserId>>,
}

/// A message that somebody picked from its menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickedMessage {
    /// Which.
    pub at: MessageRef,
    /// Who wrote it.
    pub author: Option<UserId>,
    /// The program that wrote it.
    pub author_name: Option<String>,
    /// What it says (mrkdwn), cut to what a form can carry.
    pub text: String,
}

impl PickedMessage {
    /// The same, cut to what a form can carry.
    #[must_use]
    pub fn fit(self) -> Self {
        let text = Mrkdwn::written(&self.text).fit(TEXT);
        Self {
            text: text.as_str().to_owned(),
            author_name: self.author_name.map(|name| fit_plain(&name, NAME)),
            ..self
        }
    }
}

impl Meta {
    /// A form about no incident yet, which answers there.
    pub fn answering(to: &ReplyTo) -> Self {
        Self {
            incident: None,
            channel: to.channel.clone(),
            response_url: to.response_url.clone(),
            message: None,
            shown: None,
        }
    }

    /// A form about an incident.
    pub fn about(incident: IncidentId, to: &ReplyTo) -> Self {
        Self {
            incident: Some(incident),
            ..Self::answering(to)
        }
    }

    /// The same form, which shows this; too much to be carried is left out.
    #[must_use]
    pub fn showing(&self, shown: Shown) -> Self {
        let showing = Self {
            shown: Some(shown),
            ..self.clone()
        };
        if showing.encoded().len() <= METADATA {
            showing
        } else {
            self.clone()
        }
    }

    /// As the form carries it.
    pub fn encoded(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads it back.
    pub fn decoded(text: &str) -> Result<Self, Refusal> {
        serde_json::from_str(text)
            .map_err(|_| Refusal::new("This form is from another version. Please open it again."))
    }

    /// The incident, which every form about one carries.
    pub fn incident(&self) -> Result<IncidentId, Refusal> {
        self.incident
            .ok_or_else(|| Refusal::new("This form names no incident. Please open it again."))
    }

    /// Where the answer to this person goes.
    pub fn reply_to(&self, user: &UserId) -> ReplyTo {
        ReplyTo {
            user: user.clone(),
            channel: self.channel.clone(),
            response_url: self.response_url.clone(),
        }
    }
}
