//! Every test of the project in one program: one folder or file for each feature.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod access;
mod architecture;
mod blocks;
mod browser;
mod cli;
mod commands;
mod config;
mod declare;
mod deliveries;
mod domain;
mod http;
mod lifecycle;
mod ops;
mod refusals;
mod roles;
mod sandbox;
mod store;
mod story;
mod support;
mod telemetry;
mod timeline;
mod transport;
mod updates;
mod views;
mod war_room;
mod web;
