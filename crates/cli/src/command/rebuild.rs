//! `skm rebuild`: forgets the views, folds the log again, and says whether that gave the same.

use std::sync::Arc;

use app::{DataDir, Edge, SystemEdge};
use clap::Args;
use eventlog::{Clock, Options, ReadEvents, RedbLog, TimestampMs};
use views::{StateHash, Views};

use crate::{
    arguments::Data,
    data::fold,
    failure::Failure,
    output::{count, facts, say},
};

/// Hapus tampilan lalu buat kembali dari log; server harus berhenti
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let data = self.data.data;
        if !data.log().exists() {
            // Says what is missing and what to do.
            data.reader()?;
        }
        // Held to the end: no server can start while its views change.
        let log = Arc::new(RedbLog::open(&data.log(), clock(), &Options::default())?);
        let size = log.read_head()?.size;
        let before = before(&data, &log, size);
        data.forget_views()?;
        // A crash from here on leaves views that hold the first part of the log; whoever opens them goes on.
        let views = Arc::new(Views::open(&data.views())?);
        fold(&views, &log, size)?;
        let after = views.state_hash()?;
        say(&facts(&[
            ("Peristiwa", count(size)),
            ("Sidik keadaan", after.to_string()),
            (
                "Sebelumnya",
                match &before {
                    Before::Nothing => "tidak ada tampilan".into(),
                    Before::Unreadable(why) => format!("tidak terbaca: {why}"),
                    Before::Hash(before) if *before == after => "sama".into(),
                    Before::Hash(before) => format!("berbeda: {before}"),
                },
            ),
        ]))?;
        match before {
            Before::Hash(before) if before != after => Err(Failure::Evidence(
                "tampilan yang lama tidak sama dengan isi log; angka yang tampil sebelumnya mungkin salah, yang sekarang benar"
                    .into(),
            )),
            Before::Hash(_) | Before::Nothing | Before::Unreadable(_) => Ok(()),
        }
    }
}

/// What the old views are, brought up to date first: they may have been behind.
enum Before {
    Nothing,
    Unreadable(String),
    Hash(StateHash),
}

fn before(data: &DataDir, log: &Arc<RedbLog>, size: u64) -> Before {
    let hash = || -> Result<Option<StateHash>, Failure> {
        let views = Arc::new(Views::open(&data.views())?);
        if views.progress() == 0 {
            return Ok(None);
        }
        fold(&views, log, size)?;
        Ok(Some(views.state_hash()?))
    };
    if !data.views().exists() {
        return Before::Nothing;
    }
    match hash() {
        Ok(None) => Before::Nothing,
        Ok(Some(hash)) => Before::Hash(hash),
        Err(Failure::Evidence(why) | Failure::Machine(why) | Failure::Refused(why)) => {
            Before::Unreadable(why)
        }
    }
}

fn clock() -> Clock {
    Arc::new(|| TimestampMs(u64::try_from(SystemEdge.now().as_millisecond()).unwrap_or(0)))
}
