//! When Slack refuses, stalls or loses a call: the incident stands, people hear what failed, and in
//! the end everything is there exactly once.

mod announcements;
mod answers;
mod limits;
mod restarts;
mod room;
mod steps;
