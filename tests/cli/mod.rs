//! The command line, run as an operator runs it.

mod evidence;
mod figures;
mod import;
mod tokens;
mod usage;
mod world;
