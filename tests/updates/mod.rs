//! Updates: posted once, read everywhere.

mod bad_input;
mod form;
mod line;
mod promise;
