//! Figures from the events of evidence, by `docs/format.md` ("A published result"), apart from the views: what these
//! keep is a function of a whole log, and here is a part of one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use survey::{
    Event, LogHead, Period, PublishedNrr, Registry, Response, ResultPublished, Standing, Unit, UnitCode,
};
use views::{
    Sample,
    index::{compute, instrument_of, newest_surveys},
};

/// An event of the evidence.
pub(super) struct Told {
    pub(super) position: u64,
    pub(super) stream: String,
    pub(super) recorded_at: Timestamp,
    pub(super) event: Event,
}

/// What the first `made_of.size` events give, as far as they are here; nothing if they give no index.
pub(super) fn result(
    events: &[Told],
    unit: &UnitCode,
    period: Period,
    made_of: LogHead,
    program: &str,
) -> Option<ResultPublished> {
    let events = events.iter().filter(|told| told.position < made_of.size);
    let mut registry = Registry::default();
    let mut responses: BTreeMap<&str, Response> = BTreeMap::new();
    for told in events {
        registry.evolve(&told.event, told.recorded_at);
        if told.stream.starts_with("response-") {
            responses.entry(&told.stream).or_default().evolve(&told.event);
        }
    }
    let units: Vec<&Unit> = registry.subtree(unit).into_iter().map(|(_, unit)| unit).collect();
    let zones: BTreeMap<&UnitCode, _> = units.iter().map(|unit| (&unit.code, unit.zone)).collect();
    let mut sample = Sample::default();
    let (mut instruments, mut n_excluded) = (BTreeMap::new(), 0);
    let months: BTreeSet<_> = period.months().collect();
    for response in responses.values() {
        let Some(submitted) = response.submitted() else {
            continue;
        };
        let Some(zone) = zones.get(&submitted.unit) else {
            continue;
        };
        if !months.contains(&submitted.occurred_at.month(*zone)) {
            continue;
        }
        instruments.insert(submitted.instrument.to_string(), submitted.instrument.clone());
        if response.standing() == Some(Standing::Excluded) {
            n_excluded += 1;
            continue;
        }
        let scores = submitted.answers.iter().map(|(_, score)| score);
        sample.moments.add(ikm::RespondentMean::of(scores)?);
        for (unsur, score) in submitted.answers.iter() {
            sample.tallies.add(unsur, score);
        }
    }
    let instrument = instrument_of(&newest_surveys(&registry, &units), &sample);
    let method = registry.method(unit);
    let index = compute(method, instrument.as_deref(), &sample, None).0.ok()?;
    let unsur = index.unsur.iter().map(|nrr| PublishedNrr {
        code: nrr.code,
        n: nrr.n,
        sum: nrr.sum,
    });
    Some(ResultPublished {
        unit: unit.clone(),
        period,
        unsur: unsur.collect(),
        method: index.method,
        instruments: instruments.into_values().collect(),
        n: index.n,
        n_excluded,
        ikm: index.ikm,
        mutu: index.mutu,
        log_size: made_of.size,
        log_root: Some(made_of.root),
        program: program.into(),
    })
}
