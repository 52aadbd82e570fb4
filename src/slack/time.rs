//! Slack's time stamps, `seconds.micros`, as moments.

use chrono::{DateTime, Utc};

/// The moment of a time stamp such as `1700000000.000100`; none if it is not one.
pub fn moment(ts: &str) -> Option<DateTime<Utc>> {
    let (seconds, fraction) = ts.split_once('.').unwrap_or((ts, ""));
    let digits: String = fraction.chars().take(6).collect();
    let micros: u32 = format!("{digits:0<6}").parse().ok()?;
    DateTime::from_timestamp(seconds.parse().ok()?, micros * 1_000)
}
