//! `skm import`: the rows of an earlier survey's file, as responses of channel `import`.

use std::{fs::File, path::PathBuf};

use app::{AppError, ElementOrder, Import, ImportError, SystemEdge, operator, read_sheet, read_workbook};
use clap::Args;
use jiff::civil::Date;
use survey::{Instrument, Refusal, ServiceCode, UnitCode, Zone};

use crate::{
    arguments::{self, SignedData},
    data,
    failure::Failure,
    output::{count, say},
    progress::Bar,
};

/// Catat jawaban dari berkas CSV atau XLSX survei terdahulu; mengulanginya tidak menambah apa pun
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
    /// Kode unit; didaftarkan bila belum ada
    #[arg(long, value_name = "KODE")]
    unit: UnitCode,
    /// Nama unit, untuk mendaftarkannya
    #[arg(long, value_name = "NAMA")]
    unit_name: String,
    /// Kode layanan; didaftarkan bila belum ada
    #[arg(long, value_name = "KODE")]
    service: ServiceCode,
    /// Tanggal pelayanan, misalnya 2019-06-30: menentukan bulan jawaban
    #[arg(long, value_name = "TANGGAL", value_parser = arguments::day)]
    occurred: Date,
    /// Zona waktu unit, untuk mendaftarkannya: WIB (bawaan), WITA atau WIT
    #[arg(long, value_name = "ZONA", default_value = "WIB", hide_default_value = true, value_parser = arguments::zone)]
    zone: Zone,
    /// Urutan U1 sampai U9 pada berkas XLSX: kuesioner (U8 sarana, U9 pengaduan) atau peraturan (U8 pengaduan, U9
    /// sarana); wajib untuk XLSX
    #[arg(long, value_name = "URUTAN", value_parser = order)]
    order: Option<ElementOrder>,
    /// Berkas CSV: satu responden per baris, satu unsur per kolom, judul kolom kode unsur. Atau XLSX bertata letak
    /// pengolahan data SKM
    #[arg(value_name = "BERKAS")]
    file: PathBuf,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let today = self.zone.wall_clock(app::Edge::now(&SystemEdge)).date();
        if self.occurred > today {
            let text = format!("tanggal {} belum terjadi; periksa --occurred", self.occurred);
            return Err(Failure::Refused(text));
        }
        let file = self.file.display();
        // The whole file is read and checked before the log is opened, so that a bad row leaves nothing behind.
        let instrument = Instrument::permenpan_14_2017();
        let opened = File::open(&self.file).map_err(|error| Failure::Machine(format!("{file}: {error}")))?;
        let is_workbook = self
            .file
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
        let rows = match (is_workbook, self.order) {
            (true, Some(order)) => read_workbook(opened, order, &instrument.profile),
            (false, None) => read_sheet(opened, &instrument.unsur_codes(), &instrument.profile),
            (true, None) => {
                let text = "sebut urutan unsur berkas itu dengan --order kuesioner atau --order peraturan";
                return Err(Failure::Refused(text.into()));
            }
            (false, Some(_)) => {
                let text = "--order hanya untuk XLSX; kolom CSV dikenali dari kode unsurnya";
                return Err(Failure::Refused(text.into()));
            }
        };
        let rows =
            rows.map_err(|error| Failure::Refused(format!("{file}: {error}. Tidak ada yang dicatat")))?;
        let app = data::open(&self.data.dir())?;
        let import = Import {
            unit: self.unit,
            unit_name: self.unit_name,
            service: self.service,
            occurred: self.occurred,
            zone: self.zone,
        };
        let bar = Bar::new("Mencatat jawaban", rows.len() as u64);
        let imported = app.import(&operator(), &import, &rows, |done| bar.set(done as u64));
        drop(bar);
        let imported = imported.map_err(|error| failure(error).about(file))?;
        app.sign()?;
        say(&format!(
            "{} jawaban dicatat, {} sudah ada",
            count(imported.added as u64),
            count(imported.was_there as u64)
        ))
    }
}

fn failure(error: ImportError) -> Failure {
    match error {
        ImportError::App(error) => error.into(),
        ImportError::Row {
            line,
            error: AppError::Refused(refusal @ Refusal::ResponseConflict),
        } => Failure::Refused(format!(
            "baris {line}: {refusal} Berkas ini pernah dicatat dengan isi lain: kembalikan baris itu ke isi semula"
        )),
        ImportError::Row { line, error } => Failure::from(error).about(format_args!("baris {line}")),
    }
}

/// In which order a workbook has its elements.
fn order(text: &str) -> Result<ElementOrder, String> {
    match text {
        "kuesioner" => Ok(ElementOrder::Questionnaire),
        "peraturan" => Ok(ElementOrder::Regulation),
        _ => Err("pilih kuesioner atau peraturan".into()),
    }
}
