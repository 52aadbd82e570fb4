//! Change the severity.

use super::{Failure, Ops, Request};
use crate::domain::{Incident, IncidentId, SeverityKey};

impl Ops {
    /// Sets the severity.
    pub async fn change_severity(
        &self,
        request: &Request,
        id: IncidentId,
        severity: &SeverityKey,
    ) -> Result<Incident, Failure> {
        self.decide(request, id, |incident, asked| {
            incident.change_severity(severity, asked)
        })
        .await
    }
}
