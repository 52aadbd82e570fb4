//! Tests of Slack's transport: what goes out, what comes in, and what happens when either breaks.

mod client;
mod wire;
