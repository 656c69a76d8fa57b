//! What can be asked for, and how its arguments are read. Help is in Bahasa Indonesia.

use std::{ffi::OsString, path::PathBuf};

use app::{DataDir, notary::Entries};
use clap::{
    Args, Parser, ValueEnum,
    builder::{OsStringValueParser, TypedValueParser},
};
use ikm::Method;
use jiff::civil::Date;
use server::PublicUrl;
use survey::{Period, UnitCode, Zone};

use crate::{command::Command, failure::EXIT_CODES};

/// Survei kepuasan masyarakat di atas log yang hanya bertambah: setiap angka dapat dihitung ulang dari awal
#[derive(Debug, Parser)]
#[command(name = "skm", version, disable_help_subcommand = true, after_help = EXIT_CODES)]
pub(crate) struct Skm {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where the data lie.
#[derive(Clone, Debug, Args)]
pub(crate) struct Data {
    /// Folder data
    #[arg(long, value_name = "DIR", value_parser = data_dir())]
    pub(crate) data: DataDir,
}

/// Reads the name of a data directory.
pub(crate) fn data_dir() -> impl TypedValueParser<Value = DataDir> {
    OsStringValueParser::new().map(|path: OsString| DataDir::new(PathBuf::from(path)))
}

/// Where the lock lies, for commands that sign.
#[derive(Clone, Debug, Args)]
pub(crate) struct Lock {
    /// Catatan tanda tangan terakhir, yang tidak boleh ikut cadangan; bawaan berkas DIR.signed di sebelah folder data.
    /// Juga lewat SKM_LOCK
    #[arg(long, value_name = "BERKAS", env = "SKM_LOCK", hide_env = true)]
    lock: Option<PathBuf>,
}

/// A data directory and its lock.
#[derive(Clone, Debug, Args)]
pub(crate) struct SignedData {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    lock: Lock,
}

impl SignedData {
    pub(crate) fn dir(self) -> DataDir {
        self.lock.of(self.data.data)
    }
}

impl Lock {
    pub(crate) fn of(self, data: DataDir) -> DataDir {
        data.with_lock(self.lock)
    }
}

/// Where people reach the site.
#[derive(Clone, Debug, Args)]
pub(crate) struct Site {
    /// Alamat yang dipakai orang, misalnya https://skm.sukamaju.go.id, juga lewat SKM_PUBLIC_URL; dicetak pada kode QR,
    /// dan dengan https cookie hanya lewat TLS
    #[arg(long, value_name = "URL", env = "SKM_PUBLIC_URL", hide_env = true)]
    pub(crate) public_url: Option<PublicUrl>,
}

/// Which figure is meant.
#[derive(Clone, Debug, Args)]
pub(crate) struct Figure {
    /// Kode unit; unit di bawahnya ikut dihitung
    #[arg(long, value_name = "KODE")]
    pub(crate) unit: UnitCode,
    /// Periode: 2026, 2026-S1, 2026-Q3 atau 2026-09
    #[arg(long, value_name = "PERIODE")]
    pub(crate) period: Period,
}

/// How a result is printed.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Output {
    /// Bentuk keluaran: table (bawaan) atau json
    #[arg(
        long,
        value_name = "BENTUK",
        default_value = "table",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) format: Format,
}

/// For people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Aligned text, numbers as Indonesian readers write them.
    Table,
    /// One JSON document, numbers with a point.
    Json,
}

/// The id of a built-in method.
pub(crate) fn method(text: &str) -> Result<&'static Method, String> {
    Method::by_id(text).ok_or_else(|| {
        let known: Vec<_> = Method::all().iter().map(Method::id).collect();
        format!("pilih salah satu dari {}", known.join(", "))
    })
}

/// What becomes of the entries of a log.
pub(crate) const fn entries(left_out: bool) -> Entries {
    if left_out {
        Entries::LeftOut
    } else {
        Entries::Written
    }
}

/// A calendar day.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| "tulis sebagai tahun-bulan-hari, misalnya 2019-06-30".into())
}

/// A time zone of Indonesia, by the name people use.
pub(crate) fn zone(text: &str) -> Result<Zone, String> {
    [Zone::Jakarta, Zone::Makassar, Zone::Jayapura]
        .into_iter()
        .find(|zone| zone.abbreviation().eq_ignore_ascii_case(text))
        .ok_or_else(|| "pilih WIB, WITA atau WIT".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_go_by_the_names_people_use() {
        assert_eq!(zone("WITA"), Ok(Zone::Makassar));
        assert_eq!(zone("wit"), Ok(Zone::Jayapura));
        assert!(zone("UTC").is_err());
    }
}
