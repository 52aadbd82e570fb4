//! What is not signed by Slack is not believed, and leaves nothing behind.

use chrono::TimeDelta;
use muster::slack::http::BODY_LIMIT;
use muster::slack::signature::{SIGNATURE_HEADER, TIMESTAMP_HEADER};
use reqwest::StatusCode;
use serde_json::json;

use crate::support::conversation;
use crate::support::wire::Knock;
use crate::support::world::World;

/// A command that would declare an incident.
fn declare() -> Knock {
    Knock::command(&json!({
        "command": "/incident", "text": "declare forged", "user_id": "U0ALICE0001",
        "team_id": "T0NORTHWND", "channel_id": "C0GENERAL01", "trigger_id": "1.1.forged",
        "response_url": "https://hooks.slack.com/commands/x",
    }))
}

async fn turned_away(world: &World, knock: &Knock, expected: StatusCode) {
    let before = world.number("SELECT count(*) FROM inbox").await;
    let (status, _) = world.knock(knock).await;
    assert_eq!(status, expected);
    world.drain().await;
    assert_eq!(world.number("SELECT count(*) FROM inbox").await, before);
    assert_eq!(world.number("SELECT count(*) FROM incidents").await, 0);
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    conversation(async |world| {
        let mut knock = declare();
        knock.secret = "not-the-secret";
        turned_away(world, &knock, StatusCode::UNAUTHORIZED).await;
        // Another body under a good signature.
        let mut knock = declare();
        let good = muster::slack::signature::sign(
            &muster::sandbox::ids::SIGNING_SECRET.to_owned().into(),
            &world.clock.now().timestamp().to_string(),
            &knock.body,
        );
        knock.headers.push((SIGNATURE_HEADER, good.unwrap()));
        knock.body.extend(b"&text=declare+something+else");
        turned_away(world, &knock, StatusCode::UNAUTHORIZED).await;
    })
    .await;
}

#[tokio::test]
async fn a_missing_or_cut_signature_is_refused() {
    conversation(async |world| {
        for header in [SIGNATURE_HEADER, TIMESTAMP_HEADER] {
            let mut knock = declare();
            knock.headers.push((header, String::new()));
            turned_away(world, &knock, StatusCode::BAD_REQUEST).await;
        }
        for cut in ["v0=", "v0=ab12", "v1=00", "nonsense"] {
            let mut knock = declare();
            knock.headers.push((SIGNATURE_HEADER, cut.to_owned()));
            turned_away(world, &knock, StatusCode::BAD_REQUEST).await;
        }
        for time in [
            "now",
            "-5",
            "+1773111600",
            "1773111600.5",
            "99999999999999999999",
        ] {
            let mut knock = declare();
            knock.headers.push((TIMESTAMP_HEADER, time.to_owned()));
            turned_away(world, &knock, StatusCode::BAD_REQUEST).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_stale_request_is_refused_whichever_clock_is_wrong() {
    conversation(async |world| {
        let now = world.clock.now().timestamp();
        for off in [-301, 301] {
            let mut knock = declare();
            knock.signed_at = Some(now + off);
            turned_away(world, &knock, StatusCode::UNAUTHORIZED).await;
        }
        // A replay of something that was genuine five minutes ago.
        let mut knock = declare();
        knock.signed_at = Some(now);
        world.advance(TimeDelta::seconds(301)).await;
        turned_away(world, &knock, StatusCode::UNAUTHORIZED).await;
        // At the limit it is still believed.
        knock.signed_at = Some(now + 1);
        let (status, _) = world.knock(&knock).await;
        assert_eq!(status, 200);
        world.drain().await;
        assert_eq!(world.number("SELECT count(*) FROM incidents").await, 1);
    })
    .await;
}

#[tokio::test]
async fn too_much_is_refused_before_the_signature_counts() {
    conversation(async |world| {
        for secret in [muster::sandbox::ids::SIGNING_SECRET, "wrong"] {
            let filler = "x".repeat(BODY_LIMIT);
            let mut knock = Knock::event(&json!({ "type": "event_callback", "filler": filler }));
            knock.secret = secret;
            turned_away(world, &knock, StatusCode::PAYLOAD_TOO_LARGE).await;
        }
    })
    .await;
}

#[tokio::test]
async fn the_largest_request_is_taken_in() {
    conversation(async |world| {
        let frame = json!({ "type": "event_callback", "event_id": "Ev1", "filler": "" });
        let room = BODY_LIMIT - frame.to_string().len();
        let mut full = frame;
        full["filler"] = "x".repeat(room).into();
        let before = world.number("SELECT count(*) FROM inbox").await;
        let (status, _) = world.knock(&Knock::event(&full)).await;
        assert_eq!(status, 200);
        world.drain().await;
        assert_eq!(world.number("SELECT count(*) FROM inbox").await, before + 1);
    })
    .await;
}

#[tokio::test]
async fn slacks_own_probes_are_answered_and_not_kept() {
    conversation(async |world| {
        let before = world.number("SELECT count(*) FROM inbox").await;
        let probe = json!({ "type": "url_verification", "challenge": "c-123", "token": "t" });
        let (status, answer) = world.knock(&Knock::event(&probe)).await;
        assert_eq!(
            (status.as_u16(), answer.as_str()),
            (200, r#"{"challenge":"c-123"}"#)
        );
        let (status, _) = world
            .knock(&Knock::command(&json!({ "ssl_check": "1" })))
            .await;
        assert_eq!(status, 200);
        assert_eq!(world.number("SELECT count(*) FROM inbox").await, before);
    })
    .await;
}
