//! `skm export-log`: the signed log as a folder that any C2SP client reads. Works beside a running server.

use std::path::PathBuf;

use app::notary::{self, Entries, ExportError, read_vkey};
use clap::Args;

use crate::{
    arguments::Data,
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
        let archive = data.checkpoints()?;
        let nothing =
            || Failure::Refused("belum ada yang ditandatangani; jalankan `skm serve` sebentar".into());
        let newest = archive
            .newest()
            .map_err(app::AppError::from)?
            .ok_or_else(nothing)?;
        let vkey = read_vkey(&data.notary().vkey).map_err(app::AppError::from)?;
        let vkey =
            vkey.ok_or_else(|| Failure::Machine(format!("{} tidak ada", data.notary().vkey.display())))?;
        let entries = if self.without_entries {
            Entries::LeftOut
        } else {
            Entries::Written
        };
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
