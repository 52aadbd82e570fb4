//! Every test of the project in one program: one folder or file for each feature.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod architecture;
mod blocks;
mod browser;
mod config;
mod declare;
mod domain;
mod http;
mod sandbox;
mod support;
mod telemetry;
mod transport;
mod views;
mod web;
