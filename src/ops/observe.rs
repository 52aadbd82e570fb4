//! What happened in a channel goes on the timeline of the incident whose war room it is.

use super::curate::{Picked, curated_entry, is_recorded};
use super::{Failure, Ops, Request};
use crate::domain::text::{mentioned, unescape};
use crate::domain::{Actor, Change, Effect, EntryKind, NewEntry, Observed, UserId};
use crate::store::{InboxState, Tx};

impl Ops {
    /// Writes down what happened; channels without an incident are left alone. The same again adds
    /// nothing.
    pub async fn channel_event(
        &self,
        delivery: Option<i64>,
        observed: &Observed,
    ) -> Result<(), Failure> {
        let found = self.store().incident_of_channel(&observed.channel).await?;
        let mut tx = self.store().begin().await?;
        let locked = match found {
            Some(incident) => tx.lock_incident(incident.id).await?,
            None => None,
        };
        let Some(incident) = locked else {
            self.finish(&mut tx, delivery, InboxState::Done).await?;
            tx.commit().await?;
            return Ok(());
        };
        let mut change = Change {
            incident,
            entries: Vec::new(),
            effects: Vec::new(),
        };
        if self.note_presence(&mut tx, &mut change, observed).await? {
            change.entries.push(observed.entry());
        }
        self.note_pick(&mut tx, &mut change, observed).await?;
        if let Some(channel) = &observed.moved_to {
            change.incident.channel = Some(channel.clone());
        }
        ask_who(&mut tx, &mut change, observed).await?;
        let actor = Actor::member(observed.actor.clone().unwrap_or_else(|| "".into()));
        let request = Request {
            actor,
            delivery,
            interaction: None,
        };
        self.conclude(tx, &request, change).await?;
        Ok(())
    }

    /// Keeps the list of members; Slack tells of a join or leave in two ways, of which one counts.
    async fn note_presence(
        &self,
        tx: &mut Tx,
        change: &mut Change,
        observed: &Observed,
    ) -> Result<bool, Failure> {
        let id = change.incident.id;
        match (observed.kind, &observed.actor) {
            (EntryKind::Joined, Some(user)) => Ok(tx.add_member(id, user, observed.at).await?),
            (EntryKind::Left, Some(user)) => Ok(tx.remove_member(id, user).await?),
            (EntryKind::Message | EntryKind::FileShared, Some(user)) => {
                // Who writes is there, even if their joining was never told.
                tx.add_member(id, user, observed.at).await?;
                Ok(true)
            }
            (EntryKind::TopicChanged, Some(user)) => {
                // Our own are known already, and their news may come late.
                if tx.fact("bot_user").await?.as_deref() != Some(user.as_str()) {
                    let value = observed.value.as_deref().unwrap_or_default();
                    change.incident.topic = unescape(value);
                }
                Ok(true)
            }
            (EntryKind::ChannelRenamed, _) => {
                if let Some(name) = &observed.value {
                    change.incident.channel_name.clone_from(name);
                }
                Ok(true)
            }
            _ => Ok(true),
        }
    }

    /// 📌 puts a message on the curated timeline, taking it off takes it off again.
    async fn note_pick(
        &self,
        tx: &mut Tx,
        change: &mut Change,
        observed: &Observed,
    ) -> Result<(), Failure> {
        let (Some(on), Some(message), Some(user)) =
            (observed.curates(), observed.message_ref(), &observed.actor)
        else {
            return Ok(());
        };
        if !self.may_pick(tx, user).await? {
            return Ok(());
        }
        let id = change.incident.id;
        if on && tx.curate(id, &message, user, observed.at).await? {
            let known = is_recorded(tx, id, &message).await?;
            let picked = Picked {
                message: message.clone(),
                author: None,
                author_name: None,
                text: "a message from before the timeline began".to_owned(),
                occurred_at: observed.at,
            };
            let entry = curated_entry(&picked, user, known, observed.at);
            change
                .entries
                .push(entry.keyed(format!("pick:{}", observed.key)));
            change.effects.push(Effect::Mark {
                incident: id,
                message,
                on: true,
            });
        } else if !on && tx.uncurate(id, &message, user).await? {
            let text = "took a message off the curated timeline";
            let mut entry = NewEntry::new(EntryKind::Uncurated, observed.at, text).by(user);
            entry.channel = Some(message.channel.clone());
            entry.message_ts = Some(message.ts.clone());
            change
                .entries
                .push(entry.keyed(format!("unpick:{}", observed.key)));
            change.effects.push(Effect::Mark {
                incident: id,
                message,
                on: false,
            });
        }
        Ok(())
    }

    async fn may_pick(&self, tx: &mut Tx, user: &UserId) -> Result<bool, Failure> {
        let person = tx.person(user).await?;
        Ok(person.is_none_or(|person| {
            Actor {
                user: person.user,
                standing: person.standing,
            }
            .may_act(self.policy())
            .is_ok()
        }))
    }
}

/// Asks for the names that the timeline will need.
async fn ask_who(tx: &mut Tx, change: &mut Change, observed: &Observed) -> Result<(), Failure> {
    let mut people: Vec<UserId> = mentioned(&observed.text)
        .into_iter()
        .map(UserId::from)
        .collect();
    people.extend(observed.actor.clone());
    for user in people {
        if tx.person(&user).await?.is_none() {
            change.effects.push(Effect::LearnPerson(user));
        }
    }
    Ok(())
}
