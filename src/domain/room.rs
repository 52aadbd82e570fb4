//! What follows when Slack has done a step, or has refused it.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::channel_name::channel_name;
use super::effect::{Answer, Effect, Notice};
use super::ids::{ChannelId, MessageRef, MessageTs, UserId};
use super::incident::{Change, Incident};
use super::policy::Policy;
use super::timeline::{EntryKind, NewEntry};

impl Incident {
    /// The war room is there: people, card, announcement and topic follow side by side.
    pub fn room_created(&self, channel: ChannelId, name: String, now: DateTime<Utc>) -> Change {
        let mut change = Change::of(self.clone());
        let id = self.id;
        let text = format!("opened the incident channel #{name}");
        let mut entry = NewEntry::new(EntryKind::RoomCreated, now, text);
        entry.channel = Some(channel.clone());
        change.record(entry.keyed(format!("room:{channel}")));
        change.incident.channel = Some(channel);
        change.incident.channel_name = name;
        change.then(Effect::Invite {
            incident: id,
            users: self.people(),
        });
        change.then(Effect::PostCard(id));
        change.announce();
        change.then(Effect::SetTopic(id));
        if let Some(to) = change.incident.reply_to.take() {
            let answer = Answer::RoomReady { incident: id };
            change.then(Effect::Answer {
                incident: Some(id),
                to,
                answer,
            });
        }
        change
    }

    /// The name belongs to another channel: the next one is tried.
    pub fn room_name_taken(&self, attempt: u32, policy: &Policy) -> Change {
        let mut change = Change::of(self.clone());
        let attempt = attempt.saturating_add(1);
        let name = channel_name(self, policy, attempt);
        change.incident.channel_name.clone_from(&name);
        let (incident, private) = (self.id, self.private);
        change.then(Effect::CreateRoom {
            incident,
            name,
            private,
            attempt,
        });
        change
    }

    /// The card was posted: it is pinned, and bookmarked.
    pub fn card_posted(&self, ts: MessageTs) -> Change {
        let mut change = Change::of(self.clone());
        change.incident.card = Some(ts);
        change.then(Effect::PinCard(self.id));
        change.then(Effect::AddBookmark(self.id));
        change
    }

    /// The topic was set.
    pub fn topic_set(&self, topic: String) -> Change {
        let mut change = Change::of(self.clone());
        change.incident.topic = topic;
        change
    }

    /// Stakeholders can read the announcement.
    pub fn announcement_posted(&self, message: MessageRef, now: DateTime<Utc>) -> Change {
        let mut change = Change::of(self.clone());
        let text = format!("announced the incident in <#{}>", message.channel);
        let detail = json!({ "channel": message.channel, "ts": message.ts });
        change.record(NewEntry::new(EntryKind::Announced, now, text).with(detail));
        change.incident.announcement = Some(message);
        if change.incident.channel.is_some() {
            // The card tells where.
            change.then(Effect::RefreshCard(self.id));
        }
        change
    }

    /// A postmortem draft is asked for: it is uploaded to the war room.
    pub fn draft_postmortem(&self, by: &UserId, now: DateTime<Utc>) -> Change {
        let mut change = Change::of(self.clone());
        let entry = NewEntry::new(
            EntryKind::PostmortemDrafted,
            now,
            "asked for the postmortem draft",
        );
        change.record(entry.by(by));
        if self.channel.is_some() {
            change.then(Effect::UploadPostmortem {
                incident: self.id,
                by: by.clone(),
            });
        }
        change
    }

    /// A step was refused by Slack: the people in the incident are told, and stakeholders still
    /// hear of the incident when it is the channel that could not be made.
    pub fn step_failed(
        &self,
        effect: &Effect,
        problem: &str,
        retry_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Change {
        let mut change = Change::of(self.clone());
        let step = effect.step().to_owned();
        let outlook = if retry_at.is_some() {
            "it is tried again"
        } else {
            "it was given up"
        };
        let text = format!("could not {step}: {problem}; {outlook}");
        let detail = json!({ "step": step, "problem": problem, "retry_at": retry_at });
        change.record(NewEntry::new(EntryKind::StepFailed, now, text).with(detail));
        let incident = self.id;
        let notice = Notice::StepFailed {
            step,
            problem: problem.to_owned(),
            retry_at,
        };
        match effect {
            // Without a room, or when the room itself takes no posts, people are told directly.
            Effect::CreateRoom { .. }
            | Effect::RoomNotice { .. }
            | Effect::PostCard(_)
            | Effect::UploadPostmortem { .. } => {
                for user in self.people_in_charge() {
                    let notice = notice.clone();
                    change.then(Effect::TellPerson {
                        incident,
                        user,
                        notice,
                    });
                }
                change.announce();
            }
            // Whoever cannot be reached by message cannot be told so by message.
            Effect::TellPerson { .. } | Effect::Answer { .. } => {}
            Effect::Invite { .. }
            | Effect::RefreshCard(_)
            | Effect::PinCard(_)
            | Effect::SetTopic(_)
            | Effect::AddBookmark(_)
            | Effect::Announce(_)
            | Effect::RefreshAnnouncement(_)
            | Effect::AnnounceNotice { .. }
            | Effect::BriefHolder { .. }
            | Effect::Mark { .. }
            | Effect::EnsureAnnouncements
            | Effect::LearnSelf
            | Effect::LearnPeople
            | Effect::LearnPerson(_) => change.tell_room(notice),
        }
        change
    }

    fn people_in_charge(&self) -> Vec<UserId> {
        match self.commander() {
            Some(commander) if *commander != self.reporter => {
                vec![commander.clone(), self.reporter.clone()]
            }
            Some(_) | None => vec![self.reporter.clone()],
        }
    }
}
