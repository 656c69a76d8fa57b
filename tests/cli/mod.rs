//! The command line, run as an operator runs it.

mod bundle;
mod diff;
mod evidence;
mod figures;
mod import;
mod signing;
mod tokens;
mod usage;
mod witness;
pub(crate) mod world;

pub(crate) use world::HEADER;
