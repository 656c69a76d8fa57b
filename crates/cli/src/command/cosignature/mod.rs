//! `skm cosignature`: asking a witness by files, for an office without a network. The witness's side is
//! `skm witness cosign`.

mod add;
mod request;

use clap::{Args, Subcommand};

use crate::failure::Failure;

/// Minta tanda tangan saksi lewat berkas, misalnya USB, dan simpan jawabannya
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    Request(request::Arguments),
    Add(add::Arguments),
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self.task {
            Task::Request(arguments) => arguments.run(),
            Task::Add(arguments) => arguments.run(),
        }
    }
}
