//! A local Slack: Web API, Events API, Socket Mode and a web page. Imports nothing of the bot.

pub mod blocks;
pub mod manifest;
pub mod scopes;
mod shape;
pub mod tiers;
