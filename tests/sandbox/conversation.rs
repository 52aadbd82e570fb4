//! The events an app hears while people talk.

use muster::sandbox::ids;
use serde_json::{Value, json};

use super::app::HttpApp;
use super::world::{SCOPES, World};

const EVENTS: &[&str] = &[
    "app_mention",
    "channel_archive",
    "channel_created",
    "channel_rename",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "pin_added",
    "reaction_added",
    "reaction_removed",
    "team_join",
    "user_change",
    "file_shared",
    "app_home_opened",
];

/// The inner events the app got, each as `type` or `type/subtype`.
fn kinds(app: &HttpApp) -> Vec<String> {
    let mut events: Vec<Value> = app
        .got()
        .iter()
        .map(|got| got.json()["event"].clone())
        .collect();
    // Requests run side by side: the order is that of the events' time.
    events.sort_by_key(|event| event["event_ts"].as_str().unwrap().to_owned());
    events
        .iter()
        .map(|event| {
            let kind = event["type"].as_str().unwrap();
            match event["subtype"].as_str() {
                Some(subtype) => format!("{kind}/{subtype}"),
                None => kind.to_owned(),
            }
        })
        .collect()
}

async fn heard(world: &World, app: &HttpApp, from: usize) -> Vec<String> {
    world.settle().await;
    kinds(app).split_off(from)
}

#[tokio::test]
async fn everything_in_the_bots_channel_is_heard() {
    let world = World::new().await;
    let app = HttpApp::install(&world, SCOPES, EVENTS).await;
    let channel = world.channel("war").await;
    assert_eq!(
        heard(&world, &app, 0).await,
        ["channel_created", "message/channel_join"]
    );
    world
        .act("join", json!({"user": "alice", "channel": channel}))
        .await;
    assert_eq!(
        heard(&world, &app, 2).await,
        ["member_joined_channel", "message/channel_join"]
    );
    let ts = world.say("alice", &channel, "hello").await;
    let target = |extra: Value| {
        let mut body = json!({"user": "alice", "channel": channel, "ts": ts});
        for (key, value) in extra.as_object().unwrap() {
            body[key] = value.clone();
        }
        body
    };
    world.act("edit", target(json!({"text": "hello!"}))).await;
    world.act("react", target(json!({"name": "eyes"}))).await;
    world.act("unreact", target(json!({"name": "eyes"}))).await;
    world.act("pin", target(json!({}))).await;
    world.act("delete", target(json!({}))).await;
    assert_eq!(
        heard(&world, &app, 4).await,
        [
            "message",
            "message/message_changed",
            "reaction_added",
            "reaction_removed",
            "pin_added",
            "message/message_deleted",
        ]
    );
    world
        .act(
            "topic",
            json!({"user": "alice", "channel": channel, "value": "SEV1"}),
        )
        .await;
    world
        .act(
            "rename",
            json!({"user": "alice", "channel": channel, "value": "war-2"}),
        )
        .await;
    let upload = json!({
        "user": "alice", "channel": channel, "filename": "a.log", "content": "x",
    });
    world.act("upload", upload).await;
    world
        .act("leave", json!({"user": "alice", "channel": channel}))
        .await;
    assert_eq!(
        heard(&world, &app, 10).await,
        [
            "message/channel_topic",
            "message/channel_name",
            "channel_rename",
            "message/file_share",
            "file_shared",
            "member_left_channel",
            "message/channel_leave",
        ]
    );
}

#[tokio::test]
async fn the_bot_hears_itself_and_integrations() {
    let world = World::new().await;
    let app = HttpApp::install(&world, SCOPES, &["message.channels"]).await;
    let channel = world.channel("war").await;
    let posted = world
        .ok("chat.postMessage", json!({"channel": channel, "text": "a"}))
        .await;
    let edit = json!({"channel": channel, "ts": posted["ts"], "text": "b"});
    world.ok("chat.update", edit).await;
    let deploy = json!({"bot": "Deploybot", "channel": channel, "text": "v41 is out"});
    world.act("message", deploy).await;
    world.settle().await;
    let mut events: Vec<Value> = app
        .got()
        .iter()
        .map(|got| got.json()["event"].clone())
        .collect();
    events.sort_by_key(|event| event["event_ts"].as_str().unwrap().to_owned());
    let own = &events[1];
    assert_eq!(
        (&own["bot_id"], &own["user"]),
        (&json!(ids::BOT), &json!(ids::BOT_USER))
    );
    assert_eq!(own["bot_profile"]["app_id"], ids::APP);
    assert_eq!(own["channel_type"], "channel");
    let changed = &events[2];
    assert_eq!(changed["message"]["text"], "b");
    assert_eq!(changed["previous_message"]["text"], "a");
    assert_ne!(changed["ts"], changed["message"]["ts"]);
    let other = &events[3];
    assert_eq!(other["subtype"], "bot_message");
    assert_eq!(other["username"], "Deploybot");
    assert!(other["user"].is_null());
}

#[tokio::test]
async fn the_envelope_is_slacks() {
    let world = World::new().await;
    let app = HttpApp::install(&world, SCOPES, &["message.channels"]).await;
    world
        .ok("conversations.join", json!({"channel": ids::EXT_PARTNER}))
        .await;
    world.settle().await;
    let before = app.got().len();
    let ts = world.say("grace", ids::EXT_PARTNER, "hi").await;
    world.settle().await;
    let outer = app.got()[before].json();
    assert_eq!(outer["type"], "event_callback");
    assert_eq!(outer["team_id"], ids::TEAM);
    assert_eq!(outer["api_app_id"], ids::APP);
    assert_eq!(outer["is_ext_shared_channel"], true);
    assert_eq!(outer["authorizations"][0]["user_id"], ids::BOT_USER);
    assert!(outer["event_id"].as_str().unwrap().starts_with("Ev"));
    assert_eq!(outer["event_time"], 1_800_000_000);
    assert_eq!(outer["event"]["ts"], ts);
    assert_eq!(outer["event"]["team"], ids::PARTNER_TEAM);
}

#[tokio::test]
async fn what_was_not_subscribed_or_is_elsewhere_is_not_heard() {
    let world = World::new().await;
    let app = HttpApp::install(&world, SCOPES, &["message.groups", "app_mention"]).await;
    let channel = world.channel("war").await;
    world
        .act("join", json!({"user": "alice", "channel": channel}))
        .await;
    world.say("alice", &channel, "public").await;
    world
        .say("alice", "payments", "elsewhere <@U0MUSTERBOT>")
        .await;
    world.settle().await;
    assert!(app.got().is_empty(), "{:?}", kinds(&app));
    world.say("alice", &channel, "hey <@U0MUSTERBOT>").await;
    assert_eq!(heard(&world, &app, 0).await, ["app_mention"]);
    let make = json!({"user": "alice", "name": "secret", "private": true});
    let secret = world.act("create_channel", make).await["channel"].clone();
    let invite = json!({"user": "alice", "channel": secret, "users": [ids::BOT_USER]});
    world.act("invite", invite).await;
    world.say("alice", secret.as_str().unwrap(), "psst").await;
    assert_eq!(
        heard(&world, &app, 1).await,
        ["message/channel_join", "message"]
    );
}

#[tokio::test]
async fn people_change_and_open_the_home() {
    let world = World::new().await;
    let app = HttpApp::install(&world, SCOPES, EVENTS).await;
    let new = json!({"name": "henry", "real_name": "Henry Oduya"});
    let answer = world.control("people", &new).await;
    assert_eq!(answer["ok"], true);
    world
        .control("people", &json!({"id": "U0BOB000001", "deleted": true}))
        .await;
    world.act("home", json!({"user": "alice"})).await;
    assert_eq!(
        heard(&world, &app, 0).await,
        ["team_join", "user_change", "app_home_opened"]
    );
    let channel = world.channel("x").await;
    let invite = json!({"channel": channel, "users": ids::BOB});
    assert_eq!(
        world.refused("conversations.invite", invite).await,
        "user_not_found"
    );
}

#[tokio::test]
async fn people_write_to_the_bot_directly() {
    let world = World::new().await;
    let app = HttpApp::install(&world, SCOPES, &["message.im"]).await;
    let direct = json!({"user": "bob", "channel": ids::BOT_USER, "text": "hello"});
    let channel = world.act("message", direct).await["channel"].clone();
    world.settle().await;
    let event = app.got()[0].json()["event"].clone();
    assert_eq!(
        (&event["channel_type"], &event["channel"]),
        (&json!("im"), &channel)
    );
    let opened = world
        .ok("conversations.open", json!({"users": ids::BOB}))
        .await;
    assert_eq!(opened["channel"]["id"], channel);
    assert_eq!(opened["already_open"], true);
    let by_person = world
        .ok(
            "chat.postMessage",
            json!({"channel": ids::BOB, "text": "hi"}),
        )
        .await;
    assert_eq!(by_person["channel"], channel);
    let elsewhere = json!({"user": "alice", "channel": channel, "text": "x"});
    let answer = world.control("act/message", &elsewhere).await;
    assert_eq!(answer["error"], "channel_not_found");
}

#[tokio::test]
async fn private_channels_have_events_of_their_own() {
    let world = World::new().await;
    let events = [
        "group_rename",
        "group_archive",
        "group_unarchive",
        "group_deleted",
        "group_left",
    ];
    let app = HttpApp::install(&world, SCOPES, &events).await;
    let make = json!({"user": "alice", "name": "secret", "private": true});
    let channel = world.act("create_channel", make).await["channel"].clone();
    let by_alice = |extra: Value| {
        let mut body = json!({"user": "alice", "channel": channel});
        for (key, value) in extra.as_object().unwrap() {
            body[key] = value.clone();
        }
        body
    };
    world
        .act("rename", by_alice(json!({"value": "hush"})))
        .await;
    assert!(
        heard(&world, &app, 0).await.is_empty(),
        "the bot is not in it yet"
    );
    let bot = json!({"users": [ids::BOT_USER]});
    world.act("invite", by_alice(bot.clone())).await;
    world
        .act("rename", by_alice(json!({"value": "hush-2"})))
        .await;
    world.act("kick", by_alice(bot.clone())).await;
    world.act("invite", by_alice(bot.clone())).await;
    world.act("archive", by_alice(json!({}))).await;
    world.act("unarchive", by_alice(json!({}))).await;
    world.act("invite", by_alice(bot)).await;
    world.act("delete_channel", by_alice(json!({}))).await;
    assert_eq!(
        heard(&world, &app, 0).await,
        [
            "group_rename",
            "group_left",
            "group_archive",
            "group_deleted"
        ]
    );
}

#[tokio::test]
async fn people_act_only_where_they_may() {
    let world = World::new().await;
    let act = async |user: &str, channel: &str| -> String {
        let said = json!({"user": user, "channel": channel, "text": "x"});
        let answer = world.control("act/message", &said).await;
        answer["error"].as_str().unwrap_or("none").to_owned()
    };
    assert_eq!(act("frank", "payments").await, "channel_not_found");
    assert_eq!(act("frank", "support").await, "none");
    assert_eq!(act("grace", "general").await, "channel_not_found");
    assert_eq!(act("dave", "payments").await, "not_in_channel");
    assert_eq!(act("nobody", "payments").await, "user_not_found");
    world
        .control("people", &json!({"name": "dave", "deleted": true}))
        .await;
    assert_eq!(act("dave", "general").await, "account_inactive");
    let theirs = world.say("alice", "payments", "mine").await;
    let edit = json!({"user": "bob", "channel": "payments", "ts": theirs, "text": "x"});
    assert_eq!(
        world.control("act/edit", &edit).await["error"],
        "cant_update_message"
    );
}
