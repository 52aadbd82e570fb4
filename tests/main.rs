//! The one test binary.

mod transport;
