//! What an inspector asks: what was known then, what is known now, and what lies between.

mod access_report;
mod cloud_event;
mod difference;
mod evidence;
mod logged;
mod named_point;
mod past;
mod patterns;
mod readers;
mod reading;
mod recall;
mod review;
mod rows;
mod told;

pub use cloud_event::{cloud_event, cloud_source};
pub use logged::{LoggedEvent, events_at};
pub use named_point::{NamedPoint, NoPoint, end_of};
pub use patterns::{PatternReport, TIMES as PATTERN_TIMES};
pub use readers::Reader;
pub use recall::Recall;
pub use review::KnownProposal;
pub use rows::{Row, RowComment};
pub use told::told;

use std::sync::Arc;

use ikm::{Index, IndexError, Method};
use survey::{LogHead, Period, Refusal, Registry, ResultPublished, RootHash, Unit, UnitCode};
use views::{AsOf, Basis, PublishedResult, Samples, index::compute};

use crate::{App, AppError, UnitIndex};

impl App {
    /// The registry, as it is or as of an earlier size of the log.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn registry_as_of(&self, as_of: Option<AsOf>) -> Result<Arc<Registry>, AppError> {
        Ok(match as_of {
            None => self.views.registry(),
            Some(as_of) => self.views.registry_as_of(&*self.log, as_of)?,
        })
    }

    /// All respondents of a unit and everything below it in a period, at each of some points of the log, in order; by
    /// the tree of units as it is now. Nothing if that means reading more than `lines_max` lines.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit.
    pub fn samples_at_each(
        &self,
        unit: &UnitCode,
        period: Period,
        points: &[(AsOf, Basis)],
        lines_max: u64,
    ) -> Result<Option<Vec<Samples>>, AppError> {
        let registry = self.views.registry();
        let units = units_below(&registry, unit)?;
        Ok(self.views.totals_at_each(&units, period, points, lines_max)?)
    }
}

/// Whether a published result is, figure for figure, what the log gives for it today.
#[derive(Clone, Debug)]
pub struct Recomputed {
    /// What was published.
    pub published: PublishedResult,
    /// What the events give that it names; `None` if they give no index.
    pub again: Option<ResultPublished>,
}

impl Recomputed {
    /// Whether both are the same, field for field.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.again.as_ref() == Some(&self.published.result)
    }
}

impl App {
    /// Every result published for a unit and a period, each computed again from the events that it names.
    ///
    /// # Errors
    /// If log or views cannot be read.
    pub fn recomputed(&self, unit: &UnitCode, period: Period) -> Result<Vec<Recomputed>, AppError> {
        let published = self.results(unit)?.into_iter();
        let of_period = published.filter(|published| published.result.period == period);
        let again = of_period.map(|published| {
            let result = &published.result;
            let found = self.reading().published_again(result)?;
            // No figure depends on the root or on the version of the program.
            let head = LogHead {
                size: result.log_size,
                root: result.log_root.unwrap_or(RootHash([0; 32])),
            };
            let again = found.and_then(|found| found.to_result(head, &result.program, result.basis));
            let again = again.map(|again| ResultPublished {
                log_root: result.log_root,
                ..again
            });
            Ok(Recomputed { published, again })
        });
        again.collect()
    }
}

/// The index of the same respondents by every method there is.
#[must_use]
pub fn by_every_method(found: &UnitIndex) -> Vec<(&'static Method, Result<Index, IndexError>)> {
    let counted = found.figures.total.counted();
    let by = |method| compute(method, found.instrument.as_deref(), &counted, None).0;
    Method::all().iter().map(|method| (method, by(method))).collect()
}

fn units_below<'a>(registry: &'a Registry, unit: &UnitCode) -> Result<Vec<&'a Unit>, AppError> {
    let units: Vec<&Unit> = registry.subtree(unit).into_iter().map(|(_, unit)| unit).collect();
    if units.is_empty() {
        return Err(Refusal::UnitUnknown(unit.clone()).into());
    }
    Ok(units)
}
