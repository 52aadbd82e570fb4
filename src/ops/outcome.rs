//! What came of an effect is written together with what follows from it, in one commit.

use chrono::{DateTime, Utc};

use super::{Failure, Ops};
use crate::domain::{Change, ChannelId, Effect, Incident, IncidentId, MessageRef, MessageTs};
use crate::store::{EffectRow, Settled, Tx};

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done; nothing follows.
    Done,
    /// The war room is there.
    RoomCreated {
        /// Its id.
        channel: ChannelId,
        /// The name that Slack gave it.
        name: String,
    },
    /// The war room's name belongs to another channel.
    RoomNameTaken,
    /// The card was posted.
    CardPosted(MessageTs),
    /// The topic was set to this.
    TopicSet(String),
    /// The announcement was posted.
    AnnouncementPosted(MessageRef),
    /// It was looked for and is not there: it is done now, for the first time.
    NotThere,
    /// Not done, for sure: again from this time on.
    Again {
        /// When.
        at: DateTime<Utc>,
        /// Why, in words for people.
        problem: String,
        /// Whether it is only a wait for Slack's rate limit, of which nobody needs to hear.
        throttled: bool,
    },
    /// The answer was lost; from this time on it can be known whether it was done.
    InDoubt {
        /// When.
        settle_until: DateTime<Utc>,
        /// What happened to the answer.
        problem: String,
    },
    /// Slack will not do it.
    Refused {
        /// Why, in words for people.
        problem: String,
    },
}

/// People are told that a step is being retried from this attempt on.
const TELL_FROM_ATTEMPT: i64 = 3;

impl Ops {
    /// Writes what came of an attempt, and what follows from it.
    pub async fn record_outcome(&self, row: &EffectRow, outcome: &Outcome) -> Result<(), Failure> {
        let now = self.clock().now();
        let mut tx = self.store().begin().await?;
        let (settled, error) = settled(row, outcome, now);
        tx.settle(row, &settled, error.as_deref(), now).await?;
        if let Some(id) = row.effect.incident() {
            let incident = tx.lock_incident(id).await?;
            let change =
                incident.and_then(|incident| self.follow(&incident, row, outcome, &settled));
            if let Some(change) = change {
                if error.is_some() {
                    tx.mark_told(row.id).await?;
                }
                self.write(&mut tx, id, &change, row.delivery).await?;
            }
        }
        tx.commit().await?;
        self.inner.effects.notify_one();
        Ok(())
    }

    async fn write(
        &self,
        tx: &mut Tx,
        id: IncidentId,
        change: &Change,
        delivery: Option<i64>,
    ) -> Result<(), Failure> {
        let now = self.clock().now();
        tx.update_incident(&change.incident).await?;
        tx.append(id, change.entries.clone(), now).await?;
        tx.enqueue(&change.effects, delivery, now).await?;
        Ok(())
    }

    fn follow(
        &self,
        incident: &Incident,
        row: &EffectRow,
        outcome: &Outcome,
        settled: &Settled,
    ) -> Option<Change> {
        let now = self.clock().now();
        match (outcome, &row.effect) {
            (Outcome::RoomCreated { channel, name }, _) => {
                Some(incident.room_created(channel.clone(), name.clone(), now))
            }
            (Outcome::RoomNameTaken, Effect::CreateRoom { attempt, .. }) => {
                Some(incident.room_name_taken(*attempt, self.policy()))
            }
            (Outcome::CardPosted(ts), _) => Some(incident.card_posted(ts.clone())),
            (Outcome::TopicSet(topic), _) => Some(incident.topic_set(topic.clone())),
            (Outcome::AnnouncementPosted(message), _) => {
                Some(incident.announcement_posted(message.clone(), now))
            }
            (
                Outcome::Again {
                    at,
                    problem,
                    throttled: false,
                },
                effect,
            ) if !row.told && row.attempt >= TELL_FROM_ATTEMPT => {
                Some(incident.step_failed(effect, problem, Some(*at), now))
            }
            (Outcome::Refused { problem } | Outcome::InDoubt { problem, .. }, effect)
                if *settled == Settled::Dead =>
            {
                Some(incident.step_failed(effect, problem, None, now))
            }
            _ => None,
        }
    }
}

fn settled(row: &EffectRow, outcome: &Outcome, now: DateTime<Utc>) -> (Settled, Option<String>) {
    let done = |result: &str| (Settled::Done(result.to_owned()), None);
    match outcome {
        Outcome::Done => done("done"),
        Outcome::RoomCreated { channel, .. } => done(channel.as_str()),
        Outcome::RoomNameTaken => done("name taken"),
        Outcome::TopicSet(_) => done("set"),
        Outcome::CardPosted(ts) => done(ts.as_str()),
        Outcome::AnnouncementPosted(message) => done(message.ts.as_str()),
        Outcome::NotThere => (Settled::Again(now), None),
        Outcome::Again { at, problem, .. } if row.doubt => {
            (Settled::LookUp(*at), Some(problem.clone()))
        }
        Outcome::Again { at, problem, .. } => (Settled::Again(*at), Some(problem.clone())),
        Outcome::InDoubt {
            settle_until,
            problem,
        } => (
            Settled::in_doubt(row.effect.class(), *settle_until),
            Some(problem.clone()),
        ),
        Outcome::Refused { problem } => (Settled::Dead, Some(problem.clone())),
    }
}
