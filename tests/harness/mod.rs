//! Starting the program and talking to it.

mod binary;
mod command;
mod server;
mod tests;

pub(crate) use command::{Ran, Skm};
pub(crate) use server::Server;
