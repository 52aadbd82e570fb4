//! Slack's rate limits.

use muster::sandbox::tiers::{Limiter, RetryAfterSeconds, limit_of};

const MINUTE: u64 = 60_000;

#[test]
fn methods_have_tiers() {
    let cases = [
        ("apps.connections.open", 1),
        ("conversations.create", 20),
        ("conversations.setTopic", 20),
        ("bookmarks.add", 20),
        ("pins.add", 20),
        ("users.list", 20),
        ("chat.update", 50),
        ("conversations.history", 50),
        ("reactions.add", 50),
        ("views.open", 100),
        ("users.info", 100),
        ("chat.postEphemeral", 100),
        ("auth.test", 300),
        ("chat.postMessage", 300),
    ];
    for (method, per_minute) in cases {
        assert_eq!(limit_of(method).unwrap().per_minute, per_minute, "{method}");
    }
    assert_eq!(limit_of("no.such.method"), None);
}

#[test]
fn a_tier_is_a_sliding_minute() {
    let mut limiter = Limiter::default();
    for call in 0..20 {
        limiter.check("pins.add", None, call * 1000).unwrap();
    }
    let refused = limiter.check("pins.add", None, 20_000);
    assert_eq!(refused, Err(RetryAfterSeconds(40)));
    assert_eq!(
        limiter.check("pins.add", None, 59_500),
        Err(RetryAfterSeconds(1))
    );
    limiter.check("pins.list", None, 20_000).unwrap();
    limiter.check("pins.add", None, MINUTE).unwrap();
    assert_eq!(
        limiter.check("pins.add", None, MINUTE),
        Err(RetryAfterSeconds(1))
    );
    limiter.reset();
    limiter.check("pins.add", None, MINUTE).unwrap();
}

#[test]
fn a_channel_takes_a_message_a_second_after_a_burst() {
    let mut limiter = Limiter::default();
    let mut post = |channel: &str, at: u64| limiter.check("chat.postMessage", Some(channel), at);
    for _ in 0..3 {
        post("C1", 0).unwrap();
    }
    assert_eq!(post("C1", 0), Err(RetryAfterSeconds(1)));
    post("C2", 0).unwrap();
    post("C1", 1_000).unwrap();
    assert_eq!(post("C1", 1_001), Err(RetryAfterSeconds(1)));
    for second in 2..30 {
        post("C1", second * 1_000).unwrap();
    }
    for _ in 0..3 {
        post("C1", MINUTE).unwrap();
    }
}

#[test]
fn a_workspace_takes_some_hundred_messages_a_minute() {
    let mut limiter = Limiter::default();
    for index in 0..300 {
        limiter
            .check("chat.postMessage", Some(&format!("C{index}")), 0)
            .unwrap();
    }
    assert_eq!(
        limiter.check("chat.postMessage", Some("C"), 0),
        Err(RetryAfterSeconds(60))
    );
}

#[test]
fn sockets_may_be_opened_in_a_burst() {
    let mut limiter = Limiter::default();
    for _ in 0..10 {
        limiter.check("apps.connections.open", None, 0).unwrap();
    }
    assert_eq!(
        limiter.check("apps.connections.open", None, 0),
        Err(RetryAfterSeconds(60))
    );
    for _ in 0..1000 {
        limiter.check("no.such.method", None, 0).unwrap();
    }
}
