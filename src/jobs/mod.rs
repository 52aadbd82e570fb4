//! Carrying out effects after the commit: the worker takes them from the outbox, [`Hands`] does
//! them, and what came of each is written together with what follows. No transaction is open
//! during a call.

mod answers;
mod calls;
mod channels;
mod deliveries;
mod files;
mod find;
mod people;
mod posts;
mod rooms;
mod worker;

use std::sync::{Arc, Mutex};

use chrono::Duration;

use crate::domain::{Effect, Incident, Policy};
use crate::ops::{Failure, Internal, Ops, Outcome};
use crate::slack::budget::Budget;
use crate::slack::client::SlackApi;
use crate::store::EffectRow;

pub use deliveries::{Deliveries, Handle};
pub use worker::{Progress, Worker};

/// How effects are carried out.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long a lost `conversations.create` may still take effect.
    pub settle_create: Duration,
    /// How long any other lost call may still take effect.
    pub settle_post: Duration,
    /// How long an effect belongs to the process that took it.
    pub lease: Duration,
    /// How many effects are carried out at once.
    pub workers: usize,
    /// The announcement channel's id, or its name without `#`.
    pub announce_channel: String,
}

/// What effects are done with.
#[derive(Clone, Debug)]
pub struct Hands {
    pub(crate) ops: Ops,
    pub(crate) slack: SlackApi,
    budget: Arc<Mutex<Budget>>,
    pub(crate) settings: Settings,
}

/// An effect's end: what came of it, or the outcome that stopped it half-way.
type Done = Result<Outcome, Stopped>;

/// Why an effect did not come to its end.
enum Stopped {
    /// What came of it instead.
    Outcome(Outcome),
    /// A fault of ours.
    Fault(Failure),
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Fault(failure)
    }
}

impl Hands {
    /// Puts them together.
    pub fn new(ops: Ops, slack: SlackApi, settings: Settings) -> Self {
        Self {
            ops,
            slack,
            budget: Arc::new(Mutex::new(Budget::new())),
            settings,
        }
    }

    fn policy(&self) -> &Policy {
        self.ops.policy()
    }

    /// Does one effect. A fault of ours counts as not done: it is tried again.
    async fn carry_out(&self, row: &EffectRow) -> Outcome {
        match self.attempt(row).await {
            Ok(outcome) | Err(Stopped::Outcome(outcome)) => outcome,
            Err(Stopped::Fault(fault)) => {
                tracing::error!(effect = row.id, step = row.effect.step(), %fault, "effect failed");
                Outcome::Again {
                    at: self.ops.clock().now() + calls::backoff(row.attempt),
                    problem: "internal_error".to_owned(),
                    throttled: false,
                }
            }
        }
    }

    async fn attempt(&self, row: &EffectRow) -> Done {
        match &row.effect {
            Effect::CreateRoom { name, private, .. } => self.create_room(row, name, *private).await,
            Effect::Invite { users, .. } => self.invite(row, users).await,
            Effect::PostCard(_) => self.post_card(row).await,
            Effect::RefreshCard(_) => self.refresh_card(row).await,
            Effect::PinCard(_) => self.pin_card(row).await,
            Effect::SetTopic(_) => self.set_topic(row).await,
            Effect::AddBookmark(_) => self.add_bookmark(row).await,
            Effect::Announce(_) => self.announce(row).await,
            Effect::RefreshAnnouncement(_) => self.refresh_announcement(row).await,
            Effect::AnnounceNotice { notice, .. } => self.announce_notice(row, notice).await,
            Effect::RoomNotice { notice, .. } => self.room_notice(row, notice).await,
            Effect::TellPerson { user, notice, .. } => self.tell_person(row, user, notice).await,
            Effect::BriefHolder { role, user, .. } => self.brief_holder(row, role, user).await,
            Effect::Answer { to, answer, .. } => self.answer(row, to, answer).await,
            Effect::Mark { message, on, .. } => self.mark(row, message, *on).await,
            Effect::UploadPostmortem { .. } => self.upload_postmortem(row).await,
            Effect::EnsureAnnouncements => self.ensure_announcements(row).await,
            Effect::LearnSelf => self.learn_self(row).await,
            Effect::LearnPeople => self.learn_people(row).await,
            Effect::LearnPerson(user) => self.learn_person(row, user).await,
        }
    }

    /// The incident of an effect as it is now.
    async fn incident(&self, row: &EffectRow) -> Result<Incident, Stopped> {
        let id = row.effect.incident();
        let found = match id {
            Some(id) => self.ops.store().incident(id).await.map_err(Failure::from)?,
            None => None,
        };
        let gone = || Failure::from(Internal::new(format!("effect {} has no incident", row.id)));
        Ok(found.ok_or_else(gone)?)
    }
}
