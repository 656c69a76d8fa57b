//! Queries for an index: of a unit with everything below it, for a period, now or as of an earlier moment.

use std::sync::Arc;

use eventlog::{Position, ReadEvents, TimestampMs};
use ikm::{Index, IndexError, Interval, Method, MutuRange};
use jiff::Timestamp;
use survey::{
    Instrument, InstrumentRef, LogHead, Month, Period, PublishedNrr, Registry, ResultBasis, ResultPublished,
    Standing, Survey, Unit, UnitCode, UnsurQuestion,
};

use crate::{AsOf, Basis, FacetKind, Figures, PeriodFigures, Sample, Views, ViewsError, interpret::moment};

/// From which point in history to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// As things are.
    #[default]
    Now,
    /// As they were when the log held so many events.
    AtSize(u64),
    /// As they were at a moment: the longest prefix of the log recorded by then.
    AtMoment(Timestamp),
}

/// An index with everything that a figure names, whether or not it can be computed.
#[derive(Clone, Debug)]
pub struct UnitIndex {
    /// The unit, as it was then.
    pub unit: Unit,
    /// The period.
    pub period: Period,
    /// The method.
    pub method: Method,
    /// The instrument that gives the order of the unsur; `None` where no survey was ever opened.
    pub instrument: Option<Arc<Instrument>>,
    /// Every version of the instrument that was answered.
    pub instruments: Vec<InstrumentRef>,
    /// The respondents, all together and told apart.
    pub figures: Figures,
    /// The index of those who count, or why there is none.
    pub index: Result<Index, IndexError>,
    /// The same without those that a rule has flagged.
    pub without_flagged: Result<Index, IndexError>,
    /// The 95 % interval of `index`; `None` under two respondents.
    pub interval: Option<Interval>,
    /// Its letter, with those that the interval reaches.
    pub mutu: Option<MutuRange>,
    /// Responses that arrived, whether the figures show them or not.
    pub received: u64,
    /// Where the responses stand of which the figures do not show yet that they came, are excluded or count again.
    pub waiting: Vec<Position>,
    /// How many people were served, where that was counted for every month in which somebody answered.
    pub visits: Option<u64>,
    /// The months in which somebody answered and a unit has not counted whom it served, oldest first.
    pub uncounted: Vec<Month>,
    /// How many events of the log it is made of.
    pub as_of: AsOf,
    /// When the last of these was recorded; zero if there is none.
    pub recorded_at: Timestamp,
    /// Rows read to make it.
    pub rows_examined: u64,
}

/// A log and views of it: all that a query needs. Who serves a log has one; so has whoever folds a log of their own.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The log.
    pub log: &'a dyn ReadEvents,
    /// The views.
    pub views: &'a Views,
}

impl Reading<'_> {
    /// How many events of the log were there at a point in history.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn size_at(&self, look: Look) -> Result<AsOf, ViewsError> {
        let known = self.views.progress();
        Ok(AsOf(match look {
            Look::Now => known,
            Look::AtSize(size) => size.min(known),
            Look::AtMoment(moment) => {
                let ms = u64::try_from(moment.as_millisecond()).unwrap_or(0);
                self.log.size_at(TimestampMs(ms))?.min(known)
            }
        }))
    }

    /// When the last of the first so many events was recorded; zero if there is none.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn recorded_at(&self, as_of: AsOf) -> Result<Timestamp, ViewsError> {
        let Some(last) = as_of.0.checked_sub(1) else {
            return Ok(Timestamp::UNIX_EPOCH);
        };
        let events = self.log.read_all(Position(last), 1)?;
        Ok(moment(events.first().map_or(0, |event| event.recorded_at().0)))
    }

    /// The index of a unit and everything below it; `None` if the unit was not registered then.
    ///
    /// # Errors
    /// If log or views cannot be read.
    pub fn unit_index(
        &self,
        unit: &UnitCode,
        period: Period,
        method: Option<&Method>,
        basis: Basis,
        look: Look,
    ) -> Result<Option<UnitIndex>, ViewsError> {
        let as_of = self.size_at(look)?;
        let registry = self.views.registry_as_of(self.log, as_of)?;
        let subtree = registry.subtree(unit);
        let Some((_, root)) = subtree.first() else {
            return Ok(None);
        };
        let units: Vec<&Unit> = subtree.iter().map(|(_, unit)| *unit).collect();
        // Also now: the views may have gone on since, and figures must belong to the registry they are shown with.
        let found = self.views.period_figures(&units, period, basis, Some(as_of))?;
        let method = method.unwrap_or_else(|| registry.method(unit)).clone();
        let recorded_at = self.recorded_at(found.as_of)?;
        Ok(Some(unit_index(
            &registry,
            (*root).clone(),
            &units,
            period,
            method,
            found,
            recorded_at,
        )))
    }
}

impl Reading<'_> {
    /// What a published result comes to today, computed again from the events that it names; `None` if its unit was not
    /// registered then.
    ///
    /// # Errors
    /// If log or views cannot be read.
    pub fn published_again(&self, result: &ResultPublished) -> Result<Option<UnitIndex>, ViewsError> {
        let look = Look::AtSize(result.log_size);
        self.unit_index(&result.unit, result.period, None, Basis::of(result.basis), look)
    }
}

impl UnitIndex {
    /// What is published of it, made of the events that `made_of` names; `None` if there is no index. `basis` is what it was
    /// counted by.
    #[must_use]
    pub fn to_result(&self, made_of: LogHead, program: &str, basis: ResultBasis) -> Option<ResultPublished> {
        let index = self.index.as_ref().ok()?;
        let unsur = index.unsur.iter().map(|nrr| PublishedNrr {
            code: nrr.code,
            n: nrr.n,
            sum: nrr.sum,
        });
        Some(ResultPublished {
            unit: self.unit.code.clone(),
            period: self.period,
            method: index.method.clone(),
            instruments: self.instruments.clone(),
            n: index.n,
            n_excluded: self.figures.total.of(Standing::Excluded).n(),
            unsur: unsur.collect(),
            ikm: index.ikm,
            mutu: index.mutu,
            log_size: made_of.size,
            log_root: Some(made_of.root),
            program: program.into(),
            basis,
        })
    }
}

fn unit_index(
    registry: &Registry,
    unit: Unit,
    units: &[&Unit],
    period: Period,
    method: Method,
    found: PeriodFigures,
    recorded_at: Timestamp,
) -> UnitIndex {
    let counted = found.figures.total.counted();
    let instrument = instrument_of(&newest_surveys(registry, units), &counted);
    let (index, interval, mutu) = compute(&method, instrument.as_deref(), &counted, found.visits);
    let (without_flagged, ..) = compute(
        &method,
        instrument.as_deref(),
        found.figures.total.unsuspicious(),
        None,
    );
    let instruments = found
        .figures
        .by(FacetKind::Instrument)
        .filter_map(|(value, _)| value.parse().ok());
    UnitIndex {
        unit,
        period,
        instruments: instruments.collect(),
        instrument,
        index,
        without_flagged,
        interval,
        mutu,
        method,
        figures: found.figures,
        received: found.received,
        waiting: found.waiting,
        visits: found.visits,
        uncounted: found.uncounted,
        as_of: found.as_of,
        recorded_at,
        rows_examined: found.rows_examined,
    }
}

/// The index of a sample, or why there is none; its interval, narrower where the number of people served is known; and
/// its letters.
pub fn compute(
    method: &Method,
    instrument: Option<&Instrument>,
    sample: &Sample,
    visits: Option<u64>,
) -> (Result<Index, IndexError>, Option<Interval>, Option<MutuRange>) {
    let unsur = instrument.map(Instrument::unsur_codes).unwrap_or_default();
    let index = ikm::compute(method, &unsur, &sample.tallies, sample.n());
    let ikm = index.as_ref().ok().map(|index| index.ikm);
    let interval = ikm.and_then(|ikm| Interval::around(ikm, &sample.moments, visits));
    let mutu = ikm.map(|ikm| MutuRange::new(method.bands(), ikm, interval));
    (index, interval, mutu)
}

/// The surveys of some units, the one opened last first.
#[must_use]
pub fn newest_surveys<'a>(registry: &'a Registry, units: &[&Unit]) -> Vec<&'a Survey> {
    let mut surveys: Vec<_> = units
        .iter()
        .flat_map(|unit| registry.surveys(&unit.code))
        .collect();
    surveys.sort_by_key(|survey| std::cmp::Reverse(survey.order()));
    surveys
}

/// The instrument whose unsur the index is made of: the newest of the surveys' of which every unsur was answered; the
/// newest of all if there is none such.
#[must_use]
pub fn instrument_of(newest_first: &[&Survey], sample: &Sample) -> Option<Arc<Instrument>> {
    let answered = |unsur: &UnsurQuestion| sample.tallies.get(unsur.code).count() > 0;
    let complete = newest_first
        .iter()
        .find(|survey| survey.instrument.unsur.iter().all(answered));
    complete
        .or_else(|| newest_first.first())
        .map(|survey| Arc::clone(&survey.instrument))
}
