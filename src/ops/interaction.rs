//! Requests that changed nothing: a view was opened, a list was read, or the answer was no.

use serde_json::Value;

use super::{Failure, Ops, Request};
use crate::domain::{IncidentId, Refusal};
use crate::store::InboxState;

impl Ops {
    /// Nothing changed. The delivery is done, and the timeline of the incident shows that it was
    /// asked.
    pub async fn looked(
        &self,
        request: &Request,
        incident: Option<IncidentId>,
    ) -> Result<(), Failure> {
        self.close(request, incident, None).await
    }

    /// It was refused: the delivery keeps `reply`, so that a repeat gets the same answer.
    pub async fn refused(
        &self,
        request: &Request,
        incident: Option<IncidentId>,
        refusal: &Refusal,
        reply: Option<&Value>,
    ) -> Result<(), Failure> {
        self.close(request, incident, Some((refusal, reply))).await
    }

    /// The delivery could not be worked off: it is kept, counted and shown.
    pub async fn failed(&self, delivery: i64, error: &str) -> Result<(), Failure> {
        let mut tx = self.store().begin().await?;
        let now = self.clock().now();
        tx.finish_delivery(delivery, InboxState::Failed, (None, Some(error)), now)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn close(
        &self,
        request: &Request,
        incident: Option<IncidentId>,
        refused: Option<(&Refusal, Option<&Value>)>,
    ) -> Result<(), Failure> {
        let mut tx = self.store().begin().await?;
        let now = self.clock().now();
        let locked = match incident {
            Some(id) => tx.lock_incident(id).await?,
            None => None,
        };
        if let (Some(incident), Some(interaction)) = (locked, &request.interaction) {
            let mut entry = interaction.entry(&request.actor.user, now, request.delivery);
            if let Some((refusal, _)) = refused {
                entry.text = format!("{} (refused: {refusal})", entry.text);
            }
            tx.append(incident.id, vec![entry], now).await?;
        }
        if let Some(seq) = request.delivery {
            let (state, reply, why) = match refused {
                None => (InboxState::Done, None, None),
                Some((refusal, reply)) => {
                    let reply = reply.map(Value::to_string);
                    (InboxState::Refused, reply, Some(refusal.to_string()))
                }
            };
            tx.finish_delivery(seq, state, (reply.as_deref(), why.as_deref()), now)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
