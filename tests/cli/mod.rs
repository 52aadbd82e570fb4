//! The command line, as a process beside the running bot.

mod record;
mod set_up;
mod verify;
