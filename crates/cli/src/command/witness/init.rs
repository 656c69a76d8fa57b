//! `skm witness init`: makes a witness with a key of its own.

use app::{Edge, SystemEdge};
use clap::Args;
use witness::Witness;

use super::Folder;
use crate::{failure::Failure, output::say};

/// Buat saksi dengan kunci baru; menampilkan kunci yang diumumkan
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// Nama saksi: alamat tanpa skema, misalnya saksi.inspektorat.sukamaju.go.id
    #[arg(long, value_name = "NAMA")]
    name: String,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let mut seed = [0; 32];
        SystemEdge.fill(&mut seed);
        let vkey = Witness::init(&self.folder.dir, &self.name, &seed)?;
        say("Kunci saksi, umumkan kepada siapa pun yang memeriksa:")?;
        say(&vkey.to_string())
    }
}
