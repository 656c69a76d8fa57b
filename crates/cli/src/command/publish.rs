//! `skm publish`: freezes the index of a unit for a period in an event.

use app::operator;
use clap::Args;
use survey::{Period, UnitCode};

use crate::{arguments::SignedData, data, failure::Failure, output::say};

/// Terbitkan indeks sebuah unit untuk satu periode, sebagaimana adanya sekarang
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
    /// Kode unit; unit di bawahnya ikut dihitung
    #[arg(long, value_name = "KODE")]
    unit: UnitCode,
    /// Periode: 2026, 2026-S1, 2026-Q3 atau 2026-09
    #[arg(long, value_name = "PERIODE")]
    period: Period,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let app = data::open(&self.data.dir())?;
        let position = app.publish(&operator(), &self.unit, self.period)?;
        app.sign()?;
        say(&format!(
            "Indeks {} untuk {} diterbitkan, tercatat di posisi {position}",
            self.unit, self.period
        ))
    }
}
