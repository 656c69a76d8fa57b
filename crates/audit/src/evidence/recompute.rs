//! Figures from the events of evidence, by `docs/format.md` ("A published result"), apart from the views: what these
//! keep is a function of a whole log, and here is a part of one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use survey::{
    Event, LogHead, Month, PublishedNrr, Registry, Response, ResultBasis, ResultPublished, Standing, Unit,
    UnitCode,
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

/// What the first `made_of.size` events give of the unit and the period of `stated`, counted by its basis, as far as they
/// are here; nothing if they give no index.
pub(super) fn result(events: &[Told], stated: &ResultPublished, made_of: LogHead) -> Option<ResultPublished> {
    let (unit, period) = (&stated.unit, stated.period);
    let events = events.iter().filter(|told| told.position < made_of.size);
    let mut registry = Registry::default();
    let mut responses: BTreeMap<&str, Response> = BTreeMap::new();
    let mut changes = Vec::new();
    for told in events {
        registry.evolve(&told.event, told.recorded_at);
        if told.stream.starts_with("response-") {
            let response = responses.entry(&told.stream).or_default();
            response.evolve(&told.event);
            if let Some(standing) = response.standing() {
                changes.push(Change {
                    response: &told.stream,
                    counts: standing != Standing::Excluded,
                    recorded_at: told.recorded_at,
                });
            }
        }
    }
    let units: Vec<&Unit> = registry.subtree(unit).into_iter().map(|(_, unit)| unit).collect();
    let zones: BTreeMap<&UnitCode, _> = units.iter().map(|unit| (&unit.code, unit.zone)).collect();
    let months: BTreeSet<_> = period.months().collect();
    let mut by_month: BTreeMap<(&UnitCode, Month), SeenMonth<'_>> = BTreeMap::new();
    for change in &changes {
        let submitted = responses[change.response].submitted();
        let placed = submitted.and_then(|submitted| Some((submitted, *zones.get(&submitted.unit)?)));
        let Some((submitted, zone)) = placed else {
            continue;
        };
        let month = submitted.occurred_at.month(zone);
        if months.contains(&month) {
            let late = stated.basis == ResultBasis::Shown && change.recorded_at >= month.end(zone);
            let known_to_staff = submitted.channel.is_entered_by_staff();
            let of_month = by_month.entry((&submitted.unit, month)).or_default();
            of_month.take(change, late, known_to_staff);
        }
    }
    let mut sample = Sample::default();
    let (mut instruments, mut n_excluded) = (BTreeMap::new(), 0);
    for (response, counts) in by_month.values().flat_map(|month| &month.seen) {
        let submitted = responses[response].submitted()?;
        instruments.insert(submitted.instrument.to_string(), submitted.instrument.clone());
        if !counts {
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
        program: stated.program.clone(),
        basis: stated.basis,
    })
}

/// How a response counts from an event on.
struct Change<'a> {
    response: &'a str,
    counts: bool,
    recorded_at: Timestamp,
}

/// How many late responses must count differently before people see it of any.
const STEP: usize = 10;

/// The responses of a unit's month as people see them: whether each counts.
#[derive(Default)]
struct SeenMonth<'a> {
    seen: BTreeMap<&'a str, bool>,
    /// The same of those of which something late waits, as they are.
    waiting: BTreeMap<&'a str, bool>,
}

impl<'a> SeenMonth<'a> {
    fn take(&mut self, change: &Change<'a>, late: bool, known_to_staff: bool) {
        let at_once = !late || known_to_staff && self.others(|seen, now| seen != Some(now)) == 0;
        self.waiting.insert(change.response, change.counts);
        let enough = match self.others(|seen, now| seen.unwrap_or(false) != now) {
            0 => self.others(|seen, now| seen != Some(now)) >= STEP,
            counting_otherwise => counting_otherwise >= STEP,
        };
        if at_once || enough {
            self.seen.append(&mut self.waiting);
        }
    }

    /// How many of the waiting are other than people see.
    fn others(&self, other: impl Fn(Option<bool>, bool) -> bool) -> usize {
        let waiting = self.waiting.iter();
        waiting
            .filter(|(response, now)| other(self.seen.get(*response).copied(), **now))
            .count()
    }
}
