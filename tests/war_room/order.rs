//! The order of the calls to Slack: the channel, then everything that needs only it, then the pin.

use serde_json::Value;

use crate::support::conversation;
use crate::support::world::World;

/// The numbers of a method's calls, in order; the log counts them as they end.
async fn ends(world: &World, method: &str) -> Vec<i64> {
    let calls = world.calls(method).await;
    calls
        .iter()
        .map(|call| call["seq"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn people_card_announcement_and_topic_follow_side_by_side_then_the_pin() {
    conversation(async |world| {
        let side_by_side = [
            "conversations.invite",
            "chat.postMessage",
            "conversations.setTopic",
        ];
        for method in side_by_side {
            world.hold(method).await;
        }
        let answer = world
            .alice()
            .types("general", "/incident declare checkout is down")
            .await;
        assert!(answer["ack"]["text"].as_str().unwrap().contains("INC-1"));
        // The card and the announcement are both posts; each waits for none of the others.
        world.held(4).await;
        assert!(world.calls("pins.add").await.is_empty());
        world.let_go().await;

        let created = *ends(world, "conversations.create").await.last().unwrap();
        let pinned = ends(world, "pins.add").await;
        assert_eq!(pinned.len(), 1);
        for method in side_by_side {
            for end in ends(world, method).await {
                assert!(created < end, "{method} before the channel was there");
            }
        }
        let posts = world.calls("chat.postMessage").await;
        let room = world.room("inc-1-").await;
        let card = posts
            .iter()
            .find(|post| post["args"]["channel"] == room.id.as_str());
        assert!(card.unwrap()["seq"].as_i64().unwrap() < pinned[0]);
        assert_eq!(room.channel().await["pins"][0]["ts"], room.card_ts().await);
    })
    .await;
}

#[tokio::test]
async fn each_step_is_done_once() {
    conversation(async |world| {
        let room = world.incident("checkout is down").await;
        let calls_to_room = async |method: &str| {
            let mut calls = world.calls(method).await;
            let names = |args: &Value| {
                args["channel"] == room.id.as_str() || args["channel_id"] == room.id.as_str()
            };
            calls.retain(|call| names(&call["args"]));
            calls.len()
        };
        for method in [
            "conversations.invite",
            "conversations.setTopic",
            "pins.add",
            "bookmarks.add",
            "chat.postMessage",
        ] {
            assert_eq!(calls_to_room(method).await, 1, "{method}");
        }
        assert_eq!(room.members().await, ["@Muster", "@alice"]);
        let channel = room.channel().await;
        let bookmark = &channel["bookmarks"][0];
        assert_eq!(bookmark["title"], "INC-1: status and record");
        let card = room.card_ts().await.replace('.', "");
        assert!(
            bookmark["link"].as_str().unwrap().contains(&card),
            "{bookmark}"
        );
    })
    .await;
}
