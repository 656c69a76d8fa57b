//! `skm publish`: freezes the index of a unit for a period in an event.

use app::operator;
use clap::Args;

use crate::{
    arguments::{Figure, SignedData},
    data,
    failure::Failure,
    output::say,
};

/// Terbitkan indeks sebuah unit untuk satu periode, sebagaimana adanya sekarang
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
    #[command(flatten)]
    figure: Figure,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let app = data::open(&self.data.dir())?;
        let position = app.publish(&operator(), &self.figure.unit, self.figure.period)?;
        app.sign()?;
        say(&format!(
            "Indeks {} untuk {} diterbitkan, tercatat di posisi {position}",
            self.figure.unit, self.figure.period
        ))
    }
}
