//! Reopen.

use super::{Failure, Ops, Request};
use crate::domain::{Incident, IncidentId};

impl Ops {
    /// Opens the incident again; the text says why and may be empty.
    pub async fn reopen(
        &self,
        request: &Request,
        id: IncidentId,
        text: &str,
    ) -> Result<Incident, Failure> {
        self.decide(request, id, |incident, asked| incident.reopen(text, asked))
            .await
    }
}
