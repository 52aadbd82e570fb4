//! The names behind ids.

use std::collections::HashMap;

use super::{Failure, Ops};
use crate::domain::text::Names;

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
        Ok(NameBook {
            people: self.store().people_names().await?.into_iter().collect(),
            channels: self.store().channel_names().await?.into_iter().collect(),
        })
    }
}
