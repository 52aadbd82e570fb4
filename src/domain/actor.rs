//! Who asks, and whether such a person may act at all.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::UserId;
use super::policy::Policy;
use super::refusal::Refusal;

/// A person's place in the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A full member.
    Member,
    /// A single- or multi-channel guest.
    Guest,
    /// Somebody from another organisation (Slack Connect).
    External,
    /// A program.
    Bot,
    /// An account that was switched off.
    Deactivated,
}

/// A request's frame: who asks, when, and under which rules.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// When.
    pub now: DateTime<Utc>,
    /// Under which rules.
    pub policy: &'a Policy,
}

/// The person who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub user: UserId,
    /// As what.
    pub standing: Standing,
}

impl Actor {
    /// A full member.
    pub fn member(user: impl Into<UserId>) -> Self {
        Self {
            user: user.into(),
            standing: Standing::Member,
        }
    }

    /// Whether this person may give commands under the policy.
    pub fn may_act(&self, policy: &Policy) -> Result<(), Refusal> {
        match self.standing {
            Standing::Member => Ok(()),
            Standing::Guest if policy.guests_may_act => Ok(()),
            Standing::External if policy.externals_may_act => Ok(()),
            Standing::Guest => Err(Refusal::new(
                "Guests can talk in the incident channel, but not run the incident. Ask a member of \
                 the workspace to do it for you.",
            )),
            Standing::External => Err(Refusal::new(
                "People from other organisations can talk in the incident channel, but not run the \
                 incident. Ask a member of this workspace to do it for you.",
            )),
            Standing::Bot => Err(Refusal::new("Programs cannot run an incident.")),
            Standing::Deactivated => Err(Refusal::new("This account is deactivated.")),
        }
    }

    /// Whether a person of this standing may be given a role.
    pub fn may_hold_role(&self, policy: &Policy) -> Result<(), Refusal> {
        self.may_act(policy).map_err(|_| {
            let why = match self.standing {
                Standing::Guest => "a guest's account",
                Standing::External => "an account of another organisation",
                Standing::Bot => "a program",
                Standing::Deactivated => "a deactivated account",
                Standing::Member => "not an account that may act",
            };
            Refusal::new(format!("<@{}> cannot take a role: it is {why}.", self.user))
        })
    }
}
