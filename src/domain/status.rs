//! Where an incident stands, and which moves are allowed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The stage of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Declared; the cause is not known.
    Investigating,
    /// The cause is known; a fix is being worked on.
    Identified,
    /// A fix is in place; its effect is being watched.
    Monitoring,
    /// The impact is over.
    Resolved,
}

impl Status {
    /// All, in the order of an incident's life.
    pub const ALL: [Self; 4] = [
        Self::Investigating,
        Self::Identified,
        Self::Monitoring,
        Self::Resolved,
    ];

    /// The key under which it is stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Investigating => "investigating",
            Self::Identified => "identified",
            Self::Monitoring => "monitoring",
            Self::Resolved => "resolved",
        }
    }

    /// The name that people read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Investigating => "Investigating",
            Self::Identified => "Identified",
            Self::Monitoring => "Monitoring",
            Self::Resolved => "Resolved",
        }
    }

    /// A few words on what it says about the incident.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Investigating => "we are looking for the cause",
            Self::Identified => "the cause is known, a fix is under way",
            Self::Monitoring => "a fix is in place, we are watching it",
            Self::Resolved => "the impact is over",
        }
    }

    /// Whether people still work on it.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Resolved)
    }

    /// Whether the impact is over or held off.
    pub const fn is_mitigated(self) -> bool {
        matches!(self, Self::Monitoring | Self::Resolved)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text is not a status.
#[derive(Debug, PartialEq, Eq)]
pub struct NotAStatus;

impl FromStr for Status {
    type Err = NotAStatus;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|status| status.key().eq_ignore_ascii_case(text.trim()))
            .ok_or(NotAStatus)
    }
}
