//! What is to be done in Slack after a change was committed, and how it may be repeated.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{ChannelId, IncidentId, MessageRef, RoleKey, SeverityKey, UserId};
use super::status::Status;

/// How urgent an effect is; a lower lane goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// A person waits for it.
    Person = 0,
    /// People are told something.
    Communication = 1,
    /// Keeping things in order.
    Housekeeping = 2,
    /// Reading up on what is known elsewhere.
    CatchUp = 3,
}

/// What is known of an effect whose answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Doing it twice is the same as once: it is just repeated.
    Repeatable,
    /// A channel is found again by its name and its maker.
    NaturalKey,
    /// A message or a bookmark is found again by the mark that it carries.
    LookUp,
    /// Nothing can be found out: it is tried once at most.
    NotFindable,
}

/// Where an answer to one person goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyTo {
    /// Who asked.
    pub user: UserId,
    /// The channel in which they asked, when there was one.
    pub channel: Option<ChannelId>,
    /// Slack's address for answers to this one request.
    pub response_url: Option<String>,
}

/// Something that people in the incident, and stakeholders unless it is private, are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// An update was posted.
    Update {
        /// By whom.
        by: UserId,
        /// What it says.
        text: String,
        /// The status before and after.
        status: (Status, Status),
        /// The severity before and after.
        severity: (Option<SeverityKey>, Option<SeverityKey>),
        /// When the next one is promised.
        next_due: Option<DateTime<Utc>>,
    },
    /// The severity was changed on its own.
    Severity {
        /// By whom.
        by: UserId,
        /// Before.
        from: Option<SeverityKey>,
        /// After.
        to: Option<SeverityKey>,
    },
    /// The incident is over.
    Resolved {
        /// By whom.
        by: UserId,
        /// What fixed it, if they said so.
        text: String,
    },
    /// The incident goes on.
    Reopened {
        /// By whom.
        by: UserId,
        /// Why, if they said so.
        text: String,
    },
    /// Somebody took, was given, or gave up roles.
    Roles {
        /// By whom.
        by: UserId,
        /// Role and new holder.
        assigned: Vec<(RoleKey, UserId)>,
        /// Role and former holder.
        released: Vec<(RoleKey, UserId)>,
    },
    /// A step in Slack failed.
    StepFailed {
        /// What was to be done, such as `invite people`.
        step: String,
        /// What Slack said.
        problem: String,
        /// When it is tried again; none: it was given up.
        retry_at: Option<DateTime<Utc>>,
    },
}

/// What a person is told in private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// The war room of an incident that they declared is there.
    RoomReady {
        /// Which incident.
        incident: IncidentId,
    },
    /// A finished reply that came too late for the acknowledgement.
    Late {
        /// The text without blocks.
        text: String,
        /// Slack's blocks.
        blocks: serde_json::Value,
    },
}

/// One thing to do outside, after the commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", content = "of", rename_all = "snake_case")]
pub enum Effect {
    /// Makes the war room under the name that the incident carries.
    CreateRoom {
        /// For which incident.
        incident: IncidentId,
        /// The exact name, committed before the call.
        name: String,
        /// Whether the channel is private.
        private: bool,
        /// Which name it is: 0 is the first, each clash adds 1.
        attempt: u32,
    },
    /// Brings people into the war room.
    Invite {
        /// For which incident.
        incident: IncidentId,
        /// Whom.
        users: Vec<UserId>,
    },
    /// Posts the card.
    PostCard(IncidentId),
    /// Brings the card up to date.
    RefreshCard(IncidentId),
    /// Pins the card.
    PinCard(IncidentId),
    /// Brings the channel's topic up to date.
    SetTopic(IncidentId),
    /// Puts the link to the record into the channel's bookmarks.
    AddBookmark(IncidentId),
    /// Tells stakeholders for the first time.
    Announce(IncidentId),
    /// Brings the announcement up to date.
    RefreshAnnouncement(IncidentId),
    /// Adds a notice under the announcement.
    AnnounceNotice {
        /// Of which incident.
        incident: IncidentId,
        /// What.
        notice: Notice,
    },
    /// Tells the people in the war room.
    RoomNotice {
        /// Of which incident.
        incident: IncidentId,
        /// What.
        notice: Notice,
    },
    /// Tells one person by direct message what failed, when there is no war room.
    TellPerson {
        /// Of which incident.
        incident: IncidentId,
        /// Whom.
        user: UserId,
        /// What.
        notice: Notice,
    },
    /// Tells a new holder of a role in private what it asks of them.
    BriefHolder {
        /// In which incident.
        incident: IncidentId,
        /// Which role.
        role: RoleKey,
        /// Whom.
        user: UserId,
    },
    /// Answers one person.
    Answer {
        /// About which incident, when it is about one.
        incident: Option<IncidentId>,
        /// Where to.
        to: ReplyTo,
        /// What.
        answer: Answer,
    },
    /// Marks a message with the bot's own reaction, or takes it off.
    Mark {
        /// In which incident.
        incident: IncidentId,
        /// Which message.
        message: MessageRef,
        /// On or off.
        on: bool,
    },
    /// Uploads the postmortem draft to the war room.
    UploadPostmortem {
        /// Of which incident.
        incident: IncidentId,
        /// Who asked.
        by: UserId,
    },
    /// Finds, makes and joins the announcement channel.
    EnsureAnnouncements,
    /// Asks Slack who the bot is, and in which workspace.
    LearnSelf,
    /// Reads the list of people.
    LearnPeople,
    /// Reads one person's name and standing.
    LearnPerson(UserId),
}

impl Effect {
    /// The incident that it belongs to.
    pub const fn incident(&self) -> Option<IncidentId> {
        match self {
            Self::CreateRoom { incident, .. }
            | Self::Invite { incident, .. }
            | Self::PostCard(incident)
            | Self::RefreshCard(incident)
            | Self::PinCard(incident)
            | Self::SetTopic(incident)
            | Self::AddBookmark(incident)
            | Self::Announce(incident)
            | Self::RefreshAnnouncement(incident)
            | Self::AnnounceNotice { incident, .. }
            | Self::RoomNotice { incident, .. }
            | Self::TellPerson { incident, .. }
            | Self::BriefHolder { incident, .. }
            | Self::Mark { incident, .. }
            | Self::UploadPostmortem { incident, .. } => Some(*incident),
            Self::Answer { incident, .. } => *incident,
            Self::EnsureAnnouncements
            | Self::LearnSelf
            | Self::LearnPeople
            | Self::LearnPerson(_) => None,
        }
    }

    /// How urgent it is.
    pub const fn lane(&self) -> Lane {
        match self {
            Self::CreateRoom { .. }
            | Self::Invite { .. }
            | Self::PostCard(_)
            | Self::Answer { .. }
            | Self::LearnSelf
            | Self::LearnPerson(_) => Lane::Person,
            Self::Announce(_)
            | Self::AnnounceNotice { .. }
            | Self::RoomNotice { .. }
            | Self::TellPerson { .. }
            | Self::BriefHolder { .. }
            | Self::UploadPostmortem { .. }
            | Self::EnsureAnnouncements => Lane::Communication,
            Self::RefreshCard(_)
            | Self::PinCard(_)
            | Self::SetTopic(_)
            | Self::AddBookmark(_)
            | Self::RefreshAnnouncement(_)
            | Self::Mark { .. } => Lane::Housekeeping,
            Self::LearnPeople => Lane::CatchUp,
        }
    }

    /// Effects of one stream are done one after another, in the order in which they were decided;
    /// one that was given up holds up only what needs it. Answers to people stand for themselves.
    pub fn stream(&self) -> Option<String> {
        Some(match self {
            Self::Answer { .. } => return None,
            Self::CreateRoom { incident, .. } => format!("room:{}", incident.0),
            Self::Invite { incident, .. } => format!("invite:{}", incident.0),
            Self::PostCard(id) | Self::RefreshCard(id) => format!("card:{}", id.0),
            Self::PinCard(id) => format!("pin:{}", id.0),
            Self::SetTopic(id) => format!("topic:{}", id.0),
            Self::AddBookmark(id) => format!("bookmark:{}", id.0),
            Self::Announce(id) | Self::RefreshAnnouncement(id) => format!("announce:{}", id.0),
            Self::AnnounceNotice { incident, .. } => format!("announce:{}", incident.0),
            Self::RoomNotice { incident, .. } | Self::UploadPostmortem { incident, .. } => {
                format!("post:{}", incident.0)
            }
            Self::TellPerson { incident, user, .. } | Self::BriefHolder { incident, user, .. } => {
                format!("dm:{}:{user}", incident.0)
            }
            Self::Mark { message, .. } => format!("mark:{}:{}", message.channel, message.ts),
            Self::EnsureAnnouncements => "announcements".to_owned(),
            Self::LearnSelf | Self::LearnPeople => "people".to_owned(),
            Self::LearnPerson(user) => format!("person:{user}"),
        })
    }

    /// A stream that must be empty first: nothing is posted into a room before it is there.
    pub fn needs(&self) -> Option<String> {
        match self {
            Self::RoomNotice { incident, .. } | Self::UploadPostmortem { incident, .. } => {
                Some(format!("room:{}", incident.0))
            }
            Self::CreateRoom { .. }
            | Self::Invite { .. }
            | Self::PostCard(_)
            | Self::RefreshCard(_)
            | Self::PinCard(_)
            | Self::SetTopic(_)
            | Self::AddBookmark(_)
            | Self::Announce(_)
            | Self::RefreshAnnouncement(_)
            | Self::AnnounceNotice { .. }
            | Self::TellPerson { .. }
            | Self::BriefHolder { .. }
            | Self::Answer { .. }
            | Self::Mark { .. }
            | Self::EnsureAnnouncements
            | Self::LearnSelf
            | Self::LearnPeople
            | Self::LearnPerson(_) => None,
        }
    }

    /// Of several waiting effects with the same key only the newest is done.
    pub fn coalesce_key(&self) -> Option<String> {
        match self {
            Self::RefreshCard(_) | Self::SetTopic(_) | Self::RefreshAnnouncement(_) => {
                self.stream().map(|stream| format!("{stream}:refresh"))
            }
            Self::LearnSelf => Some("self".to_owned()),
            Self::EnsureAnnouncements | Self::LearnPeople | Self::LearnPerson(_) => self.stream(),
            Self::CreateRoom { .. }
            | Self::Invite { .. }
            | Self::PostCard(_)
            | Self::PinCard(_)
            | Self::AddBookmark(_)
            | Self::Announce(_)
            | Self::AnnounceNotice { .. }
            | Self::RoomNotice { .. }
            | Self::TellPerson { .. }
            | Self::BriefHolder { .. }
            | Self::Answer { .. }
            | Self::Mark { .. }
            | Self::UploadPostmortem { .. } => None,
        }
    }

    /// What may be done when its answer was lost.
    pub const fn class(&self) -> Class {
        match self {
            Self::CreateRoom { .. } => Class::NaturalKey,
            Self::PostCard(_)
            | Self::Announce(_)
            | Self::AnnounceNotice { .. }
            | Self::RoomNotice { .. }
            | Self::TellPerson { .. }
            | Self::BriefHolder { .. }
            | Self::AddBookmark(_)
            | Self::UploadPostmortem { .. } => Class::LookUp,
            Self::Answer { .. } => Class::NotFindable,
            Self::Invite { .. }
            | Self::RefreshCard(_)
            | Self::PinCard(_)
            | Self::SetTopic(_)
            | Self::RefreshAnnouncement(_)
            | Self::Mark { .. }
            | Self::EnsureAnnouncements
            | Self::LearnSelf
            | Self::LearnPeople
            | Self::LearnPerson(_) => Class::Repeatable,
        }
    }

    /// What it does, in words for the people in the incident: `make the channel`.
    pub const fn step(&self) -> &'static str {
        match self {
            Self::CreateRoom { .. } => "make the incident channel",
            Self::Invite { .. } => "invite people to the channel",
            Self::PostCard(_) => "post the incident card",
            Self::RefreshCard(_) => "update the incident card",
            Self::PinCard(_) => "pin the incident card",
            Self::SetTopic(_) => "set the channel's topic",
            Self::AddBookmark(_) => "add the bookmark",
            Self::Announce(_) => "announce the incident",
            Self::RefreshAnnouncement(_) => "update the announcement",
            Self::AnnounceNotice { .. } => "post to the announcement's thread",
            Self::RoomNotice { .. } => "post to the incident channel",
            Self::TellPerson { .. } => "tell a person by direct message",
            Self::BriefHolder { .. } => "send the role's instructions",
            Self::Answer { .. } => "answer",
            Self::Mark { .. } => "mark the message",
            Self::UploadPostmortem { .. } => "upload the postmortem draft",
            Self::EnsureAnnouncements => "find the announcement channel",
            Self::LearnSelf => "ask Slack who the bot is",
            Self::LearnPeople | Self::LearnPerson(_) => "read who people are",
        }
    }
}
