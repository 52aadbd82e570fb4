//! The small company the sandbox starts with, so that its first minute makes sense.

use super::clock::Clock;
use super::ids;
use super::state::{Channel, Kind, Object, Topic, User, Usergroup, Workspace};
use serde_json::{Value, json};

const PEOPLE: [(&str, &str, &str, &str); 7] = [
    (ids::ALICE, "alice", "Alice Lindqvist", "Site reliability"),
    (ids::BOB, "bob", "Bob Okafor", "Payments engineer"),
    (
        ids::CAROL,
        "carol",
        "Carol Reyes",
        "Customer communications",
    ),
    (ids::DAVE, "dave", "Dave Whitfield", "VP Engineering"),
    (
        ids::ERIN,
        "erin",
        "Erin Castellanos",
        "Multi-channel guest, auditor",
    ),
    (
        ids::FRANK,
        "frank",
        "Frank Meyer",
        "Single-channel guest, contractor",
    ),
    (
        ids::GRACE,
        "grace",
        "Grace Tan",
        "Partner engineer, Southbank",
    ),
];

const CHANNELS: [(&str, &str, &str, &[&str]); 5] = [
    (
        ids::GENERAL,
        "general",
        "Company-wide announcements",
        &[ids::ALICE, ids::BOB, ids::CAROL, ids::DAVE],
    ),
    (
        ids::ENGINEERING,
        "engineering",
        "Everything engineering",
        &[ids::ALICE, ids::BOB, ids::DAVE, ids::ERIN],
    ),
    (
        ids::PAYMENTS,
        "payments",
        "The payments team: checkout, ledger, payouts",
        &[ids::ALICE, ids::BOB, ids::CAROL, ids::ERIN],
    ),
    (
        ids::SUPPORT,
        "support",
        "What customers tell us",
        &[ids::ALICE, ids::BOB, ids::CAROL, ids::FRANK],
    ),
    (
        ids::EXT_PARTNER,
        "ext-partner",
        "Shared with Southbank",
        &[ids::ALICE, ids::BOB, ids::GRACE],
    ),
];

const TALK: [(&str, &str, &str); 8] = [
    (
        ids::GENERAL,
        ids::DAVE,
        "Welcome to Northwind! Releases go out on Tuesdays and Thursdays.",
    ),
    (
        ids::GENERAL,
        ids::CAROL,
        "The status page copy guide is in the handbook now.",
    ),
    (
        ids::ENGINEERING,
        ids::ALICE,
        "Rolling the edge proxies this afternoon, two at a time.",
    ),
    (
        ids::ENGINEERING,
        ids::BOB,
        "Thanks. Checkout deploy waits until you are done.",
    ),
    (
        ids::PAYMENTS,
        ids::BOB,
        "Checkout v41 is on the canary. Error rate looks flat so far.",
    ),
    (
        ids::PAYMENTS,
        ids::ALICE,
        "p99 on the ledger database went up a little, keeping an eye on it.",
    ),
    (
        ids::SUPPORT,
        ids::CAROL,
        "Two customers report card payments that hang at the last step.",
    ),
    (
        ids::EXT_PARTNER,
        ids::GRACE,
        "Our side of the webhook migration is finished.",
    ),
];

/// The workspace at the start.
pub(crate) fn workspace(clock: &Clock) -> Workspace {
    let mut workspace = Workspace::default();
    let now = clock.now_s();
    for (id, name, real_name, title) in PEOPLE {
        let user = person(id, name, real_name, title);
        workspace.users.insert(id.to_owned(), user);
    }
    workspace
        .users
        .insert(ids::BOT_USER.to_owned(), bot_user("muster"));
    for (id, name, purpose, members) in CHANNELS {
        let mut channel = Channel {
            id: id.to_owned(),
            name: name.to_owned(),
            kind: Kind::Public,
            is_general: id == ids::GENERAL,
            is_ext_shared: id == ids::EXT_PARTNER,
            creator: ids::DAVE.to_owned(),
            created: now,
            updated_ms: clock.now_ms(),
            purpose: Topic {
                value: purpose.to_owned(),
                creator: ids::DAVE.to_owned(),
                last_set: now,
            },
            ..Channel::default()
        };
        channel
            .members
            .extend(members.iter().map(|member| (*member).to_owned()));
        workspace.channels.insert(id.to_owned(), channel);
    }
    for (channel, user, text) in TALK {
        let message = said(&clock.ts(), user, text);
        if let Some(channel) = workspace.channels.get_mut(channel) {
            channel
                .messages
                .insert(super::state::text(&message, "ts").to_owned(), message);
        }
    }
    workspace.usergroups.push(Usergroup {
        id: "S0ONCALL001".to_owned(),
        handle: "oncall".to_owned(),
        name: "On call".to_owned(),
        users: vec![ids::ALICE.to_owned(), ids::BOB.to_owned()],
        created: now,
    });
    workspace
}

fn person(id: &str, name: &str, real_name: &str, title: &str) -> User {
    let foreign = id == ids::GRACE;
    let domain = if foreign {
        "southbank.example"
    } else {
        "northwind.example"
    };
    User {
        id: id.to_owned(),
        team_id: if foreign {
            ids::PARTNER_TEAM
        } else {
            ids::TEAM
        }
        .to_owned(),
        name: name.to_owned(),
        real_name: real_name.to_owned(),
        title: title.to_owned(),
        email: format!("{name}@{domain}"),
        tz: "Etc/UTC".to_owned(),
        is_admin: id == ids::DAVE,
        is_restricted: id == ids::ERIN || id == ids::FRANK,
        is_ultra_restricted: id == ids::FRANK,
        ..User::default()
    }
}

/// The app's bot user.
pub(crate) fn bot_user(name: &str) -> User {
    User {
        id: ids::BOT_USER.to_owned(),
        team_id: ids::TEAM.to_owned(),
        name: name.to_owned(),
        real_name: name.to_owned(),
        title: "App".to_owned(),
        tz: "Etc/UTC".to_owned(),
        is_bot: true,
        ..User::default()
    }
}

fn said(ts: &str, user: &str, text: &str) -> Object {
    let message = json!({
        "type": "message",
        "user": user,
        "text": text,
        "ts": ts,
        "team": if user == ids::GRACE { ids::PARTNER_TEAM } else { ids::TEAM },
    });
    match message {
        Value::Object(fields) => fields,
        _ => Object::new(),
    }
}
