//! From severity to resolution and back: what changes, who is told, what is refused.

mod reopen;
mod resolve;
mod severity;
mod stale;
