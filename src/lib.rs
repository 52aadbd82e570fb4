//! Muster, a Slack-native incident bot.

pub mod cli;
pub mod sandbox;
pub mod slack;
