//! What people see in Slack, for incidents as they come: readable, safe, and within Slack's limits.
#![expect(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod answers;
mod cards;
mod fixtures;
mod forms;
mod lines;
mod manifest;
mod notices;
mod safety;
