//! Declaring: the incident, its war room, and what people see of both.

mod by_command;
