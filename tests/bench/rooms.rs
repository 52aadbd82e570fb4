//! How long it takes from the command until the war room is ready: people in, card up and pinned,
//! topic set, stakeholders told.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::figures::{ms, percentile};
use super::stage::Stage;

/// What makes a war room ready.
const STEPS: [&str; 6] = [
    "conversations.create",
    "conversations.invite",
    "chat.postMessage",
    "chat.postMessage",
    "conversations.setTopic",
    "pins.add",
];
/// The longest chain of calls that wait for each other: create → card → pin.
const DEPTH: u32 = 3;

/// One declaration, with this latency of every call; the median of five.
pub(crate) async fn war_room(stage: &Stage, latency: u64) {
    stage.latency(latency).await;
    let mut samples = Vec::new();
    for nth in 0..5 {
        let after = last(stage).await;
        let began = Instant::now();
        declare(stage, &format!("latency {latency} number {nth}")).await;
        until(stage, after, 1).await;
        samples.push(began.elapsed());
    }
    stage.latency(0).await;
    stage.settle().await;
    let median = percentile(&mut samples, 50);
    let ratio = if latency == 0 {
        String::new()
    } else {
        let floor = Duration::from_millis(latency) * DEPTH;
        let middle = samples.get(samples.len() / 2).copied().unwrap_or_default();
        format!(
            " = {:.2} × ({DEPTH} × latency)",
            middle.as_secs_f64() / floor.as_secs_f64()
        )
    };
    println!(
        "| war room ready at {latency} ms a call, depth {DEPTH} (median of 5) | {median} ms{ratio} |"
    );
}

/// Many people declare at once.
pub(crate) async fn storm(stage: &Stage, count: u32, latency: u64) {
    stage.latency(latency).await;
    let after = last(stage).await;
    let declares = (0..count).map(|nth| async move {
        let began = Instant::now();
        declare(stage, &format!("storm number {nth}")).await;
        began.elapsed()
    });
    let began = Instant::now();
    let mut acks = futures_util::future::join_all(declares).await;
    let slowest = percentile(&mut acks, 100);
    println!("| {count} declares at once at {latency} ms a call: slowest ack | {slowest} ms |");
    // Slack allows 20 new channels a minute; so many are there without waiting for the next minute.
    let made = until(stage, after, 10).await;
    let took = ms(began.elapsed());
    println!("| … the first {made} war rooms ready after (20 a minute allowed) | {took} ms |");
    stage.latency(0).await;
}

/// Memory after many declares, in a fresh process.
pub(crate) async fn many_declares(count: u32) {
    let stage = Stage::new().await;
    for nth in 0..count {
        declare(&stage, &format!("memory number {nth}")).await;
    }
    stage.settle().await;
    println!(
        "| memory after {count} declares | {} MB |",
        stage.memory_mb()
    );
    stage.end().await;
}

async fn declare(stage: &Stage, title: &str) {
    let body = json!({
        "user": "alice", "channel": "payments", "command": "/incident",
        "text": format!("declare {title}"),
    });
    let answer = stage.control("act/command", &body).await;
    let acked = answer
        .get("ack")
        .is_some_and(|ack| ack.to_string().contains("INC-"));
    assert!(acked, "not declared: {answer}");
}

/// The number of the last call so far.
async fn last(stage: &Stage) -> u64 {
    let calls = stage.calls(0).await;
    calls
        .last()
        .and_then(|call| call.get("seq"))
        .and_then(Value::as_u64)
        .unwrap_or(0)
}

/// Waits until this many war rooms are ready; gives how many are.
async fn until(stage: &Stage, after: u64, rooms: usize) -> usize {
    loop {
        let calls = stage.calls(after).await;
        let done = |method: &str| {
            calls
                .iter()
                .filter(|call| call.get("method").and_then(Value::as_str) == Some(method))
                .filter(|call| call.pointer("/response/ok") == Some(&Value::Bool(true)))
                .count()
        };
        let each = |method: &str| STEPS.iter().filter(|step| **step == method).count();
        let ready = STEPS
            .iter()
            .map(|step| done(step) / each(step))
            .min()
            .unwrap_or(0);
        if ready >= rooms {
            return ready;
        }
        tokio::task::yield_now().await;
    }
}
