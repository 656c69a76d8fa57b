//! `skm witness`: a witness for other people's logs, with a folder of its own and no survey in it.

mod add_log;
mod cosign;
mod init;
mod serve;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::failure::Failure;

/// Jalankan saksi: menandatangani checkpoint log yang dikenalnya, selama log itu hanya bertambah
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    Init(init::Arguments),
    AddLog(add_log::Arguments),
    Serve(serve::Arguments),
    Cosign(cosign::Arguments),
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self.task {
            Task::Init(arguments) => arguments.run(),
            Task::AddLog(arguments) => arguments.run(),
            Task::Serve(arguments) => arguments.run(),
            Task::Cosign(arguments) => arguments.run(),
        }
    }
}

/// Where the witness lies.
#[derive(Clone, Debug, Args)]
struct Folder {
    /// Folder saksi
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
}
