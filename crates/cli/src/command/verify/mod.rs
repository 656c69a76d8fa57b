//! `skm verify`: holds a log against what it promises and what was signed of it, and names what disagrees. The checks
//! themselves are the crate `audit`; here are their arguments, a progress bar, and the words.

mod evidence;
mod export;
mod inspection;
mod proof;
mod told;

use app::DataDir;
use audit::data_dir::{self, DataFiles};
use clap::{Args, Subcommand};

use self::{
    inspection::{Keys, Looks},
    told::{Bars, tell},
};
use crate::{
    arguments::{Lock, Output, data_dir},
    failure::Failure,
};

/// Periksa log, tanda tangan, brankas, tampilan dan hasil; menyebut setiap hal yang tidak sesuai
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    subject: Option<Subject>,
    /// Folder data
    #[arg(long, value_name = "DIR", value_parser = data_dir())]
    data: Option<DataDir>,
    #[command(flatten)]
    lock: Lock,
    #[command(flatten)]
    keys: Keys,
    #[command(flatten)]
    looks: Looks,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Subcommand)]
enum Subject {
    Evidence(evidence::Arguments),
    Export(export::Arguments),
    Proof(proof::Arguments),
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self.subject {
            Some(Subject::Evidence(arguments)) => return arguments.run(),
            Some(Subject::Export(arguments)) => return arguments.run(),
            Some(Subject::Proof(arguments)) => return arguments.run(),
            None => {}
        }
        let data = self.data.ok_or_else(|| {
            Failure::Refused(
                "sebut yang diperiksa: --data DIR, `evidence BERKAS`, `export DIR` atau `proof BERKAS`"
                    .into(),
            )
        })?;
        let data = self.lock.of(data);
        // Says what is missing, and what to do.
        drop(data.reader()?);
        let files = DataFiles {
            log: data.log(),
            vault: data.vault(),
            views: data.views(),
            notary: data.notary(),
        };
        let inspection = inspection::of(self.keys, self.looks)?;
        let report = data_dir::audit(&files, inspection, &mut Bars::default())?;
        tell(&report, self.output.format)
    }
}
