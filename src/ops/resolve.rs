//! Resolve.

use super::{Failure, Ops, Request};
use crate::domain::{Incident, IncidentId};

impl Ops {
    /// Ends the incident; the text says what fixed it and may be empty.
    pub async fn resolve(
        &self,
        request: &Request,
        id: IncidentId,
        text: &str,
    ) -> Result<Incident, Failure> {
        self.decide(request, id, |incident, asked| incident.resolve(text, asked))
            .await
    }
}
