//! What an incident looks like in Slack once everything has been done.

use chrono::TimeDelta;
use muster::sandbox::ids;
use serde_json::{Value, json};

use super::room::visible;
use super::world::World;

impl World {
    /// Takes all faults back.
    pub(crate) async fn mend(&self) {
        let url = format!("{}/_sandbox/faults", self.sandbox.url());
        let answer: Value = self
            .http
            .delete(url)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        assert_eq!(answer["ok"], true, "{answer}");
    }

    /// Lets time pass until Slack has a connection again and everything has gone over it.
    pub(crate) async fn reconnected(&self) {
        loop {
            let second = TimeDelta::seconds(1);
            self.clock.advance(second);
            let on = json!({ "advance_ms": second.num_milliseconds() });
            self.control("clock", &on).await;
            let sockets = self.look("sockets").await;
            let left = ["unacked", "backlog"].map(|name| sockets[name].as_i64());
            if sockets["connected"].as_i64() > Some(0) && left == [Some(0), Some(0)] {
                return self.drain().await;
            }
        }
    }

    /// Lets the waits between attempts and for lost answers pass, some minutes in all.
    pub(crate) async fn let_time_pass(&self) {
        for seconds in [1, 2, 4, 8, 16, 32, 64, 128] {
            self.advance(TimeDelta::seconds(seconds)).await;
        }
    }

    /// Checks that INC-1 of that title has exactly one of everything: channel, card, pin, bookmark,
    /// topic, announcement; and that these people are in the channel.
    pub(crate) async fn expect_one_of_each(&self, title: &str, people: &[&str]) {
        let state = self.state().await;
        let channels = state["channels"].as_array().unwrap();
        let is_room = |channel: &&Value| {
            channel["name"]
                .as_str()
                .is_some_and(|name| name.starts_with("inc-"))
        };
        let rooms: Vec<&Value> = channels.iter().filter(is_room).collect();
        assert_eq!(rooms.len(), 1, "{rooms:#?}");
        let room = self.room("inc-1-").await;
        let card = room.card_ts().await;
        let shown = room.messages().await;
        let cards = shown
            .iter()
            .filter(|message| message["ts"] != card.as_str())
            .filter(|message| {
                let blocks = message["blocks"].as_array().into_iter().flatten();
                message["bot_id"].is_string()
                    && blocks.clone().any(|block| block["type"] == "actions")
            });
        assert_eq!(cards.count(), 0, "another card: {shown:#?}");
        let pins: Vec<_> = rooms[0]["pins"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pin| &pin["ts"])
            .collect();
        assert_eq!(pins, [&json!(card)], "pins");
        assert_eq!(
            rooms[0]["bookmarks"].as_array().unwrap().len(),
            1,
            "bookmarks"
        );
        assert!(!room.topic().await.is_empty(), "no topic");
        let members = rooms[0]["members"].to_string();
        for name in people {
            let id = self.person(name).id(&state);
            assert!(
                members.contains(&id),
                "{name} is not in the channel: {members}"
            );
        }
        assert!(members.contains(ids::BOT_USER));
        let announced = self.room("incidents").await.messages().await;
        let announced = announced
            .iter()
            .filter(|message| message["thread_ts"].is_null() && visible(message).contains(title));
        assert_eq!(announced.count(), 1, "announcements");
    }
}
