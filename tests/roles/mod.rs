//! Roles: taken with a button, given in one line, set in one form.

mod form;
mod line;
mod take;
