//! Patterns among the answers of a unit: what was seen, what chance would do, and what the index is with and without.

use std::collections::{BTreeMap, BTreeSet};

use eventlog::Position;
use ikm::{Hundredths, Tallies};
use survey::{
    Channel, ChannelGap, Event, FlagRule, Hour, Period, ResponseSubmitted, Sighting, Stream, Tested, Unit,
    UnitCode, Zone,
};
use views::{Basis, index::compute};

use crate::{
    App, AppError, Look, UnitIndex,
    app::moment,
    inspection::units_below,
    limits::{GROUP_N_MIN, PATTERN_RESPONSES_MAX},
};

/// Upper ends of the times that answers are told apart by, in seconds; beyond the last there is one more group.
pub const TIMES: [u32; 5] = [9, 30, 60, 120, 300];

/// What was found among the answers of a unit and everything below it.
#[derive(Clone, Debug)]
pub struct PatternReport {
    /// The unit's index, as people see it: an exact one would tell the latest answer.
    pub found: UnitIndex,
    /// How many answers were looked at; the newest, if there are more.
    pub looked_at: u64,
    /// Every test, the least likely first; and the index without what was found, or with what was taken out.
    pub tests: Vec<(Tested, Option<Hundredths>)>,
    /// How many answers took how long, by [`TIMES`]; those that say nothing of it are in none.
    pub times: [u64; TIMES.len() + 1],
    /// How many that count were given on each day of the week, from Monday.
    pub weekdays: [u64; 7],
    /// How likely chance alone makes the days of the week as unlike; none of too few days.
    pub weekday_chance: Option<f64>,
    /// How many came by each channel, and their index.
    pub channels: Vec<(Channel, u64, Option<Hundredths>)>,
    /// Kiosk beside QR code; none of too few answers.
    pub channel_gap: Option<ChannelGap>,
    /// How many each rule has flagged, of those that any has.
    pub flags: Vec<(FlagRule, u64)>,
    /// How many have the same score throughout.
    pub one_score: u64,
    /// How many were recorded after their month was over.
    pub late: u64,
    /// How many staff entered a day or more after they were given.
    pub entered_later: u64,
}

/// One answer that was looked at.
struct Seen {
    sighting: Sighting,
    counts: bool,
    flags: Vec<FlagRule>,
    /// The index shows it.
    shown: bool,
}

impl App {
    /// Looks for patterns among the answers of a unit and everything below it in a period. Blocks.
    ///
    /// # Errors
    /// [`survey::Refusal::UnitUnknown`] if there is no such unit.
    pub fn patterns(&self, unit: &UnitCode, period: Period) -> Result<PatternReport, AppError> {
        let found = self.unit_index(unit, period, None, Basis::Shown { now: self.now() }, Look::Now)?;
        let registry = self.views.registry_as_of(&*self.log, found.as_of)?;
        let units = units_below(&registry, unit)?;
        let all = self
            .views
            .responses(&units, period, found.as_of, Position(0), usize::MAX)?;
        let from = all.len().saturating_sub(PATTERN_RESPONSES_MAX);
        let zones: BTreeMap<&UnitCode, &Unit> = units.iter().map(|unit| (&unit.code, *unit)).collect();
        let waiting: BTreeSet<Position> = found.waiting.iter().copied().collect();
        let mut seen = Vec::with_capacity(all.len() - from);
        for position in &all[from..] {
            let shown = !waiting.contains(position);
            seen.extend(self.seen(*position, &zones, shown)?);
        }
        Ok(report(found, &seen))
    }

    fn seen(
        &self,
        position: Position,
        units: &BTreeMap<&UnitCode, &Unit>,
        shown: bool,
    ) -> Result<Option<Seen>, AppError> {
        let first = self.log.read_all(position, 1)?;
        let id = first.first().and_then(|first| Stream::response(first.stream()));
        let Some(id) = id else {
            return Ok(None);
        };
        let events = self.response_events(id)?;
        let mut response = survey::Response::default();
        let (mut by_people, mut flags) = (false, Vec::new());
        for (_, event) in &events {
            response.evolve(event);
            if let Event::ResponseFlagged(flag) = event {
                flags.push(flag.rule);
            } else if let Event::ResponseExcluded(excluded) = event {
                by_people = excluded.approved_by.is_some();
            } else if let Event::ResponseReinstated(_) = event {
                by_people = false;
            }
        }
        let (Some(submitted), Some(first)) = (response.submitted(), first.first()) else {
            return Ok(None);
        };
        let zone = units
            .get(&submitted.unit)
            .map_or_else(Zone::default, |unit| unit.zone);
        let standing = response.standing();
        Ok(Some(Seen {
            sighting: sighting(submitted, moment(first.recorded_at()), zone, by_people),
            counts: standing.is_some_and(|standing| standing != survey::Standing::Excluded),
            flags,
            shown,
        }))
    }
}

fn sighting(
    submitted: &ResponseSubmitted,
    recorded_at: jiff::Timestamp,
    zone: Zone,
    excluded: bool,
) -> Sighting {
    let day = |at| zone.wall_clock(at).date();
    Sighting {
        recorded_at,
        recorded_on: day(recorded_at),
        given_on: day(submitted.occurred_at.start()),
        at_once: submitted.occurred_at == Hour::containing(recorded_at),
        late: recorded_at >= submitted.occurred_at.month(zone).end(zone),
        channel: submitted.channel,
        device: submitted.device.clone(),
        answers: submitted.answers.clone(),
        seconds_taken: submitted.seconds_taken,
        excluded,
    }
}

fn report(found: UnitIndex, seen: &[Seen]) -> PatternReport {
    let sightings: Vec<Sighting> = seen.iter().map(|seen| seen.sighting.clone()).collect();
    let index = |wanted: &dyn Fn(usize) -> bool| index(&found, seen, wanted);
    let tests = survey::patterns(&sightings).into_iter().map(|test| {
        let beside = (test.members.len() as u64 >= GROUP_N_MIN).then(|| {
            let taken_out = test.pattern == survey::Pattern::Excluded;
            let member = |at: usize| test.members.binary_search(&at).is_ok();
            index(&|at| {
                if taken_out {
                    seen[at].counts || member(at)
                } else {
                    seen[at].counts && !member(at)
                }
            })
        });
        (test, beside.flatten())
    });
    let tests = tests.collect();
    let count = |is: fn(&Sighting) -> bool| sightings.iter().filter(|sighting| is(sighting)).count() as u64;
    let mut times = [0; TIMES.len() + 1];
    let mut weekdays = [0; 7];
    for sighting in &sightings {
        if let Some(seconds) = sighting.seconds_taken {
            times[TIMES.partition_point(|end| *end <= seconds)] += 1;
        }
    }
    let channels = Channel::ALL.into_iter().filter_map(|channel| {
        let of_it = |at: usize| seen[at].counts && seen[at].sighting.channel == channel;
        let n = (0..seen.len()).filter(|at| of_it(*at)).count() as u64;
        (n > 0).then(|| (channel, n, index(&of_it).filter(|_| n >= GROUP_N_MIN)))
    });
    let flags = FlagRule::ALL.into_iter().filter_map(|rule| {
        let n = seen.iter().filter(|seen| seen.flags.contains(&rule)).count() as u64;
        (n > 0).then_some((rule, n))
    });
    let counting = || seen.iter().filter(|seen| seen.counts).map(|seen| &seen.sighting);
    // Of the same answers as the chance beneath them.
    for sighting in counting() {
        let day = sighting.given_on.weekday().to_monday_zero_offset();
        weekdays[usize::try_from(day).unwrap_or(0)] += 1;
    }
    PatternReport {
        weekday_chance: survey::weekday_chance(counting()),
        channel_gap: survey::channel_gap(counting()),
        looked_at: seen.len() as u64,
        tests,
        times,
        weekdays,
        channels: channels.collect(),
        flags: flags.collect(),
        one_score: count(|sighting| survey::is_one_score(&sighting.answers)),
        late: count(|sighting| sighting.late),
        entered_later: count(survey::is_entered_later),
        found,
    }
}

/// The index of some of the answers by the unit's method, as far as people see them.
fn index(found: &UnitIndex, seen: &[Seen], wanted: &dyn Fn(usize) -> bool) -> Option<Hundredths> {
    let instrument = found.instrument.as_deref()?;
    let mut sample = views::Sample::default();
    let mut tallies = Tallies::default();
    for (_, seen) in seen
        .iter()
        .enumerate()
        .filter(|(at, seen)| seen.shown && wanted(*at))
    {
        let answers = &seen.sighting.answers;
        let scores = answers.iter().map(|(_, score)| score);
        sample.moments.add(ikm::RespondentMean::of(scores)?);
        for (unsur, score) in answers.iter() {
            tallies.add(unsur, score);
        }
    }
    sample.tallies = tallies;
    let (index, ..) = compute(&found.method, Some(instrument), &sample, None);
    index.ok().map(|index| index.ikm)
}
