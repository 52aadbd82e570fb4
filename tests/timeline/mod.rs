//! The timeline: everything that happens in an incident's channel is on it, once.

mod channel;
mod curated;
mod deliveries;
mod interactions;
mod messages;
mod people;
