//! Any request that can be made of an incident, by anybody, at any time.

use std::collections::BTreeMap;

use chrono::Duration;
use muster::domain::{
    Actor, Asked, Change, Draft, Effect, Incident, MessageRef, Notice, Refusal, RoleKey, Standing,
    Status, UpdateDraft, UserId,
};
use proptest::prelude::*;

use super::person;

/// Everybody who may turn up; the first four are members.
pub(super) fn everybody() -> Vec<Actor> {
    let members = ["U1", "U2", "U3", "U4"].map(Actor::member);
    let others = [
        person("U5", Standing::Guest),
        person("U6", Standing::External),
        person("U7", Standing::Bot),
        person("U8", Standing::Deactivated),
    ];
    members.into_iter().chain(others).collect()
}

/// What is asked.
#[derive(Clone, Debug)]
pub(super) enum Request {
    Take(String),
    Assign(String, usize),
    SetRoles(Vec<(String, Vec<usize>)>),
    Update(UpdateDraft),
    Severity(String),
    Resolve(String),
    Reopen(String),
    Note(String),
    Postmortem,
    RoomCreated,
    RoomNameTaken(u32),
    CardPosted,
    AnnouncementPosted,
    StepFailed(usize, bool),
}

/// A request, who makes it, and how many seconds after the one before.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) request: Request,
    pub(super) actor: usize,
    pub(super) wait: i64,
}

impl Request {
    /// Whether a person asks it, and not Slack.
    pub(super) fn is_command(&self) -> bool {
        match self {
            Self::Take(_)
            | Self::Assign(..)
            | Self::SetRoles(_)
            | Self::Update(_)
            | Self::Severity(_)
            | Self::Resolve(_)
            | Self::Reopen(_)
            | Self::Note(_) => true,
            Self::Postmortem
            | Self::RoomCreated
            | Self::RoomNameTaken(_)
            | Self::CardPosted
            | Self::AnnouncementPosted
            | Self::StepFailed(..) => false,
        }
    }

    /// Asks it.
    pub(super) fn ask(&self, incident: &Incident, asked: &Asked<'_>) -> Result<Change, Refusal> {
        let everybody = everybody();
        let now = asked.now;
        match self {
            Self::Take(role) => incident.take_role(&role.as_str().into(), asked),
            Self::Assign(role, to) => {
                incident.assign_role(&role.as_str().into(), &everybody[*to], asked)
            }
            Self::SetRoles(wanted) => {
                incident.set_roles(&holders(wanted, &everybody), &everybody, asked)
            }
            Self::Update(draft) => incident.update(draft, asked),
            Self::Severity(key) => incident.change_severity(&key.as_str().into(), asked),
            Self::Resolve(text) => incident.resolve(text, asked),
            Self::Reopen(text) => incident.reopen(text, asked),
            Self::Note(text) => incident.note(text, asked),
            Self::Postmortem => Ok(incident.draft_postmortem(&asked.actor.user, now)),
            Self::RoomCreated => {
                Ok(incident.room_created("C1".into(), incident.channel_name.clone(), now))
            }
            Self::RoomNameTaken(attempt) => Ok(incident.room_name_taken(*attempt, asked.policy)),
            Self::CardPosted => Ok(incident.card_posted("1.1".into())),
            Self::AnnouncementPosted => Ok(incident.announcement_posted(announcement(), now)),
            Self::StepFailed(index, again) => {
                let effects = effects(incident);
                let retry_at = again.then(|| now + Duration::minutes(1));
                let effect = &effects[index % effects.len()];
                Ok(incident.step_failed(effect, "Slack is down", retry_at, now))
            }
        }
    }
}

fn announcement() -> MessageRef {
    MessageRef {
        channel: "CANNOUNCE".into(),
        ts: "2.2".into(),
    }
}

fn holders(wanted: &[(String, Vec<usize>)], everybody: &[Actor]) -> BTreeMap<RoleKey, Vec<UserId>> {
    let users = |indices: &[usize]| indices.iter().map(|i| everybody[*i].user.clone()).collect();
    wanted
        .iter()
        .map(|(role, indices)| (role.as_str().into(), users(indices)))
        .collect()
}

/// One effect of each kind that can fail.
fn effects(incident: &Incident) -> Vec<Effect> {
    let id = incident.id;
    let user = incident.reporter.clone();
    let notice = Notice::Resolved {
        by: user.clone(),
        text: String::new(),
    };
    vec![
        Effect::CreateRoom {
            incident: id,
            name: incident.channel_name.clone(),
            private: incident.private,
            attempt: 0,
        },
        Effect::Invite {
            incident: id,
            users: vec![user.clone()],
        },
        Effect::PostCard(id),
        Effect::RefreshCard(id),
        Effect::PinCard(id),
        Effect::SetTopic(id),
        Effect::AddBookmark(id),
        Effect::Announce(id),
        Effect::RefreshAnnouncement(id),
        Effect::AnnounceNotice {
            incident: id,
            notice: notice.clone(),
        },
        Effect::RoomNotice {
            incident: id,
            notice: notice.clone(),
        },
        Effect::TellPerson {
            incident: id,
            user: user.clone(),
            notice,
        },
        Effect::BriefHolder {
            incident: id,
            role: "commander".into(),
            user: user.clone(),
        },
        Effect::UploadPostmortem {
            incident: id,
            by: user,
        },
    ]
}

fn role() -> impl Strategy<Value = String> {
    let spellings = [
        "commander",
        "ic",
        "Incident Commander",
        "comms",
        "scribe",
        "responder",
        "helper",
        "boss",
        "",
    ];
    prop::sample::select(spellings.map(str::to_owned).to_vec())
}

fn severity() -> impl Strategy<Value = String> {
    let spellings = ["SEV0", "SEV1", "1", "sev-2", "Minor", "low", "SEV9", ""];
    prop::sample::select(spellings.map(str::to_owned).to_vec())
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just(" \n ".to_owned()),
        Just("<!channel> db-2 is <@U3>'s & back".to_owned()),
        Just("<https://a.b|x> ".repeat(300)),
        ".{0,30}",
    ]
}

fn status() -> impl Strategy<Value = Option<Status>> {
    prop::option::of(prop::sample::select(Status::ALL.to_vec()))
}

fn update() -> impl Strategy<Value = UpdateDraft> {
    let next_in = prop_oneof![
        Just(None),
        (-5..120_i64).prop_map(|minutes| Some(Duration::minutes(minutes))),
        Just(Some(Duration::MAX)),
        Just(Some(Duration::MIN)),
    ];
    (words(), status(), prop::option::of(severity()), next_in).prop_map(
        |(text, status, severity, next_in)| UpdateDraft {
            text,
            status,
            severity: severity.map(Into::into),
            next_in,
        },
    )
}

fn request() -> impl Strategy<Value = Request> {
    let users = prop::collection::vec(0..8_usize, 0..4);
    prop_oneof![
        2 => role().prop_map(Request::Take),
        3 => (role(), 0..8_usize).prop_map(|(role, to)| Request::Assign(role, to)),
        3 => prop::collection::vec((role(), users), 0..4).prop_map(Request::SetRoles),
        4 => update().prop_map(Request::Update),
        3 => severity().prop_map(Request::Severity),
        2 => words().prop_map(Request::Resolve),
        2 => words().prop_map(Request::Reopen),
        1 => words().prop_map(Request::Note),
        1 => Just(Request::Postmortem),
        2 => Just(Request::RoomCreated),
        1 => any::<u32>().prop_map(Request::RoomNameTaken),
        1 => Just(Request::CardPosted),
        1 => Just(Request::AnnouncementPosted),
        2 => (any::<usize>(), any::<bool>()).prop_map(|(i, again)| Request::StepFailed(i, again)),
    ]
}

/// A request by anybody, most often by a member; clocks of two machines may differ a little.
pub(super) fn step() -> impl Strategy<Value = Step> {
    let actor = prop_oneof![5 => 0..4_usize, 1 => 4..8_usize];
    let wait = prop_oneof![1 => Just(0), 6 => 1..7_200_i64, 1 => -3..0_i64];
    (request(), actor, wait).prop_map(|(request, actor, wait)| Step {
        request,
        actor,
        wait,
    })
}

/// What somebody declares.
pub(super) fn draft() -> impl Strategy<Value = Draft> {
    let title = prop_oneof![
        6 => "[ -~]{1,40}",
        2 => ".{0,300}",
        1 => Just("<!channel> 決済が失敗".to_owned()),
        1 => Just("  ".to_owned()),
    ];
    let minutes = prop::option::of(-100_000..5_i64);
    let choices = (
        prop::option::weighted(0.5, severity()),
        prop::option::weighted(0.2, prop::sample::select(vec!["outage", "fire"])),
        prop::collection::vec(prop::sample::select(vec!["api", "checkout"]), 0..3),
    );
    (
        title,
        words(),
        choices,
        minutes,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            |(title, description, (severity, kind, services), minutes, private, drill)| Draft {
                title,
                description,
                severity: severity.map(Into::into),
                incident_type: kind.map(str::to_owned),
                services: services.into_iter().map(str::to_owned).collect(),
                impact_started: minutes.map(super::after),
                private,
                drill,
                reply_to: None,
                source: None,
            },
        )
}
