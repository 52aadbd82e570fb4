//! Post an update.

use super::{Failure, Ops, Request};
use crate::domain::{Incident, IncidentId, UpdateDraft};

impl Ops {
    /// Posts an update: to the war room, to stakeholders, and on the timeline.
    pub async fn update(
        &self,
        request: &Request,
        id: IncidentId,
        draft: &UpdateDraft,
    ) -> Result<Incident, Failure> {
        self.decide(request, id, |incident, asked| incident.update(draft, asked))
            .await
    }
}
