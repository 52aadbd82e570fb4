//! Muster, a Slack-native incident bot.

pub mod cli;
pub mod config;
pub mod sandbox;
