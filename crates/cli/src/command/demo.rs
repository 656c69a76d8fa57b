//! `skm demo`: fills a data directory with an invented kabupaten and serves it.

use std::{fs, path::PathBuf};

use app::{DataDir, SystemEdge};
use clap::Args;
use demo::{Filled, Plan};
use jiff::civil::Date;
use survey::Zone;

use crate::{
    arguments::{self, Lock},
    command::serve::Serving,
    failure::Failure,
    output::{count, facts, say},
    progress::Bar,
};

/// Isi folder data dengan kabupaten karangan, lalu layani; setiap halamannya bertanda DATA CONTOH
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Folder data yang kosong; bawaan folder sementara yang baru, yang tidak dihapus
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Banyaknya unit, kabupaten sendiri termasuk
    #[arg(long, value_name = "N", default_value_t = 40, hide_default_value = true)]
    units: usize,
    /// Banyaknya bulan
    #[arg(long, value_name = "N", default_value_t = 24, hide_default_value = true)]
    months: u16,
    /// Banyaknya jawaban
    #[arg(long, value_name = "N", default_value_t = 200_000, hide_default_value = true)]
    responses: u64,
    /// Benih: benih dan hari terakhir yang sama memberi isi yang sama
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true)]
    seed: u64,
    /// Hari terakhir yang diisi, misalnya 2026-06-30; bawaan kemarin
    #[arg(long, value_name = "TANGGAL", value_parser = arguments::day)]
    until: Option<Date>,
    /// Isi saja, jangan layani
    #[arg(long)]
    no_serve: bool,
    #[command(flatten)]
    lock: Lock,
    #[command(flatten)]
    serving: Serving,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let plan = self.plan()?;
        plan.check()
            .map_err(|error| Failure::Refused(error.to_string()))?;
        let data = self.lock.of(DataDir::new(empty_dir(self.data)?));
        let bar = Bar::new("Mengisi data contoh", plan.responses);
        let filled = demo::fill(&data, &plan, |done, of| bar.set_of(done, of))?;
        drop(bar);
        say(&format!(
            "DATA CONTOH di {}: {} jawaban, {} peristiwa",
            data.path().display(),
            count(filled.responses),
            count(filled.events)
        ))?;
        if self.no_serve {
            say(&format!(
                "Layani dengan: skm serve --data {}",
                data.path().display()
            ))?;
            return tell(&filled, "");
        }
        self.serving.run(&data, |address| tell(&filled, address))
    }

    fn plan(&self) -> Result<Plan, Failure> {
        let today = Zone::Jakarta.wall_clock(app::Edge::now(&SystemEdge)).date();
        let yesterday = today
            .yesterday()
            .map_err(|error| Failure::Machine(format!("jam mesin salah: {error}")))?;
        Ok(Plan {
            units: self.units,
            months: self.months,
            responses: self.responses,
            seed: self.seed,
            last_day: self.until.unwrap_or(yesterday),
        })
    }
}

/// Where the demo goes: never among other files.
fn empty_dir(asked: Option<PathBuf>) -> Result<PathBuf, Failure> {
    let Some(dir) = asked else {
        let made = tempfile::Builder::new().prefix("skm-demo-").tempdir();
        let made = made.map_err(|error| Failure::Machine(format!("folder sementara: {error}")))?;
        return Ok(made.keep());
    };
    if fs::read_dir(&dir).is_ok_and(|mut entries| entries.next().is_some()) {
        let text = format!(
            "{} tidak kosong; pilih folder kosong untuk data contoh",
            dir.display()
        );
        return Err(Failure::Refused(text));
    }
    Ok(dir)
}

/// Says where to look: below an address, or below the one that a server will have.
fn tell(filled: &Filled, address: &str) -> Result<(), Failure> {
    let mut places = Vec::with_capacity(2 + filled.doors.len());
    if let Some(survey) = filled.surveys.first() {
        places.push(("Survei", format!("{address}/s/{survey}")));
    }
    places.push(("Hasil", format!("{address}/hasil/{}", filled.root)));
    for door in &filled.doors {
        places.push((door.as_whom, format!("{address}/masuk/{}", door.secret)));
    }
    say(&facts(&places))
}
