//! The names of things: incidents, people, channels and messages.
//! Each is its own type, so that a channel can never be passed where a person is meant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The number of an incident, written `INC-<number>`; counted from 1, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IncidentId(pub i64);

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "INC-{}", self.0)
    }
}

/// The text is not an incident's name such as `INC-12`, `inc12`, `#12` or `12`.
#[derive(Debug, PartialEq, Eq)]
pub struct NotAnIncidentId;

impl FromStr for IncidentId {
    type Err = NotAnIncidentId;

    /// Reads what people type: `INC-12`, `inc-12`, `INC12`, `#12` and `12`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let digits = text
            .get(..3)
            .filter(|head| head.eq_ignore_ascii_case("inc"))
            .and_then(|_| text.get(3..))
            .map_or_else(
                || text.strip_prefix('#').unwrap_or(text),
                |rest| rest.strip_prefix('-').unwrap_or(rest),
            );
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAnIncidentId);
        }
        match digits.parse() {
            Ok(number) if number > 0 => Ok(Self(number)),
            _ => Err(NotAnIncidentId),
        }
    }
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as Slack or the configuration writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// A person (or bot user) in Slack, such as `U012AB3CD`.
    UserId
}
text_id! {
    /// A Slack channel, such as `C012AB3CD`. Ids stay when names change.
    ChannelId
}
text_id! {
    /// A message's timestamp, such as `1700000000.000100`: with its channel, its identity.
    MessageTs
}
text_id! {
    /// A severity's configured key, such as `SEV1`.
    SeverityKey
}
text_id! {
    /// A role's configured key, such as `commander`.
    RoleKey
}

/// A message in a channel.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MessageRef {
    /// Where it stands.
    pub channel: ChannelId,
    /// Which one it is.
    pub ts: MessageTs,
}
