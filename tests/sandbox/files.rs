//! Files: the three steps of an upload, and who may read them.

use muster::sandbox::ids;
use serde_json::{Value, json};

use super::world::World;

#[tokio::test]
async fn a_file_is_uploaded_in_three_steps() {
    let world = World::new().await;
    let channel = world.channel("f-1").await;
    let content = "# Draft\n";
    let args = json!({"filename": "draft.md", "length": content.len()});
    let started = world.ok("files.getUploadURLExternal", args).await;
    let url = started["upload_url"].as_str().unwrap();
    let early = json!({"files": [{"id": started["file_id"]}], "channel_id": channel});
    let error = world.refused("files.completeUploadExternal", early).await;
    assert_eq!(error, "file_not_found", "nothing was sent yet");
    let short = world.http.post(url).body("#").send().await.unwrap();
    assert_eq!(short.status(), 400);
    let sent = world.http.post(url).body(content).send().await.unwrap();
    assert_eq!(
        sent.text().await.unwrap(),
        format!("OK - {}", content.len())
    );
    let args = json!({
        "files": [{"id": started["file_id"], "title": "The draft"}],
        "channel_id": channel,
        "initial_comment": "Here it is",
    });
    let done = world.ok("files.completeUploadExternal", args).await;
    let file = &done["files"][0];
    assert_eq!(file["title"], "The draft");
    assert_eq!(file["mimetype"], "text/markdown");
    let history = world
        .ok(
            "conversations.history",
            json!({"channel": channel, "limit": 1}),
        )
        .await;
    let message = &history["messages"][0];
    assert_eq!(
        (&message["subtype"], &message["text"]),
        (&json!("file_share"), &json!("Here it is"))
    );
    assert_eq!(message["files"][0]["id"], file["id"]);
    let address = file["url_private"].as_str().unwrap();
    assert_eq!(world.http.get(address).send().await.unwrap().status(), 403);
    let by_bot = world
        .http
        .get(address)
        .bearer_auth(ids::BOT_TOKEN)
        .send()
        .await
        .unwrap();
    assert_eq!(by_bot.text().await.unwrap(), content);
    let by_guest = world
        .http
        .get(format!("{address}?user=frank"))
        .send()
        .await
        .unwrap();
    assert_eq!(by_guest.status(), 403, "frank does not see the channel");
    let by_alice = world
        .http
        .get(format!("{address}?user=alice"))
        .send()
        .await
        .unwrap();
    assert_eq!(by_alice.status(), 200);
    let list: Value = world.ok("files.list", json!({"channel": channel})).await;
    assert_eq!(list["files"].as_array().unwrap().len(), 1);
    world.ok("files.delete", json!({"file": file["id"]})).await;
    assert_eq!(
        world
            .refused("files.info", json!({"file": file["id"]}))
            .await,
        "file_not_found"
    );
}
