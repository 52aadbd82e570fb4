//! Slack's two directions. In: what people do, read and handed to [`crate::ops`]. Out: what they
//! see, made by [`views`] from the domain alone.

pub mod ids;
pub mod views;
