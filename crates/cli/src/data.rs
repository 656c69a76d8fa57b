//! Opening what lies in the data directory: for writing, or as somebody who trusts nothing but the log.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use app::{
    App, AppError, DataDir, Look, NamedPoint, Reading, SystemEdge,
    notary::{ArchiveReader, Archived, Attester, read_vkey},
};
use eventlog::{LogReader, ReadEvents, TimestampMs};
use survey::{UnitCode, Zone};
use tlog::note::VerifierKey;
use views::{AsOf, Projector, Views};

use crate::{failure::Failure, progress::Bar};

/// Opens log, vault and views for writing. No server may have them open.
pub(crate) fn open(data: &DataDir) -> Result<App, Failure> {
    // A log that was not closed cleanly cannot be read before it is opened; its bar has no end then.
    let size = data.reader().and_then(|log| Ok(log.read_head()?.size));
    let bar = Bar::new("Memperbarui tampilan", size.unwrap_or(0));
    Ok(data.open(Arc::new(SystemEdge), |done| bar.set(done))?)
}

/// What was signed last, with everything that was before.
pub(crate) struct Signed {
    pub(crate) archive: ArchiveReader,
    pub(crate) newest: Archived,
}

impl Signed {
    /// Refused where nothing is signed yet.
    pub(crate) fn of(data: &DataDir) -> Result<Self, Failure> {
        let archive = data.checkpoints()?;
        let newest = archive.newest().map_err(AppError::from)?;
        let nothing = "belum ada yang ditandatangani; jalankan `skm serve` sebentar";
        let newest = newest.ok_or_else(|| Failure::Refused(nothing.into()))?;
        Ok(Self { archive, newest })
    }
}

/// The key by which signatures of the log are checked.
pub(crate) fn vkey(data: &DataDir) -> Result<VerifierKey, Failure> {
    let path = data.notary().vkey;
    let vkey = read_vkey(&path).map_err(AppError::from)?;
    vkey.ok_or_else(|| Failure::Machine(format!("{} tidak ada", path.display())))
}

/// The log's key, to attest what is handed out.
pub(crate) fn attester(data: &DataDir) -> Result<Attester, Failure> {
    let path = data.notary().key;
    let attester = Attester::read(&path).map_err(AppError::from)?;
    let missing = || {
        Failure::Refused(format!(
            "{} tidak ada: bukti disegel dengan kunci log; buat bukti di mesin yang menandatangani log ini",
            path.display()
        ))
    };
    attester.ok_or_else(missing)
}

/// Views in memory, folded from the log alone. Whatever lies in `views.redb` is not looked at, so this works
/// beside a server, and a figure read from it needs no trust in anything but the log.
pub(crate) struct Fold {
    pub(crate) log: Arc<LogReader>,
    pub(crate) views: Arc<Views>,
    /// How many events are folded: the first so many of the log.
    pub(crate) size: u64,
    /// How many events the log has.
    pub(crate) log_size: u64,
    /// How long reading and folding took.
    pub(crate) took: Duration,
}

impl Fold {
    /// Folds the log up to a point in history.
    pub(crate) fn of(data: &DataDir, look: Look) -> Result<Self, Failure> {
        let log = Arc::new(data.reader()?);
        let log_size = log.read_head()?.size;
        let size = size_at(&log, log_size, look)?;
        let views = Arc::new(Views::in_memory()?);
        let started = Instant::now();
        fold(&views, &log, size)?;
        Ok(Self {
            took: started.elapsed(),
            log,
            views,
            size,
            log_size,
        })
    }

    /// Folds the log up to a point that somebody named, by the clocks of a unit, or of the topmost.
    pub(crate) fn at(
        data: &DataDir,
        point: Option<NamedPoint>,
        unit: Option<&UnitCode>,
    ) -> Result<Self, Failure> {
        let Some(point) = point else {
            return Self::of(data, Look::Now);
        };
        let log = data.reader()?;
        let end = AsOf(log.read_head()?.size);
        let registry = Views::in_memory()?.registry_as_of(&log, end)?;
        let unit = unit.and_then(|code| registry.unit(code));
        let unit = unit.or_else(|| registry.units().first().copied());
        let zone = unit.map_or_else(Zone::default, |unit| unit.zone);
        drop(log);
        Self::of(data, point.look(zone))
    }

    /// How many events of the log there were at a point in history.
    pub(crate) fn size_at(&self, look: Look) -> Result<u64, Failure> {
        size_at(&self.log, self.log_size, look)
    }

    pub(crate) fn reading(&self) -> Reading<'_> {
        Reading {
            log: &*self.log,
            views: &self.views,
        }
    }
}

/// Applies the first `size` events to views that hold fewer.
pub(crate) fn fold<L: ReadEvents>(views: &Arc<Views>, log: &Arc<L>, size: u64) -> Result<(), Failure> {
    let mut projector = Projector::new(Arc::clone(views), Arc::<L>::clone(log))?;
    let bar = Bar::new("Memutar ulang log", size);
    views::catch_up(&mut projector, &**log, size, |done| bar.set(done))?;
    Ok(projector.sync()?)
}

fn size_at(log: &LogReader, log_size: u64, look: Look) -> Result<u64, Failure> {
    match look {
        Look::Now => Ok(log_size),
        Look::AtSize(size) if size <= log_size => Ok(size),
        // Not cut to what is there: whoever names a position has seen a log that reached it.
        Look::AtSize(size) => Err(Failure::Refused(format!(
            "log hanya memuat {log_size} peristiwa, bukan {size}; bila log pernah lebih panjang, bandingkan dengan cadangan"
        ))),
        Look::AtMoment(moment) => {
            let ms = u64::try_from(moment.as_millisecond()).unwrap_or(0);
            Ok(log.size_at(TimestampMs(ms))?)
        }
    }
}
