//! Every test of the project in one program: one folder or file for each feature.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod architecture;
mod blocks;
mod config;
mod declare;
mod deliveries;
mod http;
mod refusals;
mod sandbox;
mod support;
mod telemetry;
mod timeline;
mod transport;
mod web;
