//! Write a note.

use super::{Failure, Ops, Request};
use crate::domain::{Incident, IncidentId};

impl Ops {
    /// Writes a note on the timeline (mrkdwn).
    pub async fn note(
        &self,
        request: &Request,
        id: IncidentId,
        text: &str,
    ) -> Result<Incident, Failure> {
        self.decide(request, id, |incident, asked| incident.note(text, asked))
            .await
    }
}
