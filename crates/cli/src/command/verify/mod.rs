//! `skm verify`: holds everything in the data directory against what it promises, and names what disagrees.

mod report;
mod texts;

use std::sync::Arc;

use app::DataDir;
use clap::Args;
use eventlog::LogReader;
use views::Views;

use self::report::{Part, Report};
use crate::{
    arguments::{Data, Format, Output},
    data::fold,
    failure::Failure,
    output::{say, say_json},
    progress::Bar,
};

/// Periksa log, brankas dan tampilan; menyebut setiap hal yang tidak sesuai
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let report = verify(&self.data.data)?;
        match self.output.format {
            Format::Json => say_json(&report.document())?,
            Format::Table => say(&report.to_string())?,
        }
        match report.problem_count() {
            0 => Ok(()),
            count => Err(Failure::Evidence(format!(
                "{count} hal tidak sesuai; simpan folder ini sebagai bukti, jangan diubah, lalu pulihkan dari cadangan"
            ))),
        }
    }
}

fn verify(data: &DataDir) -> Result<Report, Failure> {
    let log = Arc::new(data.reader()?);
    let bar = Bar::new("Memeriksa log", 0);
    let found = log.verify(|done, total| bar.set_of(done, total))?;
    drop(bar);
    let mut report = Report::of(found);
    if report.log.problem_count > 0 {
        // Everything else is held against the log.
        let note = "tidak diperiksa, karena log sendiri tidak sesuai";
        (report.vault, report.views) = (Part::unchecked(note), Part::unchecked(note));
        return Ok(report);
    }
    report.vault = texts::check(data, &log, report.events, &mut report.log)?;
    report.views = check_views(data, &log, report.events)?;
    Ok(report)
}

/// Whether the views hold what a fold of the log gives. Missing views are no problem: they are made anew.
fn check_views(data: &DataDir, log: &Arc<LogReader>, log_size: u64) -> Result<Part, Failure> {
    if !data.views().exists() {
        return Ok(Part::unchecked("tidak ada; dibuat dari log saat dibuka"));
    }
    let stored = match Views::open(&data.views()) {
        Ok(stored) => stored,
        Err(error) => return Ok(Part::unchecked(format!("tidak diperiksa: {error}"))),
    };
    let progress = stored.progress();
    let mut part = Part::checked(format!("sampai posisi {progress}"));
    if progress > log_size {
        let what = format!("tampilan memuat {progress} peristiwa, log hanya {log_size}: ekor log hilang");
        part.add(None, what);
        return Ok(part);
    }
    let folded = Arc::new(Views::in_memory()?);
    fold(&folded, log, progress)?;
    match stored.state_hash() {
        Ok(hash) if hash == folded.state_hash()? => {}
        Ok(_) => part.add(
            None,
            "isinya bukan yang mengikuti dari log; jalankan `skm rebuild`",
        ),
        Err(error) => return Ok(Part::unchecked(format!("tidak terbaca: {error}"))),
    }
    Ok(part)
}
