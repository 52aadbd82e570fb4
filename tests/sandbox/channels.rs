//! Channels: names, membership, topics, archives, privacy, lists.

use muster::sandbox::ids;
use serde_json::{Value, json};

use super::world::{SCOPES, World};

#[tokio::test]
async fn channel_names_follow_slacks_rules() {
    let world = World::new().await;
    let long = "x".repeat(81);
    let cases = [
        ("", "invalid_name_required"),
        (long.as_str(), "invalid_name_maxlength"),
        ("War-Room", "invalid_name_specials"),
        ("war room", "invalid_name_specials"),
        ("war.room", "invalid_name_specials"),
        ("---", "invalid_name_punctuation"),
        ("general", "name_taken"),
    ];
    for (name, error) in cases {
        let got = world
            .refused("conversations.create", json!({"name": name}))
            .await;
        assert_eq!(got, error, "{name:?}");
    }
    let id = world.channel("war-1").await;
    world
        .ok("conversations.archive", json!({"channel": id}))
        .await;
    let again = world
        .refused("conversations.create", json!({"name": "war-1"}))
        .await;
    assert_eq!(again, "name_taken");
}

#[tokio::test]
async fn membership_is_asked_for() {
    let world = World::new().await;
    for (method, args) in [
        ("conversations.history", json!({"channel": ids::PAYMENTS})),
        (
            "conversations.setTopic",
            json!({"channel": ids::PAYMENTS, "topic": "x"}),
        ),
        (
            "conversations.invite",
            json!({"channel": ids::PAYMENTS, "users": ids::DAVE}),
        ),
        ("bookmarks.list", json!({"channel_id": ids::PAYMENTS})),
    ] {
        assert_eq!(
            world.refused(method, args).await,
            "not_in_channel",
            "{method}"
        );
    }
    // Posting to a public channel needs chat:write.public only.
    world
        .ok(
            "chat.postMessage",
            json!({"channel": ids::PAYMENTS, "text": "x"}),
        )
        .await;
    world
        .ok("conversations.join", json!({"channel": ids::PAYMENTS}))
        .await;
    world
        .ok("conversations.history", json!({"channel": ids::PAYMENTS}))
        .await;
    let again = world
        .ok("conversations.join", json!({"channel": ids::PAYMENTS}))
        .await;
    assert_eq!(again["warning"], "already_in_channel");
}

#[tokio::test]
async fn posting_without_the_public_scope_needs_membership() {
    let scopes: Vec<&str> = SCOPES
        .iter()
        .copied()
        .filter(|s| *s != "chat:write.public")
        .collect();
    let world = World::with(&scopes, &[]).await;
    let args = json!({"channel": ids::PAYMENTS, "text": "x"});
    assert_eq!(
        world.refused("chat.postMessage", args).await,
        "not_in_channel"
    );
}

#[tokio::test]
async fn invitations_fail_as_a_whole_without_force() {
    let world = World::new().await;
    let channel = world.channel("war-2").await;
    let invite = async |users: Value, force: bool| {
        let args = json!({"channel": channel, "users": users, "force": force});
        world.api("conversations.invite", args).await
    };
    let answer = invite(json!([ids::ALICE, "U0NOBODY"]), false).await;
    assert_eq!(answer["error"], "user_not_found");
    assert_eq!(answer["errors"][0]["user"], "U0NOBODY");
    let members = world
        .ok("conversations.members", json!({"channel": channel}))
        .await;
    assert_eq!(members["members"], json!([ids::BOT_USER]));
    let answer = invite(json!("U0ALICE0001,U0NOBODY"), true).await;
    assert_eq!(answer["ok"], true);
    assert_eq!(answer["errors"][0]["error"], "user_not_found");
    assert_eq!(
        invite(json!([ids::ALICE]), false).await["error"],
        "already_in_channel"
    );
    assert_eq!(
        invite(json!([ids::BOT_USER]), false).await["error"],
        "cant_invite_self"
    );
    assert_eq!(
        invite(json!([ids::FRANK]), false).await["error"],
        "ura_max_channels"
    );
    assert_eq!(invite(json!([]), false).await["error"], "no_user");
}

#[tokio::test]
async fn topics_are_short_and_archives_final() {
    let world = World::new().await;
    let channel = world.channel("war-3").await;
    let long = json!({"channel": channel, "topic": "x".repeat(251)});
    assert_eq!(
        world.refused("conversations.setTopic", long).await,
        "too_long"
    );
    let fits = json!({"channel": channel, "topic": "x".repeat(250)});
    let answer = world.ok("conversations.setTopic", fits).await;
    assert_eq!(answer["channel"]["topic"]["creator"], ids::BOT_USER);
    world
        .ok("conversations.archive", json!({"channel": channel}))
        .await;
    let again = world
        .refused("conversations.archive", json!({"channel": channel}))
        .await;
    assert_eq!(again, "already_archived");
    let args = json!({"channel": channel, "text": "x"});
    assert_eq!(world.refused("chat.postMessage", args).await, "is_archived");
    let back = world
        .refused("conversations.unarchive", json!({"channel": channel}))
        .await;
    assert_eq!(back, "not_in_channel");
    let general = world
        .refused("conversations.archive", json!({"channel": ids::GENERAL}))
        .await;
    assert_eq!(general, "cant_archive_general");
    world
        .act("unarchive", json!({"user": "alice", "channel": channel}))
        .await;
    let info = world
        .ok("conversations.info", json!({"channel": channel}))
        .await;
    assert_eq!(info["channel"]["is_archived"], false);
    assert_eq!(info["channel"]["is_member"], false);
}

#[tokio::test]
async fn private_channels_are_invisible_from_outside() {
    let world = World::new().await;
    let make = json!({"user": "alice", "name": "secret", "private": true});
    let channel = world.act("create_channel", make).await["channel"]
        .as_str()
        .unwrap()
        .to_owned();
    for method in [
        "conversations.info",
        "conversations.history",
        "conversations.join",
    ] {
        let error = world.refused(method, json!({"channel": channel})).await;
        assert_eq!(error, "channel_not_found", "{method}");
    }
    let args = json!({"channel": channel, "text": "x"});
    assert_eq!(
        world.refused("chat.postMessage", args).await,
        "channel_not_found"
    );
    let types = json!({"types": "public_channel,private_channel"});
    let list = world.ok("conversations.list", types.clone()).await;
    assert_eq!(list["channels"].as_array().unwrap().len(), 5);
    world
        .act(
            "invite",
            json!({"user": "alice", "channel": channel, "users": [ids::BOT_USER]}),
        )
        .await;
    let list = world.ok("conversations.list", types).await;
    assert_eq!(list["channels"].as_array().unwrap().len(), 6);
    let info = world
        .ok("conversations.info", json!({"channel": channel}))
        .await;
    assert_eq!(info["channel"]["is_private"], true);
    world
        .act(
            "delete_channel",
            json!({"user": "alice", "channel": channel}),
        )
        .await;
    let gone = world
        .refused("conversations.info", json!({"channel": channel}))
        .await;
    assert_eq!(gone, "channel_not_found");
}

#[tokio::test]
async fn lists_come_in_pages() {
    let world = World::new().await;
    let mut cursor = String::new();
    let mut seen = Vec::new();
    loop {
        let args = json!({"limit": 2, "cursor": cursor});
        let page = world.ok("conversations.list", args).await;
        let channels = page["channels"].as_array().unwrap();
        assert!(channels.len() <= 2);
        seen.extend(
            channels
                .iter()
                .map(|channel| channel["id"].as_str().unwrap().to_owned()),
        );
        page["response_metadata"]["next_cursor"]
            .as_str()
            .unwrap()
            .clone_into(&mut cursor);
        if cursor.is_empty() {
            break;
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 5);
    let bad = world
        .refused("users.list", json!({"limit": 2, "cursor": "x"}))
        .await;
    assert_eq!(bad, "invalid_cursor");
    let users = world.ok("users.list", json!({"limit": 3})).await;
    assert_eq!(users["members"].as_array().unwrap().len(), 3);
    assert_ne!(users["response_metadata"]["next_cursor"], "");
}

#[tokio::test]
async fn bookmarks_are_links_and_a_hundred_at_most() {
    let world = World::new().await;
    let channel = world.channel("war-4").await;
    let add = async |link: &str| {
        let args = json!({"channel_id": channel, "title": "t", "type": "link", "link": link});
        world.api("bookmarks.add", args).await
    };
    assert_eq!(add("ftp://x").await["error"], "invalid_link");
    let first = add("https://example.com").await;
    let id = first["bookmark"]["id"].as_str().unwrap();
    for _ in 1..100 {
        assert_eq!(add("https://example.com").await["ok"], true);
    }
    assert_eq!(
        add("https://example.com").await["error"],
        "too_many_bookmarks"
    );
    let edit = json!({"channel_id": channel, "bookmark_id": id, "title": "u"});
    assert_eq!(
        world.ok("bookmarks.edit", edit).await["bookmark"]["title"],
        "u"
    );
    world
        .ok(
            "bookmarks.remove",
            json!({"channel_id": channel, "bookmark_id": id}),
        )
        .await;
    let list = world
        .ok("bookmarks.list", json!({"channel_id": channel}))
        .await;
    assert_eq!(list["bookmarks"].as_array().unwrap().len(), 99);
}
