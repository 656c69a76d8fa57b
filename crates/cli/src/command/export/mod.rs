//! `skm export`: what is in the log, for programs that are not ours.

mod events;

use clap::{Args, Subcommand};

use crate::failure::Failure;

/// Keluarkan isi log untuk program lain
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Events(events::Arguments),
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self.what {
            What::Events(arguments) => arguments.run(),
        }
    }
}
