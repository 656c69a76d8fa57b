//! `skm register`: units, services and surveys from one table, all of them or none.

use std::{fs, path::PathBuf};

use app::{BulkError, BulkPlan, BulkProblem, operator};
use clap::Args;

use crate::{
    arguments::SignedData,
    data,
    failure::Failure,
    output::{count, say},
};

/// Daftarkan unit, layanan, dan survei dari tabel CSV: semuanya, atau tidak satu pun
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
    /// Periksa saja: tampilkan semua baris yang bermasalah, jangan daftarkan apa pun
    #[arg(long)]
    check: bool,
    /// Tabel CSV: satu layanan per baris; kolom unit, nama, jenis, induk, zona, kemendagri, bps, layanan, nama_layanan, survei, populasi, pengisian
    #[arg(value_name = "BERKAS")]
    file: PathBuf,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let file = self.file.display();
        let table =
            fs::read_to_string(&self.file).map_err(|error| Failure::Machine(format!("{file}: {error}")))?;
        let app = data::open(&self.data.dir())?;
        if self.check {
            let plan = app.plan_bulk(&table).map_err(|problems| refused(&problems))?;
            return say(&format!("Tidak ada masalah. Akan didaftarkan: {}", said(&plan)));
        }
        let plan = app
            .register_bulk(&operator(), &table)
            .map_err(|error| match error {
                BulkError::Problems(problems) => refused(&problems),
                BulkError::App(error) => error.into(),
            })?;
        app.sign()?;
        say(&format!("Didaftarkan: {}", said(&plan)))
    }
}

fn said(plan: &BulkPlan) -> String {
    let [units, services, surveys, was_there] =
        [plan.units, plan.services, plan.surveys, plan.was_there].map(|n| count(n as u64));
    format!("{units} unit, {services} layanan, {surveys} survei; {was_there} sudah ada")
}

fn refused(problems: &[BulkProblem]) -> Failure {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Failure::Refused(format!(
        "{} masalah, sehingga tidak ada yang didaftarkan:\n{}",
        problems.len(),
        lines.join("\n")
    ))
}
