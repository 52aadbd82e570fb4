//! Commands, buttons and forms are on the timeline, without what would open a door.

use muster::domain::EntryKind;
use muster::slack::ids::ActionId;
use serde_json::{Value, json};

use super::messages::declared;
use crate::support::conversation;
use crate::support::world::World;

#[tokio::test]
async fn commands_buttons_and_forms_are_recorded() {
    conversation(async |world| {
        let room = declared(world).await;
        world
            .bob()
            .runs_in(&room.id, "/incident note failover is `done` <!channel>")
            .await;
        let card = room.card_ts().await;
        world
            .bob()
            .clicks(&room, &card, &ActionId::TakeCommand.key())
            .await;
        world
            .bob()
            .clicks(&room, &card, &ActionId::Resolve.key())
            .await;
        world.bob().submits(&json!({})).await;

        let commands = world.lines(EntryKind::CommandRun).await;
        assert_eq!(
            commands[0],
            "alice: ran `/incident declare checkout is down`"
        );
        assert!(
            commands[1].starts_with("bob: ran `/incident note failover"),
            "{commands:?}"
        );
        let buttons = world.lines(EntryKind::ButtonPressed).await;
        assert_eq!(buttons.len(), 2, "{buttons:#?}");
        assert!(buttons[0].starts_with("bob: pressed “"), "{buttons:#?}");
        let forms = world.lines(EntryKind::ModalSubmitted).await;
        assert_eq!(forms, ["bob: sent the form “Resolve the incident”"]);
        assert_eq!(world.entries(EntryKind::Note).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_refused_command_in_the_room_is_recorded_with_the_refusal() {
    conversation(async |world| {
        let room = declared(world).await;
        world.bob().runs_in(&room.id, "/incident sev 77").await;
        let commands = world.lines(EntryKind::CommandRun).await;
        assert!(commands[1].contains("refused"), "{commands:#?}");
    })
    .await;
}

/// Every raw payload that was kept, with its kind.
async fn raws(world: &World) -> Vec<(EntryKind, Value)> {
    let entries = world.timeline(1).await;
    let kept = entries.into_iter().filter_map(|entry| {
        let kind = entry.content.kind;
        entry.content.raw.map(|raw| (kind, raw))
    });
    kept.collect()
}

fn find_keys(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                if ["token", "trigger_id", "response_url", "response_urls"].contains(&key.as_str())
                {
                    found.push(key.clone());
                }
                find_keys(inner, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| find_keys(item, found)),
        _ => {}
    }
}

#[tokio::test]
async fn what_is_kept_of_a_payload_opens_no_door() {
    conversation(async |world| {
        let room = declared(world).await;
        world.bob().says(&room, "hello").await;
        world.bob().runs_in(&room.id, "/incident update").await;
        world
            .bob()
            .submits(&json!({ "text": "still looking" }))
            .await;
        let card = room.card_ts().await;
        world
            .bob()
            .clicks(&room, &card, &ActionId::TakeCommand.key())
            .await;

        let raws = raws(world).await;
        for kind in [
            EntryKind::Message,
            EntryKind::CommandRun,
            EntryKind::ModalSubmitted,
            EntryKind::ButtonPressed,
        ] {
            assert!(
                raws.iter().any(|(known, _)| *known == kind),
                "no raw payload of {kind:?}"
            );
        }
        for (kind, raw) in raws {
            let mut found = Vec::new();
            find_keys(&raw, &mut found);
            assert!(found.is_empty(), "{kind:?} keeps {found:?}: {raw}");
            let text = raw.to_string();
            assert!(!text.contains("/response/"), "{kind:?}: {text}");
            assert!(!text.contains("xoxb-"), "{kind:?}: {text}");
        }
    })
    .await;
}
