//! `skm evidence`: a figure with everything it was made of, in one file that is checked offline. Works beside a running
//! server: the log is folded anew, so nothing but the log is believed.

use std::path::PathBuf;

use app::{Look, Publications, notary::read_vkey};
use audit::evidence::{Entries, WriteError, write};
use clap::Args;
use server::Letterheads;
use survey::{Period, Refusal, UnitCode};

use crate::{
    arguments::Data,
    data::Fold,
    failure::Failure,
    new_file::NewFile,
    output::{count, facts, say},
};

/// Buat bundel bukti (ZIP) sebuah angka: entri di baliknya, bukti setiap entri, tanda tangan, dan petunjuk memeriksanya
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
    /// Kode unit; unit di bawahnya ikut
    #[arg(long, value_name = "KODE")]
    unit: UnitCode,
    /// Periode: 2026, 2026-S1, 2026-Q3 atau 2026-09
    #[arg(long, value_name = "PERIODE")]
    period: Period,
    /// Berkas hasil, yang belum ada
    #[arg(long, value_name = "BERKAS")]
    out: PathBuf,
    /// Tanpa isi jawaban: hanya sidiknya, boleh diserahkan kepada siapa pun
    #[arg(long)]
    without_entries: bool,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let data = self.data.data;
        let archive = data.checkpoints()?;
        let nothing = || Failure::from(Refusal::NothingSigned);
        let newest = archive
            .newest()
            .map_err(app::AppError::from)?
            .ok_or_else(nothing)?;
        let vkey = read_vkey(&data.notary().vkey).map_err(app::AppError::from)?;
        let vkey =
            vkey.ok_or_else(|| Failure::Machine(format!("{} tidak ada", data.notary().vkey.display())))?;
        let fold = Fold::of(&data, Look::AtSize(newest.head().size))?;
        let entries = if self.without_entries {
            Entries::LeftOut
        } else {
            Entries::Written
        };
        let letterheads =
            Letterheads::read(&data.letterheads()).map_err(|error| Failure::Machine(error.to_string()))?;
        let registry = fold.views.registry();
        let publisher = registry.opened().map_or("", |opened| opened.name.as_str());
        let letterhead = letterheads.of(publisher, self.unit.as_str());
        let publications = Publications(fold.reading());
        let documents = publications.enclosed(
            (&self.unit, self.period),
            newest.head().size,
            entries,
            &letterhead,
        )?;
        let written = NewFile::begin(&self.out)?.fill(|out| {
            write(
                fold.reading(),
                &*fold.log,
                (&newest, &vkey),
                (&self.unit, self.period),
                entries,
                &documents,
                u64::MAX,
                out,
            )
            .map_err(failure)
        })?;
        let ikm = written.stated.now.as_ref().map(|now| now.ikm.id_id());
        say(&facts(&[
            ("Bukti", self.out.display().to_string()),
            ("Checkpoint", format!("{} peristiwa", count(written.stated.size))),
            ("IKM", ikm.unwrap_or_else(|| "belum ada".into())),
            ("Entri", count(written.entries)),
            ("Dokumen", count(documents.len() as u64)),
            (
                "Periksa",
                format!("skm verify evidence {} --key {vkey}", self.out.display()),
            ),
        ]))
    }
}

fn failure(error: WriteError) -> Failure {
    match error {
        WriteError::UnitUnknown(unit) => Refusal::UnitUnknown(unit).into(),
        WriteError::Views(error) => error.into(),
        WriteError::Tree(error) => app::AppError::from(error).into(),
        WriteError::TooMany(_) | WriteError::Zip(_) | WriteError::Io(_) => {
            Failure::Machine(error.to_string())
        }
    }
}
