//! Folding the log anew, in memory: what the views should hold, and what published results are made of.

use std::{path::Path, sync::Arc};

use eventlog::ReadEvents;
use views::{Projector, StateHash, Views, ViewsError};

use crate::{Part, PartName, Step, Watch};

/// Views made of the first events of a log and of nothing else.
pub(crate) struct Fold {
    projector: Projector,
    views: Arc<Views>,
    log: Arc<dyn ReadEvents>,
    /// How many events there are to fold at most.
    size: u64,
}

impl Fold {
    pub(crate) fn new(log: Arc<dyn ReadEvents>, size: u64) -> Result<Self, ViewsError> {
        let views = Arc::new(Views::in_memory()?);
        let projector = Projector::new(Arc::clone(&views), Arc::clone(&log))?;
        Ok(Self {
            projector,
            views,
            log,
            size,
        })
    }

    /// Goes on to the first `to` events.
    pub(crate) fn go_on(&mut self, to: u64, watch: &mut dyn Watch) -> Result<(), ViewsError> {
        if to > self.projector.progress() {
            let size = self.size;
            let tell = |done| watch.done(Step::Fold, done, size);
            views::catch_up(&mut self.projector, &*self.log, to, tell)?;
        }
        Ok(())
    }

    pub(crate) const fn views(&self) -> &Arc<Views> {
        &self.views
    }

    pub(crate) fn log(&self) -> &dyn ReadEvents {
        &*self.log
    }

    fn state_hash(&self) -> Result<StateHash, ViewsError> {
        self.views.state_hash()
    }

    /// Whether the views in a file hold what a fold gives. Missing views are no problem: they are made anew.
    pub(crate) fn check_views(&mut self, path: &Path, watch: &mut dyn Watch) -> Result<Part, ViewsError> {
        let unchecked = |why: String| Part::unchecked(PartName::Views, why);
        if !path.exists() {
            return Ok(unchecked("tidak ada; dibuat dari log saat dibuka".into()));
        }
        let stored = match Views::open(path) {
            Ok(stored) => stored,
            Err(error) => return Ok(unchecked(format!("tidak diperiksa: {error}"))),
        };
        let progress = stored.progress();
        let mut part = Part::checked(PartName::Views, format!("sampai posisi {progress}"));
        if progress > self.size {
            let what = format!(
                "tampilan memuat {progress} peristiwa, log hanya {}: ekor log hilang",
                self.size
            );
            part.accuse(self.size, what);
            return Ok(part);
        }
        self.go_on(progress, watch)?;
        match stored.state_hash() {
            Ok(hash) if hash == self.state_hash()? => {}
            Ok(_) => part.accuse(
                None,
                "isinya bukan yang mengikuti dari log, yang sendiri sesuai; setelah disalin sebagai bukti, jalankan `skm rebuild`",
            ),
            Err(error) => return Ok(unchecked(format!("tidak terbaca: {error}"))),
        }
        Ok(part)
    }
}
