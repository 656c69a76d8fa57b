//! `skm tokens`: one-time codes.

mod issue;
mod new_key;

use clap::{Args, Subcommand};

use crate::failure::Failure;

/// Terbitkan kode sekali pakai, atau ganti kuncinya
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Issue(issue::Arguments),
    NewKey(new_key::Arguments),
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self.command {
            Command::Issue(arguments) => arguments.run(),
            Command::NewKey(arguments) => arguments.run(),
        }
    }
}
