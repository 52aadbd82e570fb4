//! Slack's two directions. In: [`http`] or [`socket`] verify and hand a [`delivery`] over raw;
//! [`dispatch`] keeps it, reads it by [`inbound`] and runs [`commands`], [`modals`] or what a channel
//! told. Out: what people see is made by [`views`]; [`client`] calls, within the [`budget`].

pub mod budget;
pub mod call_error;
pub mod client;
pub mod commands;
pub mod delivery;
pub mod dispatch;
pub mod handling;
pub mod http;
pub mod ids;
pub mod inbound;
mod lenient;
pub mod manifest;
pub mod modals;
pub mod people;
pub mod signature;
pub mod socket;
pub mod time;
pub mod views;
