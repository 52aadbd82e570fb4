//! What can be asked of Muster: one file for each verb, one transaction for each request.
//! A verb loads, lets the domain decide, and writes state, timeline, effects and the delivery's end
//! in one commit. Nothing here calls the outside: [`crate::jobs`] does, after the commit.

mod answer;
mod curate;
mod declare;
mod failure;
mod inbox;
mod interaction;
mod names;
mod note;
mod observe;
mod outcome;
mod people;
mod policy;
mod postmortem;
mod query;
mod reopen;
mod request;
mod resolve;
mod roles;
mod severity;
mod update;

use std::sync::Arc;

use tokio::sync::{Notify, mpsc};

use crate::clock::Clock;
use crate::config::Config;
use crate::domain::{Asked, Change, Incident, IncidentId, Policy, Refusal, UserId};
use crate::store::{InboxState, Store, Tx};

pub use curate::Picked;
pub use failure::{Failure, Internal};
pub use inbox::{Accepted, Intake};
pub(crate) use names::ANNOUNCEMENTS;
pub use names::NameBook;
pub use outcome::Outcome;
pub use query::curated_view;
pub use request::{Interaction, Request};
// What jobs and the command line need of the store travels through here.
pub use crate::store::{Arrival, InboxRow, Person};

/// Everything that can be asked of Muster. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Ops {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    policy: Policy,
    /// The postmortem's template, when it is not the built-in one.
    template: Option<String>,
    clock: Clock,
    /// The name under which this process takes work.
    owner: String,
    intake: mpsc::Sender<inbox::Waiting>,
    /// Rung when there may be something in the outbox.
    effects: Notify,
    /// Rung when there may be something in the inbox that nobody works on.
    deliveries: Notify,
}

impl Ops {
    /// Puts it together; `owner` is this process's name for its work. The [`Intake`] must be run.
    pub fn new(store: Store, config: &Config, clock: Clock, owner: String) -> (Self, Intake) {
        let (intake, waiting) = mpsc::channel(inbox::QUEUE);
        let inner = Arc::new(Inner {
            policy: policy::policy(config),
            template: config.postmortem.template_text.clone(),
            clock: clock.clone(),
            owner,
            intake,
            effects: Notify::new(),
            deliveries: Notify::new(),
            store: store.clone(),
        });
        (Self { inner }, Intake::new(store, clock, waiting))
    }

    /// What the organisation has decided.
    pub fn policy(&self) -> &Policy {
        &self.inner.policy
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The database, for [`crate::jobs`].
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The name under which this process takes work.
    pub fn owner(&self) -> &str {
        &self.inner.owner
    }

    /// Rung when there may be something in the outbox.
    pub fn effects_wake(&self) -> &Notify {
        &self.inner.effects
    }

    /// Rung when there may be something in the inbox that nobody works on.
    pub fn deliveries_wake(&self) -> &Notify {
        &self.inner.deliveries
    }

    /// Carries out a decision about an incident that the person may know of.
    async fn decide(
        &self,
        request: &Request,
        id: IncidentId,
        decide: impl FnOnce(&Incident, &Asked<'_>) -> Result<Change, Refusal> + Send,
    ) -> Result<Incident, Failure> {
        request.actor.may_act(self.policy())?;
        let mut tx = self.store().begin().await?;
        let incident = self.lock_visible(&mut tx, id, &request.actor.user).await?;
        let asked = Asked {
            actor: &request.actor,
            now: self.clock().now(),
            policy: self.policy(),
        };
        let change = decide(&incident, &asked)?;
        self.conclude(tx, request, change).await
    }

    /// The incident, locked, if the person may know of it; a private one does not exist for others.
    async fn lock_visible(
        &self,
        tx: &mut Tx,
        id: IncidentId,
        viewer: &UserId,
    ) -> Result<Incident, Failure> {
        let unknown = || Failure::from(query::unknown_incident(id, self.policy()));
        let incident = tx.lock_incident(id).await?.ok_or_else(unknown)?;
        let visible = !incident.private
            || incident.people().contains(viewer)
            || tx.is_member(id, viewer).await?;
        if visible {
            Ok(incident)
        } else {
            Err(unknown())
        }
    }

    /// Writes a change and everything that belongs to it, and commits.
    async fn conclude(
        &self,
        mut tx: Tx,
        request: &Request,
        change: Change,
    ) -> Result<Incident, Failure> {
        let now = self.clock().now();
        let mut entries = change.entries;
        if let Some(interaction) = &request.interaction {
            entries.insert(
                0,
                interaction.entry(&request.actor.user, now, request.delivery),
            );
        }
        tx.update_incident(&change.incident).await?;
        tx.append(change.incident.id, entries, now).await?;
        tx.enqueue(&change.effects, request.delivery, now).await?;
        self.finish(&mut tx, request.delivery, InboxState::Done)
            .await?;
        tx.commit().await?;
        if !change.effects.is_empty() {
            self.inner.effects.notify_one();
        }
        Ok(change.incident)
    }

    /// Marks the delivery as worked off, if there is one.
    async fn finish(
        &self,
        tx: &mut Tx,
        delivery: Option<i64>,
        state: InboxState,
    ) -> Result<(), Failure> {
        if let Some(seq) = delivery {
            tx.finish_delivery(seq, state, (None, None), self.clock().now())
                .await?;
        }
        Ok(())
    }
}
