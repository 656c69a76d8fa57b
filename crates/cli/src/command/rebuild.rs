//! `skm rebuild`: folds the log into new views, and says whether the old ones were the same.

use std::{fs, io, sync::Arc};

use app::{DataDir, Edge, SystemEdge};
use clap::Args;
use eventlog::{ReadEvents, RedbLog};
use views::{StateHash, Views};

use crate::{
    arguments::Data,
    data::fold,
    failure::Failure,
    output::{count, facts, say},
};

/// Buat kembali tampilan dari log dan bandingkan dengan yang lama; server harus berhenti
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let data = self.data.data;
        // Held to the end: no server can start while its views change.
        let edge: Arc<dyn Edge> = Arc::new(SystemEdge);
        let log = Arc::new(data.writer(&edge)?);
        data.recover()?;
        let size = log.read_head()?.size;
        let before = before(&data, &log, size);
        let after = replace(&data, &log, size)?;
        say(&facts(&[
            ("Peristiwa", count(size)),
            ("Sidik keadaan", after.to_string()),
            ("Sebelumnya", before.compared_with(&after)),
        ]))?;
        if before.disagrees_with(&after) {
            return Err(Failure::Evidence(
                "tampilan yang lama tidak sama dengan isi log: angka yang tampil sebelumnya mungkin salah. Tampilan yang sekarang benar"
                    .into(),
            ));
        }
        Ok(())
    }
}

/// Folds the log into a new file, which takes the old one's place once it is whole. A log that cannot be read leaves
/// the old views as they are; a crash leaves them too, and a file that the next run removes.
fn replace(data: &DataDir, log: &Arc<RedbLog>, size: u64) -> Result<StateHash, Failure> {
    let unfinished = data.views().with_extension("unfinished");
    let failed = |error: io::Error| Failure::Machine(format!("{}: {error}", unfinished.display()));
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    let views = Arc::new(Views::open(&unfinished)?);
    let folded = fold(&views, log, size).and_then(|()| Ok(views.state_hash()?));
    // Closed before it is renamed or removed.
    drop(views);
    match folded {
        Ok(hash) => {
            fs::rename(&unfinished, data.views()).map_err(failed)?;
            Ok(hash)
        }
        Err(failure) => {
            fs::remove_file(&unfinished).map_err(failed)?;
            Err(failure)
        }
    }
}

/// What the old views are, brought up to date: they may have been behind.
enum Before {
    Nothing,
    Unreadable(String),
    /// They cannot be brought up to date, because they are not of this log.
    Foreign(String),
    Hash(StateHash),
}

impl Before {
    fn compared_with(&self, after: &StateHash) -> String {
        match self {
            Self::Nothing => "tidak ada tampilan".into(),
            Self::Unreadable(why) => format!("tidak terbaca: {why}"),
            Self::Foreign(why) => format!("berbeda: {why}"),
            Self::Hash(before) if before == after => "sama".into(),
            Self::Hash(before) => format!("berbeda: {before}"),
        }
    }

    fn disagrees_with(&self, after: &StateHash) -> bool {
        match self {
            Self::Nothing | Self::Unreadable(_) => false,
            Self::Foreign(_) => true,
            Self::Hash(before) => before != after,
        }
    }
}

fn before(data: &DataDir, log: &Arc<RedbLog>, size: u64) -> Before {
    if !data.views().exists() {
        return Before::Nothing;
    }
    match hash_up_to_date(data, log, size) {
        Ok(None) => Before::Nothing,
        Ok(Some(hash)) => Before::Hash(hash),
        Err(Failure::Evidence(why)) => Before::Foreign(why),
        Err(Failure::Machine(why) | Failure::Refused(why) | Failure::Policy(why)) => Before::Unreadable(why),
    }
}

/// `None` for views that hold nothing, or were of an older format.
fn hash_up_to_date(data: &DataDir, log: &Arc<RedbLog>, size: u64) -> Result<Option<StateHash>, Failure> {
    let views = Arc::new(Views::open(&data.views())?);
    if views.progress() == 0 {
        return Ok(None);
    }
    fold(&views, log, size)?;
    Ok(Some(views.state_hash()?))
}
