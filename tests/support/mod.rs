//! The harness: the real bot against the sandbox over the wire, with the clock moved by hand, on
//! SQLite or (with `MUSTER_TEST_POSTGRES_URL`) on PostgreSQL.

pub(crate) mod cli;
pub(crate) mod database;
pub(crate) mod outcome;
pub(crate) mod person;
pub(crate) mod reading;
pub(crate) mod record;
pub(crate) mod room;
pub(crate) mod screen;
pub(crate) mod sql;
pub(crate) mod wire;
pub(crate) mod world;

pub(crate) use world::{Setup, conversation, conversation_with};
