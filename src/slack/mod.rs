//! Slack's two directions. In: [`http`] or [`socket`] verify and hand a [`delivery`] over raw, and
//! [`inbound`] reads it. Out: what people see is made by [`views`]; [`client`] calls, within the
//! [`budget`].

pub mod budget;
pub mod call_error;
pub mod client;
pub mod delivery;
pub mod http;
pub mod ids;
pub mod inbound;
mod lenient;
pub mod people;
pub mod signature;
pub mod socket;
pub mod views;
