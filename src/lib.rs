//! Muster, a Slack-native incident bot.

pub mod cli;
pub mod config;
pub mod http;
pub mod sandbox;
pub mod telemetry;
pub mod web;
