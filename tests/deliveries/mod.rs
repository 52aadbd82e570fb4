//! Deliveries: each is taken in once, believed only when signed, and never lost once acknowledged.

mod odd;
mod repeats;
mod samples;
mod signatures;
mod sockets;
