//! Declaring: the incident, its war room, and what people see of both.

mod by_command;
mod by_form;
mod by_shortcut;
mod drill;
mod names;
mod private;
mod titles;
