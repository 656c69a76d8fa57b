//! `skm export events`: every event as one line of JSON, CloudEvents 1.0. Works beside a running server.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use app::{cloud_event, cloud_source, notary::read_vkey};
use clap::{Args, ValueEnum};
use eventlog::{Position, ReadEvents};

use crate::{arguments::Data, failure::Failure, new_file::NewFile, progress::Bar};

/// Events that are read at once: what is in memory does not grow with the log.
const EVENTS_AT_ONCE: usize = 512;

/// Keluarkan peristiwa sebagai JSON Lines; dengan isi setiap jawaban, jadi bagi yang berhak membacanya
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: Data,
    /// Bentuk: cloudevents (CloudEvents 1.0, satu objek JSON per baris)
    #[arg(
        long,
        value_name = "BENTUK",
        default_value = "cloudevents",
        hide_default_value = true,
        hide_possible_values = true
    )]
    format: Form,
    /// Mulai dari posisi ini; bawaan dari awal
    #[arg(long, value_name = "POSISI", default_value_t = 0, hide_default_value = true)]
    from: u64,
    /// Berkas hasil, yang belum ada; bawaan keluaran baku
    #[arg(long, value_name = "BERKAS")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    Cloudevents,
}

impl Arguments {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Form::Cloudevents = self.format;
        match &self.out {
            None => self.write(&mut BufWriter::new(io::stdout().lock())),
            Some(path) => NewFile::begin(path)?.fill(|out| self.write(out)),
        }
    }

    fn write(&self, out: &mut dyn Write) -> Result<(), Failure> {
        let data = &self.data.data;
        let log = data.reader()?;
        let vkey = read_vkey(&data.notary().vkey).map_err(app::AppError::from)?;
        let source = cloud_source(vkey.as_ref());
        let size = log.read_head()?.size;
        let bar = Bar::new("Mengeluarkan peristiwa", size);
        let failed = |error: io::Error| Failure::Machine(format!("keluaran: {error}"));
        let mut at = self.from;
        while at < size {
            let left = usize::try_from(size - at).unwrap_or(usize::MAX);
            let events = log.read_all(Position(at), left.min(EVENTS_AT_ONCE))?;
            for event in &events {
                writeln!(out, "{}", cloud_event(event, source)).map_err(failed)?;
            }
            at += events.len() as u64;
            bar.set(at);
        }
        out.flush().map_err(failed)
    }
}
