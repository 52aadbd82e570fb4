//! The incident: its state, and the change that a decision makes to it.
//! The decisions themselves are methods, one file for each part of the response.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::effect::{Effect, Notice, ReplyTo};
use super::ids::{ChannelId, IncidentId, MessageRef, MessageTs, RoleKey, SeverityKey, UserId};
use super::policy::{COMMANDER, Policy};
use super::status::Status;
use super::timeline::NewEntry;

/// The moments from which durations are measured; all UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// When the impact began, if somebody said so.
    pub impact_started: Option<DateTime<Utc>>,
    /// When it was noticed; until told otherwise, when it was declared.
    pub detected: DateTime<Utc>,
    /// When it was declared.
    pub declared: DateTime<Utc>,
    /// When the first commander took it.
    pub acknowledged: Option<DateTime<Utc>>,
    /// When the impact was first held off.
    pub mitigated: Option<DateTime<Utc>>,
    /// When it was resolved.
    pub resolved: Option<DateTime<Utc>>,
}

impl Times {
    /// The start of the impact as far as known.
    pub fn start(&self) -> DateTime<Utc> {
        self.impact_started
            .unwrap_or(self.declared)
            .min(self.declared)
    }

    /// Somebody took command; the first time counts. Clocks of two replicas may differ a little:
    /// no moment is earlier than the declaration.
    pub(super) fn acknowledge(&mut self, now: DateTime<Utc>) {
        let now = now.max(self.declared);
        self.acknowledged.get_or_insert(now);
    }

    /// The incident comes to this status; no moment is earlier than the ones before it.
    pub(super) fn enter(&mut self, status: Status, now: DateTime<Utc>) {
        let now = now.max(self.declared);
        self.mitigated = status.is_mitigated().then(|| self.mitigated.unwrap_or(now));
        self.resolved = (status == Status::Resolved)
            .then(|| self.mitigated.map_or(now, |mitigated| mitigated.max(now)));
    }
}

/// The newest update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastUpdate {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: UserId,
    /// What it says (mrkdwn).
    pub text: String,
}

/// An incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Its number.
    pub id: IncidentId,
    /// One line, plain text.
    pub title: String,
    /// More about it, plain text, may be empty.
    pub description: String,
    /// How bad; none: pending.
    pub severity: Option<SeverityKey>,
    /// Where it stands.
    pub status: Status,
    /// A practice.
    pub drill: bool,
    /// Seen by its members only.
    pub private: bool,
    /// What kind, such as `outage`.
    pub incident_type: Option<String>,
    /// The services affected.
    pub services: Vec<String>,
    /// When what happened.
    pub times: Times,
    /// Who declared it.
    pub reporter: UserId,
    /// Who holds which role.
    pub roles: BTreeMap<RoleKey, Vec<UserId>>,
    /// The war room, once Slack has made it.
    pub channel: Option<ChannelId>,
    /// The war room's name.
    pub channel_name: String,
    /// The war room's topic, as far as known: one that is right is not set again.
    pub topic: String,
    /// The pinned card.
    pub card: Option<MessageTs>,
    /// Whether stakeholders were or are being told.
    pub announced: bool,
    /// The post that tells stakeholders, once it is there.
    pub announcement: Option<MessageRef>,
    /// The newest update.
    pub last_update: Option<LastUpdate>,
    /// When the next one is promised.
    pub next_update_due: Option<DateTime<Utc>>,
    /// Where the reporter waits for the link to the war room.
    pub reply_to: Option<ReplyTo>,
}

/// What a decision comes to: the new state, what goes on the timeline, what is to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The incident as it is now.
    pub incident: Incident,
    /// What goes on the timeline, in order.
    pub entries: Vec<NewEntry>,
    /// What is to be done in Slack.
    pub effects: Vec<Effect>,
}

impl Change {
    pub(super) fn of(incident: Incident) -> Self {
        Self {
            incident,
            entries: Vec::new(),
            effects: Vec::new(),
        }
    }

    pub(super) fn record(&mut self, entry: NewEntry) {
        self.entries.push(entry);
    }

    pub(super) fn then(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Tells the people in the war room.
    pub(super) fn tell_room(&mut self, notice: Notice) {
        let incident = self.incident.id;
        self.then(Effect::RoomNotice { incident, notice });
    }

    /// Tells stakeholders, if they may know; makes the announcement first if there is none yet.
    pub(super) fn tell_stakeholders(&mut self, notice: Notice) {
        if !self.incident.is_announceable() {
            return;
        }
        let incident = self.incident.id;
        if !self.incident.announced {
            self.announce();
        }
        self.then(Effect::AnnounceNotice { incident, notice });
        self.then(Effect::RefreshAnnouncement(incident));
    }

    /// Makes the announcement, or brings it up to date if there is one.
    pub(super) fn announce(&mut self) {
        if !self.incident.is_announceable() {
            return;
        }
        let id = self.incident.id;
        if self.incident.announced {
            self.then(Effect::RefreshAnnouncement(id));
        } else {
            self.incident.announced = true;
            self.then(Effect::Announce(id));
        }
    }

    /// Brings card, topic and announcement in line with the state.
    pub(super) fn refresh(&mut self) {
        let id = self.incident.id;
        if self.incident.channel.is_some() {
            self.then(Effect::RefreshCard(id));
            self.then(Effect::SetTopic(id));
        }
        let has_refresh = self
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::RefreshAnnouncement(_)));
        if self.incident.announced && !has_refresh {
            self.then(Effect::RefreshAnnouncement(id));
        }
    }
}

impl Incident {
    /// Whether stakeholders may be told of it.
    pub fn is_announceable(&self) -> bool {
        !self.private && !self.drill
    }

    /// Who commands it.
    pub fn commander(&self) -> Option<&UserId> {
        self.holders(&COMMANDER.into()).first()
    }

    /// Who holds a role.
    pub fn holders(&self, role: &RoleKey) -> &[UserId] {
        self.roles.get(role).map_or(&[], Vec::as_slice)
    }

    /// Whether the person holds any role.
    pub fn holds_any_role(&self, user: &UserId) -> bool {
        self.roles.values().any(|holders| holders.contains(user))
    }

    /// Reporter and role holders, each once: the people that belong into the war room.
    pub fn people(&self) -> Vec<UserId> {
        let mut people = vec![self.reporter.clone()];
        for user in self.roles.values().flatten() {
            if !people.contains(user) {
                people.push(user.clone());
            }
        }
        people
    }

    /// How long the impact has lasted at `now`, or lasted in all.
    pub fn age(&self, now: DateTime<Utc>) -> Duration {
        let end = self.times.resolved.unwrap_or(now);
        (end - self.times.start()).max(Duration::zero())
    }

    /// Promises the next update at the severity's cadence; nothing is promised once it is over.
    pub(super) fn promise_next(
        &mut self,
        asked: Option<Duration>,
        now: DateTime<Utc>,
        policy: &Policy,
    ) {
        let cadence = self
            .severity
            .as_ref()
            .and_then(|key| policy.severity(key))
            .and_then(|severity| severity.update_every);
        self.next_update_due = if self.status.is_open() {
            asked.or(cadence).map(|wait| now + wait)
        } else {
            None
        };
    }
}
