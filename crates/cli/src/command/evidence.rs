//! `skm evidence`: a figure with everything it was made of, in one file that is checked offline. Works beside a running
//! server: the log is folded anew, so nothing but the log is believed.

use std::path::PathBuf;

use app::{Look, Publications};
use audit::evidence::{WriteError, write};
use clap::Args;
use server::Letterheads;
use survey::Refusal;

use crate::{
    arguments::{self, Data, Figure},
    data::{self, Fold, Signed},
    failure::Failure,
    new_file::NewFile,
    output::{count, facts, say},
};

/// Buat bundel bukti (ZIP) sebuah angka: entri di baliknya, bukti setiap entri, tanda tangan, dan petunjuk memeriksanya
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    figure: Figure,
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
        let Signed { newest, .. } = Signed::of(&data)?;
        let attester = data::attester(&data)?;
        let fold = Fold::of(&data, Look::AtSize(newest.head().size))?;
        let entries = arguments::entries(self.without_entries);
        let letterheads =
            Letterheads::read(&data.letterheads()).map_err(|error| Failure::Machine(error.to_string()))?;
        let registry = fold.views.registry();
        let publisher = registry.opened().map_or("", |opened| opened.name.as_str());
        let letterhead = letterheads.of(publisher, self.figure.unit.as_str());
        let publications = Publications::new(fold.reading());
        let enclosed = publications.enclosed(
            (&self.figure.unit, self.figure.period),
            newest.head().size,
            entries,
            &letterhead,
        )?;
        let written = NewFile::begin(&self.out)?.fill(|out| {
            write(
                fold.reading(),
                &*fold.log,
                (&newest, &attester),
                (&self.figure.unit, self.figure.period),
                entries,
                &enclosed,
                u64::MAX,
                out,
            )
            .map_err(failure)
        })?;
        let ikm = match (&written.stated.now, written.stated.with_answers) {
            (Some(now), _) => now.ikm.id_id(),
            (None, true) => "belum ada".into(),
            (None, false) => "hanya yang diterbitkan, karena tanpa jawaban".into(),
        };
        say(&facts(&[
            ("Bukti", self.out.display().to_string()),
            ("Checkpoint", format!("{} peristiwa", count(written.stated.size))),
            ("IKM", ikm),
            ("Entri", count(written.entries)),
            ("Dokumen", count(enclosed.documents.len() as u64)),
            (
                "Periksa",
                format!(
                    "skm verify evidence {} --key {}",
                    self.out.display(),
                    attester.vkey()
                ),
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
