//! The page's files and the stream it listens to.

use futures_util::StreamExt;
use serde_json::{Value, json};

use super::world::World;

#[tokio::test]
async fn every_file_of_the_page_is_served() {
    let world = World::new().await;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sandbox/page");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name == "mod.rs" {
            continue;
        }
        let answer = world
            .http
            .get(world.at(&format!("/_page/{name}")))
            .send()
            .await
            .unwrap();
        assert_eq!(
            answer.status(),
            200,
            "{name} is not built in: see src/sandbox/page/mod.rs"
        );
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';"),
            "{policy}"
        );
        let kind = answer.headers()["content-type"].to_str().unwrap();
        let expected = match name.rsplit('.').next() {
            Some("js") => "text/javascript",
            Some("css") => "text/css",
            _ => "text/html",
        };
        assert!(kind.starts_with(expected), "{name}: {kind}");
    }
    assert_eq!(
        world.http.get(world.at("/")).send().await.unwrap().status(),
        200
    );
    assert_eq!(
        world
            .http
            .get(world.at("/_page/nothing"))
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
    let docs = world
        .http
        .get(world.at("/_sandbox/docs"))
        .send()
        .await
        .unwrap();
    assert!(docs.text().await.unwrap().starts_with("# The sandbox"));
}

/// Reads items off a stream until one of this kind comes.
struct Items {
    bytes: std::pin::Pin<Box<dyn futures_util::Stream<Item = Vec<u8>> + Send>>,
    buffer: String,
}

impl Items {
    async fn open(world: &World, user: &str) -> Self {
        let url = world.at(&format!("/_sandbox/stream?user={user}"));
        let response = world.http.get(url).send().await.unwrap();
        let bytes = futures_util::stream::unfold(response, async |mut response| {
            let chunk = response.chunk().await.ok()??;
            Some((chunk.to_vec(), response))
        });
        Self {
            bytes: Box::pin(bytes),
            buffer: String::new(),
        }
    }

    async fn next(&mut self) -> Value {
        loop {
            if let Some(end) = self.buffer.find("\n\n") {
                let item: String = self.buffer.drain(..end + 2).collect();
                let item = item
                    .trim_end()
                    .strip_prefix("data: ")
                    .map(ToOwned::to_owned);
                if let Some(data) = item {
                    return serde_json::from_str(&data).unwrap();
                }
                continue;
            }
            let chunk = self.bytes.next().await.unwrap();
            self.buffer.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

#[tokio::test]
async fn the_stream_tells_each_person_what_they_may_see() {
    let world = World::new().await;
    let mut alice = Items::open(&world, "alice").await;
    let mut frank = Items::open(&world, "frank").await;
    world
        .ok("conversations.join", json!({"channel": "C0PAYMENTS1"}))
        .await;
    let make = json!({"channel": "C0PAYMENTS1", "user": "U0ALICE0001", "text": "psst"});
    world.ok("chat.postEphemeral", make).await;
    world
        .say("carol", "support", "for everybody in support")
        .await;
    let mut kinds = Vec::new();
    loop {
        let item = alice.next().await;
        kinds.push(item["kind"].as_str().unwrap().to_owned());
        if item["message"]["text"] == "for everybody in support" {
            break;
        }
    }
    assert_eq!(kinds, ["channel", "message", "ephemeral", "message"]);
    let first = frank.next().await;
    assert_eq!(first["message"]["text"], "for everybody in support");
    let state = world.state().await;
    assert_eq!(state["seq"], first["seq"]);
    assert_eq!(state["ephemerals"][0]["text"], "psst");
}
