//! Incidents, decided: pure functions from a state and a request to a change or a refusal.
//! No clock, no network, no database. Start with [`incident`], then [`declare`](Incident::declare).

pub mod actor;
pub mod channel_name;
mod declare;
pub mod effect;
pub mod ids;
pub mod incident;
pub mod observed;
pub mod policy;
pub mod postmortem;
pub mod refusal;
mod roles;
mod room;
pub mod status;
pub mod text;
pub mod timeline;
mod update;

pub use actor::{Actor, Asked, Standing};
pub use declare::{Draft, MAX_TEXT, MAX_TITLE};
pub use effect::{Answer, Class, Effect, Lane, Notice, ReplyTo};
pub use ids::{ChannelId, IncidentId, MessageRef, MessageTs, RoleKey, SeverityKey, UserId};
pub use incident::{Change, Incident};
pub use observed::{Observed, Told};
pub use policy::{COMMANDER, Policy};
pub use refusal::Refusal;
pub use status::Status;
pub use timeline::{Entry, EntryKind, NewEntry};
pub use update::UpdateDraft;
