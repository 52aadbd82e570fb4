//! Slack's two directions. In: [`http`] or [`socket`] verify and hand a [`delivery`] over raw, and
//! [`inbound`] reads it later. Out: [`client`] calls, within the [`budget`].

pub mod budget;
pub mod call_error;
pub mod client;
pub mod delivery;
pub mod http;
pub mod inbound;
mod lenient;
pub mod signature;
pub mod socket;
