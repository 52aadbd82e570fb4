//! What people see in Slack: pure functions from the domain to text and Block Kit.
//! [`mrkdwn`] makes it safe, [`blocks`] makes it fit; each other file is one thing to look at.

mod announce;
mod answers;
pub mod blocks;
mod brief;
mod card;
mod facts;
pub mod form;
mod listing;
pub mod mrkdwn;
mod notice;
mod problem;
mod topic;

pub use announce::announcement;
pub use answers::{
    answer, apology, curated, declared, done, help, menu, picker, refusal, reopen_form, stale,
    status, unknown_word,
};
pub use blocks::Message;
pub use brief::brief;
pub use card::card;
pub use listing::{incidents, timeline};
pub use notice::notice;
pub use topic::topic;
