//! The announcement channel: missing, archived, deleted, private.

use muster::domain::EntryKind;
use serde_json::json;

use crate::support::room::Room;
use crate::support::world::World;
use crate::support::{Setup, conversation, conversation_with};

const TITLE: &str = "checkout is down";

fn announced_in(channel: &str) -> Setup {
    Setup {
        settings: vec![("MUSTER__SLACK__ANNOUNCE_CHANNEL", channel.to_owned())],
        ..Setup::default()
    }
}

#[tokio::test]
async fn a_channel_that_exists_is_joined_by_name_or_id() {
    for setting in ["support", "#support", "C0SUPPORT01"] {
        conversation_with(announced_in(setting), async |world| {
            world
                .alice()
                .runs(&format!("/incident declare {TITLE}"))
                .await;
            assert_eq!(world.room("support").await.count(TITLE).await, 1);
        })
        .await;
    }
}

#[tokio::test]
async fn deleted_while_the_bot_runs_it_is_made_anew() {
    conversation(async |world| {
        let old = world.room("incidents").await;
        world.alice().does("join", &old, json!({})).await;
        world.alice().does("delete_channel", &old, json!({})).await;
        world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        world.let_time_pass().await;
        world.expect_one_of_each(TITLE, &["alice"]).await;
    })
    .await;
}

#[tokio::test]
async fn when_the_bot_was_put_out_it_comes_back() {
    conversation(async |world| {
        let incidents = world.room("incidents").await;
        world.alice().does("join", &incidents, json!({})).await;
        let bot = json!({ "users": [muster::sandbox::ids::BOT_USER] });
        world.alice().does("kick", &incidents, bot).await;
        world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        world.let_time_pass().await;
        assert_eq!(incidents.count(TITLE).await, 1);
    })
    .await;
}

#[tokio::test]
async fn archived_it_is_told_and_the_incident_runs() {
    let setup = Setup {
        expects_dead: true,
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        let incidents = world.room("incidents").await;
        world.alice().does("join", &incidents, json!({})).await;
        world.alice().does("archive", &incidents, json!({})).await;
        world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        world.let_time_pass().await;
        let room = world.room("inc-1-").await;
        assert_eq!(
            room.count("announce the incident").await,
            1,
            "{:#?}",
            room.texts().await
        );
        assert_eq!(world.entries(EntryKind::StepFailed).await.len(), 1);
        // Updates are not held up.
        world.alice().runs("/incident update INC-1").await;
        world.alice().submits(&json!({ "text": "looking" })).await;
        assert_eq!(room.count("*Update* from").await, 1);
    })
    .await;
}

/// In place of the channel that the bot made there is a private one of the same name.
async fn made_private(world: &World) -> Room<'_> {
    let public = world.room("incidents").await;
    let dave = world.person("dave");
    dave.does("join", &public, json!({})).await;
    dave.does("delete_channel", &public, json!({})).await;
    let made = json!({ "user": "dave", "name": "incidents", "private": true });
    let made = world.control("act/create_channel", &made).await;
    let id = made["channel"].as_str().unwrap().to_owned();
    Room { world, id }
}

#[tokio::test]
async fn a_private_channel_the_bot_is_in_is_used() {
    conversation(async |world| {
        let room = made_private(world).await;
        let bot = json!({ "users": [muster::sandbox::ids::BOT_USER] });
        world.person("dave").does("invite", &room, bot).await;
        world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        world.let_time_pass().await;
        assert_eq!(room.count(TITLE).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_private_channel_the_bot_is_not_in_is_told_of() {
    let setup = Setup {
        expects_dead: true,
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        let private = made_private(world).await;
        world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        world.let_time_pass().await;
        assert_eq!(private.count(TITLE).await, 0);
        let room = world.room("inc-1-").await;
        assert_eq!(room.count("could not announce the incident").await, 1);
    })
    .await;
}
