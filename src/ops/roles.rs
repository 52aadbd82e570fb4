//! Take, assign and set roles.

use std::collections::BTreeMap;

use super::{Failure, Ops, Request};
use crate::domain::{Actor, Incident, IncidentId, RoleKey, UserId};

impl Ops {
    /// Takes a role that is free. Of two people at once one gets it; the other is told who has it.
    pub async fn take_role(
        &self,
        request: &Request,
        id: IncidentId,
        role: &RoleKey,
    ) -> Result<Incident, Failure> {
        self.decide(request, id, |incident, asked| {
            incident.take_role(role, asked)
        })
        .await
    }

    /// Gives a role to a person.
    pub async fn assign_role(
        &self,
        request: &Request,
        id: IncidentId,
        role: &RoleKey,
        to: &Actor,
    ) -> Result<Incident, Failure> {
        self.decide(request, id, |incident, asked| {
            incident.assign_role(role, to, asked)
        })
        .await
    }

    /// Sets the holders of the roles that are given; `people` are those whose standing is known.
    pub async fn set_roles(
        &self,
        request: &Request,
        id: IncidentId,
        wanted: &BTreeMap<RoleKey, Vec<UserId>>,
        people: &[Actor],
    ) -> Result<Incident, Failure> {
        self.decide(request, id, |incident, asked| {
            incident.set_roles(wanted, people, asked)
        })
        .await
    }
}
