//! Slack's rate limits: nothing is called before its time, and the bot keeps them by itself.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::conversation;
use crate::support::world::World;

async fn attempts(world: &World) -> usize {
    let calls = world.calls("conversations.create").await;
    let rooms = calls.iter().filter(|call| {
        call["args"]["name"]
            .as_str()
            .is_some_and(|name| name.starts_with("inc-"))
    });
    rooms.count()
}

#[tokio::test]
async fn nothing_is_called_before_its_time_and_all_of_it_at_its_time() {
    conversation(async |world| {
        let wait = json!({ "value": 30 });
        world
            .fault("conversations.create", "ratelimited", wait)
            .await;
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        assert_eq!(attempts(world).await, 1);
        // A second incident may not try either: the method rests.
        world.bob().runs("/incident declare cards fail").await;
        for seconds in [10, 10, 9] {
            world.advance(TimeDelta::seconds(seconds)).await;
        }
        assert_eq!(attempts(world).await, 1);
        world.advance(TimeDelta::seconds(1)).await;
        assert_eq!(attempts(world).await, 3);
        world.let_time_pass().await;
        world.room("inc-1-").await;
        world.room("inc-2-").await;
        let told = world.alice().direct_messages().await;
        assert!(told.is_empty(), "a pause is nothing to tell: {told:#?}");
    })
    .await;
}

#[tokio::test]
async fn a_pause_outlives_a_restart() {
    conversation(async |world| {
        let wait = json!({ "value": 30 });
        world
            .fault("conversations.create", "ratelimited", wait)
            .await;
        world
            .alice()
            .runs("/incident declare checkout is down")
            .await;
        world.stop().await;
        world.start().await;
        world.advance(TimeDelta::seconds(29)).await;
        assert_eq!(attempts(world).await, 1);
        world.advance(TimeDelta::seconds(1)).await;
        assert_eq!(attempts(world).await, 2);
        world.let_time_pass().await;
        world
            .expect_one_of_each("checkout is down", &["alice"])
            .await;
    })
    .await;
}

#[tokio::test]
async fn the_bot_keeps_slacks_limits_by_itself() {
    conversation(async |world| {
        world.control("limits", &json!({ "enabled": true })).await;
        for number in 1..=6 {
            world
                .alice()
                .runs(&format!("/incident declare trouble {number}"))
                .await;
            let room = world.room("incidents").await;
            assert!(room.count("trouble").await <= number);
        }
        for _ in 0..6 {
            world.advance(TimeDelta::seconds(20)).await;
        }
        world.let_time_pass().await;
        for number in 1..=6 {
            world.room(&format!("inc-{number}-")).await;
        }
        assert_eq!(world.room("incidents").await.count("trouble").await, 6);
        let log = world.look("log").await;
        let calls = log["calls"].as_array().unwrap();
        let refused: Vec<_> = calls.iter().filter(|call| call["status"] == 429).collect();
        assert!(refused.is_empty(), "{refused:#?}");
    })
    .await;
}
