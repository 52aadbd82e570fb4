//! The slash command: what people type, where they type it, and what they read.

mod help;
mod menu;
mod note;
mod overview;
mod postmortem;
mod wrong_place;
