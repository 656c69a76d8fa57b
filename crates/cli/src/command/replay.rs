//! `skm replay`: folds the log from its first event and prints the hash of what comes out.

use std::time::Duration;

use app::NamedPoint;
use clap::Args;
use jiff::Timestamp;
use serde::Serialize;
use views::AsOf;

use crate::{
    arguments::{Data, Format, Output},
    data::Fold,
    failure::Failure,
    output::{count, facts, say, say_json},
};

/// Putar ulang log dari awal dan tampilkan sidik keadaannya; sama pada setiap kali dan setiap mesin
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
    /// Hanya N peristiwa pertama, atau yang dicatat sampai akhir suatu hari atau suatu saat: 1204, 2026-03-31 atau
    /// 2026-03-31T16:00; hari dan jam menurut waktu unit teratas
    #[arg(long, value_name = "POSISI|HARI|SAAT")]
    to: Option<NamedPoint>,
    #[command(flatten)]
    output: Output,
}

/// What programs read.
#[derive(Serialize)]
struct Document {
    /// True if everything in the log is made up.
    demo: bool,
    events: u64,
    recorded_at: Option<Timestamp>,
    seconds: f64,
    events_per_second: u64,
    state_hash: String,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let fold = Fold::at(&self.data.data, self.to, None)?;
        let recorded_at = match fold.size {
            0 => None,
            size => Some(fold.reading().recorded_at(AsOf(size))?),
        };
        let document = Document {
            demo: fold.views.registry().is_demo(),
            events: fold.size,
            recorded_at,
            seconds: fold.took.as_secs_f64(),
            events_per_second: per_second(fold.size, fold.took),
            state_hash: fold.views.state_hash()?.to_string(),
        };
        match self.output.format {
            Format::Json => say_json(&document),
            Format::Table => say(&facts(&[
                ("Peristiwa", count(document.events)),
                (
                    "Dicatat sampai",
                    recorded_at.map_or_else(|| "belum ada".into(), |at| at.to_string()),
                ),
                ("Per detik", count(document.events_per_second)),
                ("Sidik keadaan", document.state_hash),
            ])),
        }
    }
}

fn per_second(events: u64, took: Duration) -> u64 {
    let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
    events.saturating_mul(1_000_000) / us
}
