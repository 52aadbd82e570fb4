//! The same delivery twice, at once and later: it is carried out once.

use chrono::TimeDelta;
use muster::domain::EntryKind;
use muster::slack::ids::ActionId;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::support::wire::Knock;
use crate::support::world::World;
use crate::support::{Setup, conversation, conversation_with};

/// The war rooms there are.
async fn rooms(world: &World) -> usize {
    let state = world.state().await;
    let channels = state["channels"].as_array().unwrap();
    let is_room = |name: &str| name.starts_with("inc-");
    let rooms = channels
        .iter()
        .filter(|one| one["name"].as_str().is_some_and(is_room));
    rooms.count()
}

async fn one_command_one_incident(world: &World) {
    world
        .fault("commands", "repeat", json!({ "value": 4 }))
        .await;
    world
        .alice()
        .runs("/incident declare checkout is down")
        .await;
    assert_eq!(world.number("SELECT count(*) FROM incidents").await, 1);
    assert_eq!(rooms(world).await, 1);
    let announced = world.room("incidents").await.count("INC-1").await;
    assert_eq!(announced, 1);
    assert_eq!(world.entries(EntryKind::CommandRun).await.len(), 1);
}

#[tokio::test]
async fn a_command_delivered_four_times_at_once_declares_one_incident() {
    conversation(async |world| one_command_one_incident(world).await).await;
}

#[tokio::test]
async fn a_command_delivered_four_times_at_once_by_socket_declares_one_incident() {
    let setup = Setup {
        sockets: true,
        ..Setup::default()
    };
    conversation_with(setup, async |world| one_command_one_incident(world).await).await;
}

#[tokio::test]
async fn a_command_delivered_again_later_changes_nothing() {
    conversation(async |world| {
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        let delivery = world.last_delivery("command").await;
        let before = world.timeline(1).await.len();
        world.advance(TimeDelta::minutes(20)).await;
        let (status, _) = world.knock(&Knock::again(&delivery)).await;
        assert_eq!(status, 200);
        world.drain().await;
        assert_eq!(world.number("SELECT count(*) FROM incidents").await, 1);
        assert_eq!(world.timeline(1).await.len(), before);
    })
    .await;
}

#[tokio::test]
async fn a_refused_command_delivered_again_gets_the_same_answer() {
    conversation(async |world| {
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        let told = world.alice().runs("/incident sev INC-1 77").await;
        let delivery = world.last_delivery("command").await;
        let (status, again) = world.knock(&Knock::again(&delivery)).await;
        assert_eq!(status, 200);
        let again: serde_json::Value = serde_json::from_str(&again).unwrap();
        assert_eq!(again, told["ack"]);
    })
    .await;
}

async fn one_submission_one_incident(world: &World) {
    world.alice().runs("/incident declare").await;
    world
        .fault("interactions", "repeat", json!({ "value": 3 }))
        .await;
    let answer = world
        .alice()
        .submits(&json!({ "title": "cards fail" }))
        .await;
    assert_eq!(answer["ok"], true, "{answer}");
    assert_eq!(world.number("SELECT count(*) FROM incidents").await, 1);
    assert_eq!(rooms(world).await, 1);
}

#[tokio::test]
async fn a_form_delivered_thrice_at_once_declares_one_incident() {
    conversation(async |world| {
        one_submission_one_incident(world).await;
        // And later, as another delivery of the same form: a double click.
        let mut delivery = world.last_delivery("interaction").await;
        delivery["payload"]["trigger_id"] = json!("1.2.another");
        let (status, _) = world.knock(&Knock::again(&delivery)).await;
        assert_eq!(status, 200);
        world.drain().await;
        assert_eq!(world.number("SELECT count(*) FROM incidents").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_form_delivered_thrice_at_once_by_socket_declares_one_incident() {
    let setup = Setup {
        sockets: true,
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        one_submission_one_incident(world).await;
    })
    .await;
}

#[tokio::test]
async fn a_click_delivered_twice_at_once_is_one_click() {
    conversation(async |world| {
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        let room = world.room("inc-1-").await;
        world.bob().does("join", &room, json!({})).await;
        let card = room.card_ts().await;
        world
            .fault("interactions", "repeat", json!({ "value": 2 }))
            .await;
        world
            .bob()
            .clicks(&room, &card, &ActionId::TakeCommand.key())
            .await;
        assert_eq!(world.entries(EntryKind::RoleAssigned).await.len(), 1);
        assert_eq!(world.entries(EntryKind::ButtonPressed).await.len(), 1);
        let told = world.bob().ephemerals().await;
        assert!(
            told.iter().all(|text| !text.contains("already")),
            "{told:#?}"
        );
    })
    .await;
}

#[tokio::test]
async fn an_event_repeated_by_socket_is_one_entry() {
    let setup = Setup {
        sockets: true,
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        let room = world.room("inc-1-").await;
        world.fault("events", "repeat", json!({ "value": 3 })).await;
        world.alice().says(&room, "only once").await;
        let lines = world.lines(EntryKind::Message).await;
        assert_eq!(
            lines
                .iter()
                .filter(|line| line.contains("only once"))
                .count(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_event_by_both_ways_in_is_one_entry() {
    let secret = muster::sandbox::ids::SIGNING_SECRET.to_owned();
    let setup = Setup {
        sockets: true,
        settings: vec![("SLACK_SIGNING_SECRET", secret)],
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        let command = world.last_delivery("command").await;
        let room = world.room("inc-1-").await;
        world.alice().says(&room, "by both ways").await;
        let event = world.last_delivery("event").await;
        for delivery in [command, event] {
            let (status, _) = world.knock(&Knock::again(&delivery)).await;
            assert_eq!(status, 200);
        }
        world.drain().await;
        assert_eq!(world.number("SELECT count(*) FROM incidents").await, 1);
        let lines = world.lines(EntryKind::Message).await;
        assert_eq!(
            lines
                .iter()
                .filter(|line| line.contains("both ways"))
                .count(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn whoever_hangs_up_before_the_acknowledgement_may_send_it_again() {
    conversation(async |world| {
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        let room = world.room("inc-1-").await;
        world.fault("events", "drop", json!({})).await;
        world.alice().says(&room, "acknowledged to nobody").await;
        let event = Knock::again(&world.last_delivery("event").await);
        // The bot's answer finds the connection closed.
        let request = world.as_bytes(&event);
        let mut stream = TcpStream::connect(world.app().address()).await.unwrap();
        stream.write_all(&request).await.unwrap();
        drop(stream);
        let (status, _) = world.knock(&event).await;
        assert_eq!(status, 200);
        world.drain().await;
        let lines = world.lines(EntryKind::Message).await;
        let count = lines
            .iter()
            .filter(|line| line.contains("to nobody"))
            .count();
        assert_eq!(count, 1, "{lines:#?}");
    })
    .await;
}
