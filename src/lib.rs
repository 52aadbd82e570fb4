//! Muster, a Slack-native incident bot.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod http;
pub mod jobs;
pub mod ops;
pub mod sandbox;
pub mod slack;
pub mod store;
pub mod telemetry;
pub mod web;
