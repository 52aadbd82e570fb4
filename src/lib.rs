//! Muster, a Slack-native incident bot.

pub mod cli;
pub mod domain;
pub mod sandbox;
pub mod slack;
