//! Who may do what, and who may know of what.

mod private;
mod standing;
