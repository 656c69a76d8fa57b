//! `skm compute`: the index of a file of answers. Needs no log and writes nothing.

use std::{fs::File, path::PathBuf};

use app::read_sheet;
use clap::Args;
use ikm::{Hundredths, Index, Method, MethodUnsur, Mutu, Tallies};
use serde::Serialize;
use survey::Instrument;

use crate::{
    arguments::{self, Format, Output},
    command::figures::{Unsur, unsur, unsur_table, why_not},
    failure::Failure,
    output::{count, facts, say, say_json},
};

/// Hitung indeks dari berkas CSV, tanpa log
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Berkas CSV: satu responden per baris, satu unsur per kolom, judul kolom kode unsur
    #[arg(value_name = "BERKAS")]
    file: PathBuf,
    /// Metode: exact (bawaan), bobot-0.111, bobot-0.11, permenpan-2014 atau kepmenpan-2004
    #[arg(long, value_name = "METODE", default_value = "exact", hide_default_value = true, value_parser = arguments::method)]
    method: &'static Method,
    #[command(flatten)]
    output: Output,
}

/// What programs read.
#[derive(Serialize)]
struct Document<'a> {
    n: u64,
    method: &'a str,
    unsur: Vec<Unsur>,
    ikm: Hundredths,
    mutu: Mutu,
    kinerja: &'a str,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let index = self.index()?;
        match self.output.format {
            Format::Json => say_json(&Document {
                n: index.n,
                method: &index.method,
                unsur: unsur(&index),
                ikm: index.ikm,
                mutu: index.mutu,
                kinerja: index.kinerja,
            }),
            Format::Table => {
                say(&facts(&[
                    ("IKM", index.ikm.id_id()),
                    ("Mutu", format!("{} ({})", index.mutu, index.kinerja)),
                    ("Responden", count(index.n)),
                    ("Metode", format!("{} ({})", self.method.id(), self.method)),
                ]))?;
                say("")?;
                say(&unsur_table(&index))
            }
        }
    }

    fn index(&self) -> Result<Index, Failure> {
        let instrument = Instrument::permenpan_14_2017();
        let asked = match self.method.unsur() {
            MethodUnsur::AsInInstrument => instrument.unsur_codes(),
            MethodUnsur::Listed(listed) => listed.clone(),
        };
        let path = self.file.display();
        let file = File::open(&self.file).map_err(|error| Failure::Machine(format!("{path}: {error}")))?;
        let rows = read_sheet(file, &asked, &instrument.profile)
            .map_err(|error| Failure::Refused(format!("{path}: {error}")))?;
        let mut tallies = Tallies::default();
        for (unsur, score) in rows.iter().flat_map(|row| row.answers.iter()) {
            tallies.add(unsur, score);
        }
        ikm::compute(self.method, &asked, &tallies, rows.len() as u64)
            .map_err(|error| Failure::Refused(format!("{path}: {}", why_not(&error))))
    }
}
