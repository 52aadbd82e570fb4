//! Every test of the project in one program: one folder or file for each feature.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod blocks;
mod sandbox;
