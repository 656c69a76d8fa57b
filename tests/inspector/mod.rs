//! What an inspector does with a log that somebody else runs: exports, keys, policies and checkpoints kept elsewhere,
//! and what is found when the one who runs it cheats.

mod independent;
mod old_logs;
mod proof;
mod receipt;
mod tampering;
mod trust;
mod world;
