//! Each step of an incident's beginning, refused once or lost in each way.

use muster::domain::EntryKind;
use serde_json::{Value, json};

use crate::support::world::World;
use crate::support::{Setup, conversation, conversation_with};

const TITLE: &str = "checkout is down";

/// Ways in which a call fails that end well by themselves.
fn passing() -> Vec<(&'static str, Value)> {
    vec![
        ("ratelimited", json!(7)),
        ("http_500", Value::Null),
        ("http_503", Value::Null),
        ("drop_before", Value::Null),
        ("drop_after", Value::Null),
        ("late_apply", json!(3_000)),
        ("error", json!("internal_error")),
        ("error", json!("ratelimited")),
        ("error", json!("missing_scope")),
    ]
}

/// The method fails once, in one of the ways; in the end everything is there once.
async fn survives(method: &str, way: usize) {
    let (kind, value) = passing().swap_remove(way);
    conversation(async |world| {
        world.fault(method, kind, json!({ "value": value })).await;
        let told = world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        assert!(told["ack"].to_string().contains("INC-1"), "{told}");
        world.let_time_pass().await;
        let faults = world.look("faults").await;
        assert_eq!(
            faults["faults"][0]["hits"], 1,
            "{method} {kind} was not hit"
        );
        world.expect_one_of_each(TITLE, &["alice"]).await;
    })
    .await;
}

/// Every method fails for a while, in one of the ways.
async fn survives_all(way: usize) {
    let (kind, value) = passing().swap_remove(way);
    conversation(async |world| {
        world
            .fault("*", kind, json!({ "value": value, "times": 6 }))
            .await;
        world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        world.let_time_pass().await;
        world.let_time_pass().await;
        world.expect_one_of_each(TITLE, &["alice"]).await;
    })
    .await;
}

/// A test for each way in which the method can fail.
macro_rules! each_way {
    ($($name:ident: $method:literal),+ $(,)?) => { $(
        mod $name {
            use super::survives;

            each_way!(@ survives $method;
                limited 0, broken 1, unavailable 2, lost_before 3, lost_after 4, late 5,
                internal_error 6, limited_in_words 7, scope_missing 8);
        }
    )+ };
    (@ $run:ident $method:literal; $($way:ident $number:literal),+) => { $(
        #[tokio::test]
        async fn $way() {
            $run($method, $number).await;
        }
    )+ };
}

each_way! {
    the_channel: "conversations.create",
    the_invitation: "conversations.invite",
    the_card_or_the_announcement: "chat.postMessage",
    the_pin: "pins.add",
    the_topic: "conversations.setTopic",
    the_bookmark: "bookmarks.add",
    the_link_for_the_bookmark: "chat.getPermalink",
}

#[tokio::test]
async fn everything_is_limited_for_a_while() {
    survives_all(0).await;
}

#[tokio::test]
async fn everything_is_broken_for_a_while() {
    survives_all(1).await;
}

#[tokio::test]
async fn everything_is_lost_before_it_is_done_for_a_while() {
    survives_all(3).await;
}

#[tokio::test]
async fn everything_is_lost_after_it_was_done_for_a_while() {
    survives_all(4).await;
}

#[tokio::test]
async fn every_scope_is_missing_for_a_while() {
    survives_all(8).await;
}

/// A step that Slack will not do: people read in the room what failed, and the rest is there.
async fn refused(method: &str, error: &str, step: &str) {
    let setup = Setup {
        expects_dead: true,
        ..Setup::default()
    };
    conversation_with(setup, async |world: &mut World| {
        world
            .fault(method, "error", json!({ "value": error, "times": 0 }))
            .await;
        world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        world.let_time_pass().await;
        let room = world.room("inc-1-").await;
        assert_eq!(room.count(step).await, 1, "{:#?}", room.texts().await);
        let lines = world.lines(EntryKind::StepFailed).await;
        assert_eq!(
            lines,
            [format!(
                "Muster: could not {step}: {error}; it was given up"
            )]
        );
        assert_eq!(room.count("INC-1 · checkout is down").await, 1);
        assert_eq!(world.room("incidents").await.count(TITLE).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_refused_pin_is_told() {
    refused("pins.add", "too_many_pins", "pin the incident card").await;
}

#[tokio::test]
async fn a_refused_topic_is_told() {
    refused(
        "conversations.setTopic",
        "too_long",
        "set the channel's topic",
    )
    .await;
}

#[tokio::test]
async fn a_refused_bookmark_is_told() {
    refused("bookmarks.add", "too_many_bookmarks", "add the bookmark").await;
}

#[tokio::test]
async fn a_refused_invitation_is_told() {
    refused(
        "conversations.invite",
        "ura_max_channels",
        "invite people to the channel",
    )
    .await;
}

#[tokio::test]
async fn one_person_who_cannot_be_invited_keeps_nobody_else_out() {
    let setup = Setup {
        expects_dead: true,
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        world
            .fault(
                "conversations.invite",
                "error",
                json!({ "value": "cant_invite" }),
            )
            .await;
        world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        world
            .alice()
            .runs("/incident role INC-1 comms @carol")
            .await;
        world.let_time_pass().await;
        let members = world.room("inc-1-").await.channel().await["members"].to_string();
        assert!(members.contains("U0CAROL0001"), "{members}");
    })
    .await;
}

#[tokio::test]
async fn a_refused_post_does_not_silence_what_follows() {
    let setup = Setup {
        expects_dead: true,
        ..Setup::default()
    };
    conversation_with(setup, async |world| {
        world
            .alice()
            .runs(&format!("/incident declare {TITLE}"))
            .await;
        let room = world.room("inc-1-").await;
        let no = json!({ "value": "msg_blocks_too_long", "channel": room.id });
        world.fault("chat.postMessage", "error", no).await;
        for text in ["first", "second"] {
            world.alice().runs("/incident update INC-1").await;
            world.alice().submits(&json!({ "text": text })).await;
        }
        world.let_time_pass().await;
        assert_eq!(
            room.count("*Update* from").await,
            1,
            "{:#?}",
            room.texts().await
        );
        let direct = world.alice().direct_messages().await;
        assert!(
            direct
                .iter()
                .any(|text| text.contains("post to the incident channel")),
            "{direct:#?}"
        );
        assert_eq!(world.room("incidents").await.count("first").await, 1);
    })
    .await;
}
