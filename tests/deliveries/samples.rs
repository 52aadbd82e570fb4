//! Every payload that Slack's own repositories show is taken in by the running bot without failure.

use serde_json::{Value, json};

use crate::support::wire::Knock;
use crate::support::world::World;
use crate::support::{Setup, conversation, conversation_with};
use crate::transport::samples::samples;

async fn taken_in(world: &World, file: &str, knock: &Knock) {
    let before = world.number("SELECT count(*) FROM inbox").await;
    let (status, answer) = world.knock(knock).await;
    assert_eq!(status, 200, "{file}: {answer}");
    world.drain().await;
    let after = world.number("SELECT count(*) FROM inbox").await;
    assert_eq!(after, before + 1, "{file} is not stored");
    let failed = world
        .number("SELECT count(*) FROM inbox WHERE state = 'failed'")
        .await;
    assert_eq!(failed, 0, "{file} failed");
}

async fn goes_on(world: &World) {
    let told = world.alice().runs("/incident declare still here").await;
    assert!(told["ack"].to_string().contains("INC-"), "{told}");
}

#[tokio::test]
async fn events() {
    conversation(async |world| {
        let mut number = 0;
        for sample in samples(&["event_callback", "inner_event"]) {
            number += 1;
            let mut payload = sample.content;
            if payload["type"] != "event_callback" {
                payload = json!({
                    "type": "event_callback", "event_time": 1_700_000_000,
                    "team_id": "T1", "api_app_id": "A1", "event": payload,
                });
            }
            payload["event_id"] = format!("Ev{number:08}").into();
            taken_in(world, &sample.file, &Knock::event(&payload)).await;
        }
        goes_on(world).await;
    })
    .await;
}

/// Puts the sample into the incident's channel.
fn moved(payload: &mut Value, room: &str) {
    for place in ["/event/channel", "/event/item/channel", "/event/channel/id"] {
        if let Some(channel) = payload.pointer_mut(place).filter(|one| one.is_string()) {
            *channel = room.into();
        }
    }
}

#[tokio::test]
async fn events_in_an_incidents_channel() {
    conversation(async |world| {
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        let room = world.room("inc-1-").await.id;
        let mut number = 0;
        for sample in samples(&["event_callback", "inner_event"]) {
            number += 1;
            let mut payload = sample.content;
            if payload["type"] != "event_callback" {
                payload = json!({
                    "type": "event_callback", "event_time": 1_700_000_000,
                    "team_id": "T1", "api_app_id": "A1", "event": payload,
                });
            }
            // What moves the channel elsewhere has its own conversations.
            if payload["event"]["type"] == "channel_id_changed" {
                continue;
            }
            moved(&mut payload, &room);
            payload["event_id"] = format!("Ev{number:08}").into();
            taken_in(world, &sample.file, &Knock::event(&payload)).await;
            let text = payload["event"]["text"].as_str().unwrap_or_default();
            let is_plain = payload["event"]["type"] == "message"
                && payload["event"]["subtype"].is_null()
                && payload["event"]["blocks"].is_null();
            if is_plain && !text.is_empty() {
                let timeline = world.timeline(1).await;
                let kept = timeline
                    .iter()
                    .any(|entry| entry.content.text.contains(text));
                assert!(kept, "{}: {text:?} is not on the timeline", sample.file);
            }
        }
        goes_on(world).await;
    })
    .await;
}

#[tokio::test]
async fn commands() {
    conversation(async |world| {
        for sample in samples(&["slash_command"]) {
            let mut fields = sample.content["form"].clone();
            fields["response_url"] = format!("{}/response/none", world.sandbox.url()).into();
            if fields["ssl_check"] == "1" {
                fields.as_object_mut().unwrap().remove("ssl_check");
            }
            taken_in(world, &sample.file, &Knock::command(&fields)).await;
        }
        goes_on(world).await;
    })
    .await;
}

#[tokio::test]
async fn interactions() {
    // People whom nobody knows cannot be answered.
    let setup = Setup {
        expects_dead: true,
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        let mut number = 0;
        for sample in samples(&["interaction"]) {
            number += 1;
            let mut payload = sample.content;
            if payload["type"] == "block_suggestion" {
                // A question without a consequence: answered, not kept.
                let (status, answer) = world.knock(&Knock::interaction(&payload)).await;
                assert_eq!(
                    (status.as_u16(), answer.as_str()),
                    (200, r#"{"options":[]}"#)
                );
                continue;
            }
            payload["trigger_id"] = format!("{number}.1.sample").into();
            let nowhere = format!("{}/response/none", world.sandbox.url());
            if payload["response_url"].is_string() {
                payload["response_url"] = nowhere.clone().into();
            }
            taken_in(world, &sample.file, &Knock::interaction(&payload)).await;
        }
        goes_on(world).await;
    })
    .await;
}
