//! Who people are.

use super::{Failure, Ops, Person};
use crate::domain::UserId;

impl Ops {
    /// A person, as far as known.
    pub async fn person(&self, user: &UserId) -> Result<Option<Person>, Failure> {
        Ok(self.store().person(user).await?)
    }

    /// Learns who people are.
    pub async fn remember_people(&self, people: &[Person]) -> Result<(), Failure> {
        if people.is_empty() {
            return Ok(());
        }
        let mut tx = self.store().begin().await?;
        tx.remember_people(people, self.clock().now()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A fact that was learned, such as the bot's own account.
    pub async fn fact(&self, name: &str) -> Result<Option<String>, Failure> {
        Ok(self.store().fact(name).await?)
    }

    /// Learns a fact.
    pub async fn learn(&self, name: &str, value: &str) -> Result<(), Failure> {
        let mut tx = self.store().begin().await?;
        tx.learn(name, value).await?;
        tx.commit().await?;
        Ok(())
    }
}
