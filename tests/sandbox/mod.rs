//! The local Slack, driven over HTTP and sockets as an app and as people.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod app;
mod auth;
mod channels;
mod clients;
mod conversation;
mod deliveries;
mod faults;
mod files;
mod messages;
mod modals;
mod page;
mod responses;
mod socket;
mod spec;
mod world;
