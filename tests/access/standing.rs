//! Guests and people of other organisations may talk, not command, unless the configuration says so.

use muster::domain::EntryKind;
use muster::slack::ids::{ActionId, ShortcutId};
use serde_json::{Value, json};

use crate::support::room::Room;
use crate::support::wire::Knock;
use crate::support::world::World;
use crate::support::{Setup, conversation, conversation_with};

const TITLE: &str = "checkout is down";

/// An incident whose room everybody is in.
async fn everybody_in(world: &World) -> Room<'_> {
    world
        .alice()
        .runs(&format!("/incident declare {TITLE}"))
        .await;
    let room = world.room("inc-1-").await;
    let others = json!({ "users": ["bob", "erin", "frank", "grace"] });
    world.alice().does("invite", &room, others).await;
    room
}

/// The entries that only somebody who may command can cause.
async fn commanded(world: &World) -> usize {
    let entries = world.timeline(1).await;
    let caused = entries.iter().filter(|entry| {
        matches!(
            entry.content.kind,
            EntryKind::RoleAssigned
                | EntryKind::Note
                | EntryKind::Curated
                | EntryKind::Resolved
                | EntryKind::UpdatePosted
                | EntryKind::SeverityChanged
        )
    });
    caused.count()
}

#[tokio::test]
async fn guests_and_externals_may_talk_but_not_command() {
    conversation(async |world| {
        let room = everybody_in(world).await;
        let card = room.card_ts().await;
        for (name, why) in [
            ("erin", "Guests"),
            ("frank", "Guests"),
            ("grace", "other organisations"),
        ] {
            let person = world.person(name);
            for line in [
                "declare mine",
                "note x",
                "sev 1",
                "role ic me",
                "resolve",
                "list",
                "",
            ] {
                let told = person.runs_in(&room.id, &format!("/incident {line}")).await;
                let told = told["ack"].to_string();
                assert!(told.contains(why), "{name} {line:?}: {told}");
                assert!(!told.contains(TITLE), "{name} {line:?}: {told}");
            }
            for action in [
                ActionId::TakeCommand,
                ActionId::PostUpdate,
                ActionId::Resolve,
            ] {
                person.clicks(&room, &card, &action.key()).await;
                let told = person.last_ephemeral().await;
                assert!(told.contains(why), "{name} {action:?}: {told}");
            }
            assert!(!person.has_form().await);
            let ts = person.says(&room, &format!("{name} was here")).await;
            person
                .uses_shortcut(ShortcutId::AddToTimeline.key(), Some((&room, &ts)))
                .await;
            person
                .does("react", &room, json!({ "ts": ts, "name": "pushpin" }))
                .await;
            let lines = world.lines(EntryKind::Message).await;
            assert!(
                lines.contains(&format!("{name}: {name} was here")),
                "{lines:#?}"
            );
        }
        assert_eq!(commanded(world).await, 0);
        assert_eq!(world.number("SELECT count(*) FROM incidents").await, 1);
        assert_eq!(world.number("SELECT count(*) FROM curated").await, 0);
        assert_eq!(world.entries(EntryKind::ReactionAdded).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn the_global_shortcut_is_refused_too() {
    conversation(async |world| {
        for name in ["erin", "frank"] {
            let person = world.person(name);
            person.uses_shortcut(ShortcutId::Declare.key(), None).await;
            assert!(!person.has_form().await);
            let told = person.direct_messages().await;
            assert!(told[0].contains("Guests"), "{told:#?}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_configuration_can_let_them() {
    let setup = Setup {
        settings: vec![
            ("MUSTER__ACCESS__GUESTS", "true".to_owned()),
            ("MUSTER__ACCESS__EXTERNAL", "true".to_owned()),
        ],
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        let room = everybody_in(world).await;
        for name in ["erin", "frank", "grace"] {
            let person = world.person(name);
            person
                .runs_in(&room.id, &format!("/incident note from {name}"))
                .await;
        }
        assert_eq!(world.entries(EntryKind::Note).await.len(), 3);
        world
            .person("erin")
            .clicks(&room, &room.card_ts().await, &ActionId::TakeCommand.key())
            .await;
        assert_eq!(world.entries(EntryKind::RoleAssigned).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_by_somebody_who_was_made_a_guest_meanwhile_is_refused() {
    conversation(async |world| {
        let room = everybody_in(world).await;
        world.bob().runs_in(&room.id, "/incident update").await;
        world
            .control("people", &json!({ "name": "bob", "is_restricted": true }))
            .await;
        world.drain().await;
        let answer = world.bob().submits(&json!({ "text": "still me" })).await;
        assert!(answer.to_string().contains("Guests"), "{answer}");
        assert!(world.entries(EntryKind::UpdatePosted).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn deactivated_accounts_and_programs_cannot_command() {
    conversation(async |world| {
        everybody_in(world).await;
        world.bob().runs("/incident list").await;
        let mut delivery = world.last_delivery("command").await;
        world
            .control("people", &json!({ "name": "bob", "deleted": true }))
            .await;
        world.drain().await;
        let cases = [
            ("U0BOB000001", "deactivated"),
            (muster::sandbox::ids::BOT_USER, "Programs"),
        ];
        for (number, (user, why)) in (0..).zip(cases) {
            delivery["payload"]["user_id"] = user.into();
            delivery["payload"]["text"] = "note INC-1 forged".into();
            delivery["payload"]["trigger_id"] = format!("{number}.1.again").into();
            let (status, told) = world.knock(&Knock::again(&delivery)).await;
            assert_eq!(status, 200);
            assert!(told.contains(why), "{told}");
            world.drain().await;
        }
        assert_eq!(commanded(world).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_stranger_from_another_workspace_cannot_command_before_slack_says_who_they_are() {
    conversation(async |world| {
        everybody_in(world).await;
        world.bob().runs("/incident list").await;
        let mut delivery = world.last_delivery("command").await;
        let no = json!({ "value": "user_not_found", "times": 0 });
        world.fault("users.info", "error", no).await;
        delivery["payload"]["user_id"] = "U0STRANGER1".into();
        delivery["payload"]["team_id"] = "T0ELSEWHERE".into();
        delivery["payload"]["text"] = "note INC-1 forged".into();
        delivery["payload"]["trigger_id"] = Value::from("7.1.stranger");
        let (_, told) = world.knock(&Knock::again(&delivery)).await;
        assert!(told.contains("other organisations"), "{told}");
        world.drain().await;
        assert_eq!(commanded(world).await, 0);
    })
    .await;
}
