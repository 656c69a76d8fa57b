//! `skm export-log`: the signed log as a folder that any C2SP client reads. Works beside a running server.

use std::path::PathBuf;

use app::notary::{self, ExportError};
use clap::Args;

use crate::{
    arguments::{self, Data},
    data::{self, Signed},
    failure::Failure,
    new_folder::NewFolder,
    output::{count, say},
    progress::Bar,
};

/// Ekspor log yang ditandatangani ke folder berformat C2SP, untuk diperiksa dengan alat apa pun; juga selagi server
/// berjalan
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
    /// Folder hasil; belum ada, atau kosong
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Tanpa isi jawaban: hanya sidik dan tanda tangan, boleh untuk umum
    #[arg(long)]
    without_entries: bool,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let data = self.data.data;
        let log = data.reader()?;
        // The archive after the log would be as good: what it has signed, the log has.
        let Signed { archive, newest } = Signed::of(&data)?;
        let vkey = data::vkey(&data)?;
        let entries = arguments::entries(self.without_entries);
        let out = NewFolder::begin(self.out, "hasil")?;
        let bar = Bar::new("Mengekspor log", 0);
        let exported = notary::export(
            &log,
            &archive,
            &newest,
            &vkey,
            out.path(),
            entries,
            |done, files| {
                bar.set_of(done, files);
            },
        );
        drop(bar);
        exported.map_err(failure)?;
        let out = out.finish()?;
        say(&format!(
            "Log {} di {}: {} peristiwa yang ditandatangani",
            if self.without_entries {
                "tanpa isi"
            } else {
                "dengan isi"
            },
            out.display(),
            count(newest.head().size)
        ))
    }
}

fn failure(error: ExportError) -> Failure {
    match error {
        ExportError::File(error) => app::AppError::from(error).into(),
        ExportError::Tree(error) => app::AppError::from(error).into(),
    }
}
