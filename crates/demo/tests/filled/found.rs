//! A filled directory and its figures, for the tests beside this file.

use std::sync::Arc;

use app::{App, DataDir, SystemEdge};
use demo::{Filled, Plan};
use eventlog::{Position, RecordedEvent};
use ikm::UnsurCode;
use jiff::civil::date;
use survey::{Month, Period, PeriodLength, UnitCode};
use views::{Basis, FacetKind, Figures, Sample};

/// A demo that was filled and then opened as a server opens it.
pub(crate) struct Found {
    pub(crate) filled: Filled,
    pub(crate) app: App,
    _dir: tempfile::TempDir,
}

/// Six units, three months, 300 responses.
pub(crate) fn small_plan() -> Plan {
    Plan {
        units: 6,
        months: 3,
        responses: 300,
        ..Plan::ending(date(2026, 8, 20))
    }
}

/// Fills a fresh directory.
pub(crate) fn fill(plan: &Plan) -> Found {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path().join("data"));
    let filled = demo::fill(&data, plan, |_, _| ()).unwrap();
    let app = data.open(Arc::new(SystemEdge), |_| ()).unwrap();
    Found {
        filled,
        app,
        _dir: dir,
    }
}

impl Found {
    /// Every event, in order.
    pub(crate) fn events(&self) -> Vec<RecordedEvent> {
        self.app.log().read_all(Position(0), usize::MAX).unwrap()
    }

    /// The figures of one unit alone for one month.
    pub(crate) fn month(&self, unit: &UnitCode, month: Month) -> Figures {
        let registry = self.app.registry();
        let period = Period::containing(month, PeriodLength::Month);
        let units = [registry.unit(unit).unwrap()];
        let found = self
            .app
            .views()
            .period_figures(&units, period, Basis::Exact, None);
        found.unwrap().figures
    }

    /// Every month of the plan.
    pub(crate) fn months(&self) -> Vec<Month> {
        let (first, last) = (self.filled.first_month, self.filled.last_month);
        std::iter::successors(Some(first), |month| Some(month.next()))
            .take_while(|month| *month <= last)
            .collect()
    }
}

/// Those who count, of one facet.
pub(crate) fn of(figures: &Figures, kind: FacetKind, value: &str) -> Sample {
    let mut facets = figures.by(kind);
    let found = facets.find(|(found, _)| *found == value);
    found.map_or_else(Sample::default, |(_, samples)| samples.counted())
}

/// Mean score of an unsur, in thousandths.
pub(crate) fn mean(sample: &Sample, unsur: UnsurCode) -> i64 {
    let tally = sample.tallies.get(unsur);
    i64::try_from(tally.sum() * 1000 / tally.count().max(1)).unwrap()
}
