//! Declare: the incident exists once this returns, whatever Slack says later.

use super::{Failure, Ops, Request};
use crate::domain::{Asked, Draft, Incident};
use crate::store::StoreError;

impl Ops {
    /// Declares an incident. `origin` is what makes it this one declaration (a form, a trigger):
    /// the same again gives the incident that was made first.
    pub async fn declare(
        &self,
        request: &Request,
        origin: &str,
        draft: Draft,
    ) -> Result<Incident, Failure> {
        let mut tx = self.store().begin().await?;
        tx.lock_declarations().await?;
        if let Some(id) = tx.incident_of_origin(origin).await? {
            let first = tx
                .lock_incident(id)
                .await?
                .ok_or_else(|| StoreError::Corrupt {
                    what: "incident",
                    found: id.to_string(),
                })?;
            self.finish(&mut tx, request.delivery, crate::store::InboxState::Done)
                .await?;
            tx.commit().await?;
            return Ok(first);
        }
        let now = self.clock().now();
        let asked = Asked {
            actor: &request.actor,
            now,
            policy: self.policy(),
        };
        let id = tx.next_incident_id().await?;
        let change = Incident::declare(id, draft, &asked)?;
        tx.insert_incident(&change.incident, origin).await?;
        self.conclude(tx, request, change).await
    }
}
