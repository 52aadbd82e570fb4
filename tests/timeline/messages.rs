//! Messages: of people, of programs, in threads; edited, deleted, reacted to, pinned; files.

use chrono::TimeDelta;
use muster::domain::EntryKind;
use muster::domain::text::readable;
use muster::slack::time::moment;
use serde_json::json;

use crate::support::conversation;
use crate::support::world::World;

/// An incident whose room alice and bob are in.
pub(super) async fn declared(world: &World) -> crate::support::room::Room<'_> {
    world
        .alice()
        .runs("/incident declare checkout is down")
        .await;
    let room = world.room("inc-1-").await;
    world.bob().does("join", &room, json!({})).await;
    room
}

#[tokio::test]
async fn what_people_write_keeps_its_time_author_and_text() {
    conversation(async |world| {
        let room = declared(world).await;
        world.advance(TimeDelta::minutes(4)).await;
        let words = "<@U0CAROL0001> see <#C0PAYMENTS1|payments>: p99 &gt; 3 s";
        let ts = world.bob().says(&room, words).await;

        let entries = world.entries(EntryKind::Message).await;
        let entry = entries.last().unwrap();
        assert_eq!(entry.content.occurred_at, moment(&ts).unwrap());
        assert_eq!(entry.content.text, words);
        assert_eq!(entry.content.message_ts.as_ref().unwrap().as_str(), ts);
        assert_eq!(entry.content.channel.as_ref().unwrap().as_str(), room.id);
        assert_eq!(
            world.lines(EntryKind::Message).await.last().unwrap(),
            "bob: @carol see #payments: p99 > 3 s"
        );
    })
    .await;
}

#[tokio::test]
async fn threads_and_other_programs_are_recorded() {
    conversation(async |world| {
        let room = declared(world).await;
        let ts = world.bob().says(&room, "who deployed?").await;
        let reply = world
            .alice()
            .posts(&room, "v41, an hour ago", Some(&ts))
            .await;
        let said = json!({ "bot": "Deploybot", "channel": room.id, "text": "rolled back to v40" });
        world.control("act/message", &said).await;
        world.drain().await;

        let entries = world.entries(EntryKind::Message).await;
        let in_thread = entries
            .iter()
            .find(|entry| entry.content.message_ts.as_ref().unwrap().as_str() == reply)
            .unwrap();
        assert_eq!(in_thread.content.thread_ts.as_ref().unwrap().as_str(), ts);
        let lines = world.lines(EntryKind::Message).await;
        assert!(
            lines.contains(&"Deploybot: rolled back to v40".to_owned()),
            "{lines:#?}"
        );
    })
    .await;
}

#[tokio::test]
async fn the_bots_own_posts_are_recorded_like_any_other() {
    conversation(async |world| {
        declared(world).await;
        let lines = world.lines(EntryKind::Message).await;
        let card = lines
            .iter()
            .filter(|line| line.contains("checkout is down"))
            .count();
        assert_eq!(card, 1, "{lines:#?}");
    })
    .await;
}

#[tokio::test]
async fn an_edit_stands_beside_the_original() {
    conversation(async |world| {
        let room = declared(world).await;
        let ts = world.bob().says(&room, "it is the database").await;
        world.advance(TimeDelta::minutes(1)).await;
        let edit = json!({ "ts": ts, "text": "it is *not* the database" });
        world.bob().does("edit", &room, edit).await;

        let lines = world.lines(EntryKind::Message).await;
        assert!(lines.contains(&"bob: it is the database".to_owned()));
        // The card was edited before, to say where the incident is announced.
        assert_eq!(
            world.lines(EntryKind::MessageEdited).await.last().unwrap(),
            "bob: edited a message: it is *not* the database"
        );
        let edits = world.entries(EntryKind::MessageEdited).await;
        let edit = &edits.last().unwrap().content;
        assert_eq!(edit.detail["old_text"], "it is the database");
        assert!(edit.occurred_at > moment(&ts).unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_deletion_keeps_what_was_written() {
    conversation(async |world| {
        let room = declared(world).await;
        let ts = world.bob().says(&room, "blame <@U0DAVE00001>").await;
        world.bob().does("delete", &room, json!({ "ts": ts })).await;
        // With replies, Slack leaves a tombstone instead.
        let ts = world.bob().says(&room, "a thread to be").await;
        world.alice().posts(&room, "a reply", Some(&ts)).await;
        world.bob().does("delete", &room, json!({ "ts": ts })).await;

        let lines = world.lines(EntryKind::Message).await;
        assert!(lines.contains(&"bob: blame @dave".to_owned()));
        assert_eq!(
            world.lines(EntryKind::MessageDeleted).await,
            [
                "bob: deleted a message: blame @dave",
                "bob: deleted a message: a thread to be",
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn reactions_and_pins_come_and_go() {
    conversation(async |world| {
        let room = declared(world).await;
        let ts = world.bob().says(&room, "fixed?").await;
        let eyes = json!({ "ts": ts, "name": "eyes" });
        let pinned = json!({ "ts": ts });
        world.alice().does("react", &room, eyes.clone()).await;
        world.alice().does("unreact", &room, eyes.clone()).await;
        world.alice().does("react", &room, eyes).await;
        world.alice().does("pin", &room, pinned.clone()).await;
        world.alice().does("unpin", &room, pinned).await;

        let reacted = "alice: reacted with :eyes:";
        assert_eq!(
            world.lines(EntryKind::ReactionAdded).await,
            [reacted, reacted]
        );
        assert_eq!(
            world.lines(EntryKind::ReactionRemoved).await,
            ["alice: took back the reaction :eyes:"]
        );
        let pins = world.lines(EntryKind::Pinned).await;
        // The bot has pinned its card.
        assert_eq!(pins.last().unwrap(), "alice: pinned a message");
        assert_eq!(pins.len(), 2, "{pins:#?}");
        assert_eq!(
            world.lines(EntryKind::Unpinned).await,
            ["alice: took off a pin"]
        );
    })
    .await;
}

#[tokio::test]
async fn a_shared_file_is_named_with_its_address() {
    conversation(async |world| {
        let room = declared(world).await;
        let file = json!({
            "filename": "graph.txt", "content": "up and to the right", "comment": "see here",
        });
        world.bob().does("upload", &room, file).await;

        let entries = world.entries(EntryKind::FileShared).await;
        assert_eq!(entries.len(), 1);
        assert_eq!(
            world.lines(EntryKind::FileShared).await,
            ["bob: shared graph.txt: see here"]
        );
        assert_eq!(entries[0].content.detail["files"][0][0], "graph.txt");
        let address = entries[0].content.detail["files"][0][1].as_str().unwrap();
        assert!(address.starts_with("http"), "{address}");
    })
    .await;
}

#[tokio::test]
async fn odd_texts_are_kept_as_they_are() {
    conversation(async |world| {
        let room = declared(world).await;
        let long = "ö".repeat(20_000);
        for text in [
            "<!channel> &lt;b&gt;",
            "=1+1",
            "一二三 🎉 \u{202e}abc",
            &long,
        ] {
            world.bob().says(&room, text).await;
            let entries = world.entries(EntryKind::Message).await;
            assert_eq!(entries.last().unwrap().content.text, text);
        }
        let entries = world.entries(EntryKind::Message).await;
        let names = world.app().ops().names().await.unwrap();
        let read: Vec<_> = entries
            .iter()
            .map(|entry| readable(&entry.content.text, &names))
            .collect();
        assert!(read.contains(&"@channel <b>".to_owned()), "{read:#?}");
    })
    .await;
}

#[tokio::test]
async fn other_channels_are_nobodys_business() {
    conversation(async |world| {
        declared(world).await;
        let before = world.timeline(1).await.len();
        let payments = world.room("payments").await;
        let ts = world
            .bob()
            .says(&payments, "a secret of the payments team")
            .await;
        world
            .bob()
            .does("react", &payments, json!({ "ts": ts, "name": "pushpin" }))
            .await;
        world
            .bob()
            .does("topic", &payments, json!({ "value": "secret" }))
            .await;
        world
            .person("dave")
            .does("join", &payments, json!({}))
            .await;
        assert_eq!(world.timeline(1).await.len(), before);
    })
    .await;
}
