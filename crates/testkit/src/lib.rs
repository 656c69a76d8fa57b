//! Doubles for what tests cannot leave to the real world: so far, a disk that loses power.

mod disk;

pub use disk::{Disk, Failure, Replay, Step, Trace};
