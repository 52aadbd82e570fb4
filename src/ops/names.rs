//! The names behind ids.

use std::collections::HashMap;

use super::{Failure, Ops};
use crate::domain::text::Names;

/// The fact under which the announcement channel is kept: the setting, `=`, the channel's id.
pub(crate) const ANNOUNCEMENTS: &str = "announcements";

/// The names of people and channels, as known at one moment.
#[derive(Clone, Debug, Default)]
pub struct NameBook {
    people: HashMap<String, String>,
    channels: HashMap<String, String>,
}

impl Names for NameBook {
    fn person(&self, id: &str) -> Option<String> {
        self.people.get(id).cloned()
    }

    fn channel(&self, id: &str) -> Option<String> {
        self.channels.get(id).cloned()
    }
}

impl Ops {
    /// The names known now.
    pub async fn names(&self) -> Result<NameBook, Failure> {
        let mut names = NameBook {
            people: self.store().people_names().await?.into_iter().collect(),
            channels: self.store().channel_names().await?.into_iter().collect(),
        };
        // The announcement channel is known by the name under which it was looked for.
        let announcements = self.fact(ANNOUNCEMENTS).await?;
        if let Some((name, id)) = announcements
            .as_deref()
            .and_then(|fact| fact.split_once('='))
            && name != id
        {
            names.channels.insert(id.to_owned(), name.to_owned());
        }
        Ok(names)
    }
}
