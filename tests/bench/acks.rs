//! How fast deliveries are acknowledged, 50 a second, each with its commit.

use std::time::Duration;

use serde_json::json;
use tokio::time::{MissedTickBehavior, interval};

use super::figures::percentile;
use super::stage::{Stage, now};

/// For how many seconds each kind is measured.
const SECONDS: u32 = 10;
/// How many are sent in a second.
const RATE: u32 = 50;

/// Commands that change something, and events of a war room.
pub(crate) async fn measure(stage: &Stage) {
    stage.control("act/command", &json!({
        "user": "alice", "channel": "payments", "command": "/incident", "text": "declare acks",
    })).await;
    stage.settle().await;
    let notes = paced(|nth| {
        let form = [
            ("team_id", "T0NORTHWND"),
            ("channel_id", "C0PAYMENTS1"),
            ("user_id", "U0ALICE0001"),
            ("command", "/incident"),
            ("text", "note INC-1 another reading"),
            ("trigger_id", &format!("1.{nth}.bench")),
        ];
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        stage.deliver("commands", "application/x-www-form-urlencoded", body)
    });
    report("commands (a note, written and answered)", notes.await);
    let events = paced(|nth| {
        let ts = format!("{}.{nth:06}", now());
        let body = json!({
            "type": "event_callback", "team_id": "T0NORTHWND", "api_app_id": "A0MUSTER001",
            "event_id": format!("EvBENCH{nth}"), "event_time": now(),
            "event": {
                "type": "message", "channel": "C0PAYMENTS1", "user": "U0BOB000001",
                "text": "the error rate is going down", "ts": ts, "event_ts": ts,
            },
        });
        stage.deliver("events", "application/json", body.to_string())
    });
    report("events (stored)", events.await);
}

/// Calls `send` at the rate, whether or not the one before has come back.
async fn paced<F: Future<Output = Duration>>(send: impl Fn(u32) -> F) -> Vec<Duration> {
    let mut ticks = interval(Duration::from_secs(1) / RATE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut flying = futures_util::stream::FuturesUnordered::new();
    let mut samples = Vec::new();
    let mut nth = 0;
    while nth < RATE * SECONDS {
        tokio::select! {
            _ = ticks.tick() => {
                flying.push(send(nth));
                nth += 1;
            }
            Some(took) = futures_util::StreamExt::next(&mut flying) => samples.push(took),
        }
    }
    samples.extend(futures_util::StreamExt::collect::<Vec<_>>(flying).await);
    samples
}

fn report(what: &str, mut samples: Vec<Duration>) {
    let (p50, p99) = (percentile(&mut samples, 50), percentile(&mut samples, 99));
    let max = percentile(&mut samples, 100);
    println!("| ack of {what} at {RATE}/s: p50 / p99 / max | {p50} / {p99} / {max} ms |");
}
