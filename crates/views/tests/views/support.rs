//! Folding a log, and asking for figures.

use std::sync::Arc;

use eventlog::{EventLog, Position, ReadEvents, RecordedEvent};
use survey::{Event, Period, Unit};
use testkit::unit;
use views::{AsOf, Basis, PeriodFigures, Projector, Views, ViewsError, catch_up};

pub(crate) const UNITS: [&str; 4] = ["KAB", "DUKCAPIL", "KEC", "KEL"];

pub(crate) fn reader(log: &Arc<dyn EventLog>) -> Arc<dyn ReadEvents> {
    Arc::<dyn EventLog>::clone(log)
}

pub(crate) fn projector(views: &Arc<Views>, log: &Arc<dyn EventLog>) -> Result<Projector, ViewsError> {
    Projector::new(Arc::clone(views), reader(log))
}

/// Views in memory that hold the whole log.
pub(crate) fn folded(log: &Arc<dyn EventLog>) -> Arc<Views> {
    folded_until(log, log.head().size)
}

/// Views in memory that hold the first `size` events.
pub(crate) fn folded_until(log: &Arc<dyn EventLog>, size: u64) -> Arc<Views> {
    let views = Arc::new(Views::in_memory().unwrap());
    let mut projector = projector(&views, log).unwrap();
    catch_up(&mut projector, &**log, size, |_| ()).unwrap();
    views
}

/// Events `from..to`, decoded.
pub(crate) fn decoded(log: &Arc<dyn EventLog>, from: u64, to: u64) -> Vec<(RecordedEvent, Event)> {
    let limit = usize::try_from(to - from).unwrap();
    let events = log.read_all(Position(from), limit).unwrap();
    let decode = |recorded: RecordedEvent| {
        let (name, version) = (recorded.event_type(), recorded.type_version());
        let event = Event::from_stored(name, version, recorded.payload()).unwrap();
        (recorded, event)
    };
    events.into_iter().map(decode).collect()
}

/// Figures of one unit, without those below it.
pub(crate) fn figures(
    views: &Views,
    log: &Arc<dyn EventLog>,
    code: &str,
    period: Period,
    basis: Basis,
    as_of: Option<u64>,
) -> PeriodFigures {
    let registry = views.registry_as_of(&**log, AsOf(views.progress())).unwrap();
    let unit: &Unit = registry.unit(&unit(code)).unwrap();
    views
        .period_figures(&[unit], period, basis, as_of.map(AsOf))
        .unwrap()
}
