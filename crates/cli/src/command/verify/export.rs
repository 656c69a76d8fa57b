//! `skm verify export`: an exported directory.

use std::path::PathBuf;

use clap::Args;

use super::{
    inspection::{self, Keys, Looks},
    told::{Bars, tell},
};
use crate::{arguments::Output, failure::Failure};

/// Periksa folder hasil `skm export-log`, dengan atau tanpa entri
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder ekspor
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    #[command(flatten)]
    keys: Keys,
    #[command(flatten)]
    looks: Looks,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self) -> Result<(), Failure> {
        let inspection = inspection::of(self.keys, self.looks)?;
        let report = audit::export::audit(&self.directory, inspection, &mut Bars::default())?;
        tell(&report, self.output.format)
    }
}
