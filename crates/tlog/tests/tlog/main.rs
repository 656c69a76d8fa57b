//! The crate as its users see it: the tree, its tiles, and every format by its document.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod support;

mod add_checkpoint;
mod checkpoint;
mod mutation;
mod note;
mod policy;
mod proof;
mod tile;
mod tree;
mod vectors;
