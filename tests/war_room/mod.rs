//! The war room: how it comes to be, and how its card, topic and buttons follow the incident.

mod card;
mod order;
