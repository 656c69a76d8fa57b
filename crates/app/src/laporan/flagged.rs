//! What a result counts that a rule had flagged by the events that it is made of: for staff, beside the index.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use ikm::{Index, IndexError};
use survey::ResultPublished;
use views::{PublishedResult, Samples};

use super::Publications;
use crate::AppError;

/// The respondents behind a result, and its index without those whom a rule had flagged.
#[derive(Clone, Debug)]
pub struct FlaggedThen {
    /// The respondents.
    pub samples: Samples,
    /// The index without the flagged ones.
    pub without: Result<Index, IndexError>,
    /// The log still gives the result itself. If it does not, nothing is to be read beside it.
    pub agrees: bool,
}

impl Publications<'_> {
    /// What a result counts that was flagged, by the events that it names; a flag that came later changes nothing.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`](survey::Refusal::UnitUnknown) if the unit was not registered then.
    pub fn flagged(&self, result: &ResultPublished) -> Result<FlaggedThen, AppError> {
        let found = self.index(result)?;
        let index = found.index.as_ref().ok();
        Ok(FlaggedThen {
            agrees: index.is_some_and(|index| (index.ikm, index.n) == (result.ikm, result.n)),
            samples: found.figures.total,
            without: found.without_flagged,
        })
    }

    /// The same of what was published: read from the log once.
    ///
    /// # Errors
    /// As [`flagged`](Self::flagged).
    pub fn flagged_in(&self, published: &PublishedResult) -> Result<Arc<FlaggedThen>, AppError> {
        let position = published.position.0;
        if let Some(known) = self.flagged.and_then(|memo| memo.get(position)) {
            return Ok(known);
        }
        let found = Arc::new(self.flagged(&published.result)?);
        if let Some(memo) = self.flagged {
            memo.keep(position, Arc::clone(&found));
        }
        Ok(found)
    }
}

/// What was flagged in publications, by where they stand. It is made of events before it, so it is known for ever.
#[derive(Default)]
pub(crate) struct FlaggedMemo(Mutex<HashMap<u64, Arc<FlaggedThen>>>);

impl FlaggedMemo {
    fn get(&self, position: u64) -> Option<Arc<FlaggedThen>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&position).map(Arc::clone)
    }

    fn keep(&self, position: u64, found: Arc<FlaggedThen>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(position, found);
    }
}
