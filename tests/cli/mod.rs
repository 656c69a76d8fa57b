//! The command line, run as an operator runs it.

mod evidence;
mod figures;
mod import;
mod usage;
mod witness;
mod world;
