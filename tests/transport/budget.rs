//! Slack's limits are kept in every window of time, and a waiting person finds the reserve unspent.

use chrono::{DateTime, TimeDelta, Utc};
use muster::slack::budget::{Budget, Tier, URGENT, tier};
use proptest::prelude::*;

fn at(millis: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::milliseconds(millis)
}

/// How many calls go through at one moment.
fn burst(budget: &mut Budget, method: &str, lane: u8, millis: i64) -> usize {
    (0..1000)
        .take_while(|_| budget.take(method, None, lane, at(millis)).is_ok())
        .count()
}

#[test]
fn each_tier_has_its_number_and_three_have_a_reserve() {
    let cases = [
        ("apps.connections.open", Tier::One, 1, 1),
        ("conversations.create", Tier::Two, 20, 15),
        ("a.method.of.2030", Tier::Two, 20, 15),
        ("chat.update", Tier::Three, 50, 38),
        ("views.publish", Tier::Four, 100, 100),
        ("auth.test", Tier::Many, 200, 200),
    ];
    for (method, expected, whole, open) in cases {
        assert_eq!(tier(method), expected);
        assert_eq!(
            burst(&mut Budget::new(), method, URGENT, 0),
            whole,
            "{method}"
        );
        for lane in 1..=3 {
            let mut budget = Budget::new();
            assert_eq!(burst(&mut budget, method, lane, 0), open, "{method}");
            assert_eq!(
                burst(&mut budget, method, URGENT, 0),
                whole - open,
                "{method}"
            );
        }
    }
}

#[test]
fn who_must_wait_is_told_until_when() {
    let mut budget = Budget::new();
    budget.take("pins.add", None, 1, at(0)).unwrap();
    assert_eq!(burst(&mut budget, "pins.add", 1, 10_000), 14);
    assert_eq!(
        budget.take("pins.add", None, 1, at(20_000)),
        Err(at(60_000))
    );
    assert_eq!(budget.take("pins.add", None, 1, at(60_000)), Ok(()));
    assert_eq!(
        budget.take("pins.add", None, 1, at(60_000)),
        Err(at(70_000))
    );
    assert_eq!(
        budget.take("bookmarks.add", None, 1, at(20_000)),
        Ok(()),
        "another method"
    );
}

#[test]
fn a_channel_takes_three_posts_at_once_and_then_one_a_second() {
    let mut budget = Budget::new();
    let mut post = |channel, millis| budget.take("chat.postMessage", Some(channel), 1, at(millis));
    for _ in 0..3 {
        assert_eq!(post("C1", 0), Ok(()));
    }
    assert_eq!(post("C1", 0), Err(at(1000)));
    assert_eq!(post("C2", 0), Ok(()));
    assert_eq!(post("C1", 1000), Ok(()));
    assert_eq!(post("C1", 1500), Err(at(2000)));
    assert_eq!(post("C1", 60_000), Ok(()));
}

#[test]
fn the_workspace_takes_two_hundred_posts_a_minute() {
    let mut budget = Budget::new();
    for number in 0..200 {
        let channel = format!("C{number}");
        assert_eq!(
            budget.take("chat.postMessage", Some(&channel), 1, at(number)),
            Ok(())
        );
    }
    let refused = budget.take("chat.postMessage", Some("C999"), URGENT, at(300));
    assert_eq!(refused, Err(at(60_000)));
}

#[test]
fn a_pause_holds_what_slack_named_and_nothing_else() {
    let mut budget = Budget::new();
    budget.pause("chat.postMessage", Some("C1"), at(30_000));
    budget.pause("chat.postMessage", Some("C1"), at(10_000));
    assert_eq!(
        budget.take("chat.postMessage", Some("C1"), URGENT, at(0)),
        Err(at(30_000))
    );
    assert_eq!(
        budget.take("chat.postMessage", Some("C2"), URGENT, at(0)),
        Ok(())
    );
    assert_eq!(
        budget.take("chat.postMessage", Some("C1"), URGENT, at(30_000)),
        Ok(())
    );

    budget.pause("conversations.create", Some("C1"), at(30_000));
    assert_eq!(
        budget.take("conversations.create", Some("C2"), URGENT, at(0)),
        Err(at(30_000))
    );
    budget.pause("chat.postMessage", None, at(90_000));
    assert_eq!(
        budget.take("chat.postMessage", Some("C2"), URGENT, at(60_000)),
        Err(at(90_000))
    );
}

#[test]
fn a_refusal_spends_nothing() {
    let mut budget = Budget::new();
    budget.pause("pins.add", None, at(1000));
    for _ in 0..100 {
        assert_eq!(budget.take("pins.add", None, URGENT, at(0)), Err(at(1000)));
    }
    assert_eq!(burst(&mut budget, "pins.add", URGENT, 1000), 20);
}

#[test]
fn a_clock_that_is_set_back_makes_no_room() {
    let mut budget = Budget::new();
    assert_eq!(burst(&mut budget, "pins.add", URGENT, 100_000), 20);
    assert_eq!(
        budget.take("pins.add", None, URGENT, at(0)),
        Err(at(160_000))
    );
}

/// Whether any window of this length holds more than so many of the (sorted) moments.
fn exceeded(calls: &[i64], limit: usize, millis: i64) -> bool {
    calls
        .windows(limit + 1)
        .any(|window| window[limit] - window[0] < millis)
}

/// Attempts: a pause since the one before in milliseconds, a method, a channel, a lane.
fn attempts() -> impl Strategy<Value = Vec<(i64, usize, usize, u8)>> {
    prop::collection::vec((0_i64..900, 0_usize..4, 0_usize..3, 0_u8..4), 1..1500)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_window_ever_holds_more_than_slack_allows(attempts in attempts()) {
        const METHODS: [(&str, usize); 4] = [
            ("conversations.create", 20), ("chat.update", 50), ("views.open", 100),
            ("chat.postMessage", 200),
        ];
        const CHANNELS: [&str; 3] = ["C1", "C2", "C3"];
        let mut budget = Budget::new();
        let mut made: [Vec<i64>; 4] = Default::default();
        let mut posts: [Vec<i64>; 3] = Default::default();
        let mut now = 0;
        for (pause, method, channel, lane) in attempts {
            now += pause;
            match budget.take(METHODS[method].0, Some(CHANNELS[channel]), lane, at(now)) {
                Ok(()) => {
                    made[method].push(now);
                    if method == 3 {
                        posts[channel].push(now);
                    }
                }
                Err(until) => prop_assert!(until > at(now) && until <= at(now + 60_000)),
            }
        }
        for (calls, (method, limit)) in made.iter().zip(METHODS) {
            prop_assert!(!exceeded(calls, limit, 60_000), "{}", method);
        }
        for calls in &posts {
            for seconds in [1_i64, 5, 60] {
                let limit = 3 + usize::try_from(seconds).unwrap();
                prop_assert!(!exceeded(calls, limit, seconds * 1000));
            }
        }
    }

    #[test]
    fn a_waiting_person_always_finds_the_reserve(attempts in attempts(), person in 0_i64..1_000_000) {
        let mut budget = Budget::new();
        let mut now = 0;
        for (pause, _, _, lane) in attempts {
            now += pause;
            if now > person {
                break;
            }
            // Nobody urgent has called before: everything was spent by the other lanes.
            budget.take("conversations.create", None, lane.max(1), at(now)).ok();
        }
        prop_assert!(burst(&mut budget, "conversations.create", URGENT, person.max(now)) >= 5);
    }

    #[test]
    fn the_moment_named_is_the_first_that_works(attempts in attempts()) {
        let mut budget = Budget::new();
        let mut now = 0;
        for (pause, _, channel, lane) in attempts {
            now += pause;
            let channel = Some(["C1", "C2", "C3"][channel]);
            if let Err(until) = budget.take("chat.postMessage", channel, lane, at(now)) {
                let before = until - TimeDelta::milliseconds(1);
                prop_assert!(budget.take("chat.postMessage", channel, lane, before).is_err());
                prop_assert!(budget.take("chat.postMessage", channel, lane, until).is_ok());
                now = (until - DateTime::UNIX_EPOCH).num_milliseconds();
            }
        }
    }
}
