//! Tests of Slack's transport: what goes out, what comes in, and what happens when either breaks.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod budget;
mod channel;
mod client;
mod fake_socket;
mod http;
mod inbound;
mod readable;
pub(crate) mod samples;
mod signature;
mod socket;
mod wire;
