//! Every test of the project in one program: one folder or file for each feature.

mod blocks;
mod sandbox;
