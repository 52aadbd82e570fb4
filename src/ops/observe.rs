//! What happened in a channel goes on the timeline of the incident whose war room it is.

use super::curate::{Picked, curated_entry, is_recorded};
use super::{Failure, Ops, Request};
use crate::domain::observed::TWIN;
use crate::domain::text::{mentioned, unescape};
use crate::domain::{Actor, Change, Effect, EntryKind, IncidentId, NewEntry, Observed, UserId};
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
        let id = change.incident.id;
        if self.is_new(&mut tx, id, observed).await? {
            change.entries.push(observed.entry());
        }
        self.note_presence(&mut tx, id, observed).await?;
        self.note_pick(&mut tx, &mut change, observed).await?;
        note_topic(&mut tx, &mut change, observed).await?;
        if let (EntryKind::ChannelRenamed, Some(name)) = (observed.kind, &observed.value) {
            change.incident.channel_name.clone_from(name);
        }
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

    /// Whether it is new: Slack tells of some acts twice, of which one counts.
    async fn is_new(
        &self,
        tx: &mut Tx,
        id: IncidentId,
        observed: &Observed,
    ) -> Result<bool, Failure> {
        if observed.told.is_none() {
            return Ok(true);
        }
        let around = (observed.at - TWIN, observed.at + TWIN);
        let near = tx.entries_between(id, observed.kind, around).await?;
        Ok(!near.iter().any(|entry| observed.is_twin(entry)))
    }

    /// Keeps the list of members. Word of a coming may arrive after word of the later going.
    async fn note_presence(
        &self,
        tx: &mut Tx,
        id: IncidentId,
        observed: &Observed,
    ) -> Result<(), Failure> {
        let Some(user) = &observed.actor else {
            return Ok(());
        };
        let is_there = match observed.kind {
            EntryKind::Joined => true,
            EntryKind::Left => false,
            // Who writes is there, even if their joining was never told.
            EntryKind::Message | EntryKind::FileShared if !tx.is_member(id, user).await? => true,
            _ => return Ok(()),
        };
        let last = tx.last_presence(id, user).await?;
        if last.is_some_and(|last| last.content.occurred_at > observed.at) {
            return Ok(());
        }
        if is_there {
            tx.add_member(id, user, observed.at).await?;
        } else {
            tx.remove_member(id, user).await?;
        }
        Ok(())
    }

    /// 📌 puts a message on the curated timeline, taking it off takes it off again.
    async fn note_pick(
        &self,
        tx: &mut Tx,
        change: &mut Change,
        observed: &Observed,
    ) -> Result<(), Failure> {
        let (true, Some(message), Some(user)) = (
            observed.is_pin(),
            observed.message_ref(),
            observed.actor.as_ref(),
        ) else {
            return Ok(());
        };
        if !self.may_pick(tx, user).await? {
            return Ok(());
        }
        let id = change.incident.id;
        let before = tx.reactions(id, &message, user).await?;
        let on = observed.pin_stands(&before);
        let entry = if on && tx.curate(id, &message, user, observed.at).await? {
            let known = is_recorded(tx, id, &message).await?;
            let picked = Picked {
                message: message.clone(),
                author: None,
                author_name: None,
                text: "a message from before the timeline began".to_owned(),
                occurred_at: observed.at,
            };
            curated_entry(&picked, user, known, observed.at).keyed(format!("pick:{}", observed.key))
        } else if !on && tx.uncurate(id, &message, user).await? {
            let text = "took a message off the curated timeline";
            let mut entry = NewEntry::new(EntryKind::Uncurated, observed.at, text).by(user);
            entry.channel = Some(message.channel.clone());
            entry.message_ts = Some(message.ts.clone());
            entry.keyed(format!("unpick:{}", observed.key))
        } else {
            return Ok(());
        };
        change.entries.push(entry);
        change.effects.push(Effect::Mark {
            incident: id,
            message,
            on,
        });
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

/// Somebody else's topic stands until the next change. Our own are known already, and word of
/// them may come late.
async fn note_topic(tx: &mut Tx, change: &mut Change, observed: &Observed) -> Result<(), Failure> {
    let by = observed.actor.as_ref().map(UserId::as_str);
    if observed.kind == EntryKind::TopicChanged && tx.fact("bot_user").await?.as_deref() != by {
        change.incident.topic = unescape(observed.value.as_deref().unwrap_or_default());
    }
    Ok(())
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
