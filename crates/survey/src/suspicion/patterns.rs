//! Patterns among the answers of a unit and a period: by day, by device, by month's end. Each is held against what
//! chance alone would do, by a model that is stated; what lies beyond is shown, and accuses nobody.
//!
//! All tests of one look share one rate of false alarms, [`FALSE_ALARM_RATE`]: each may raise an alarm only if chance
//! would do the same in fewer than that rate divided by the number of tests (Bonferroni).

use std::collections::{BTreeMap, HashMap};

use jiff::{Span, Timestamp, civil::Date};

use crate::{
    Answers, Channel, FlagRules,
    suspicion::chance::{binomial_tail, tail_beside},
};

/// Of so many looks at answers without any manipulation at most one raises an alarm: 1 in 100.
pub const FALSE_ALARM_RATE: f64 = 0.01;

/// Paper that staff enter within so many days is entered as usual: many offices type a stack once a week.
const ENTERED_SOON_DAYS: i64 = 7;

/// Of fewer answers nothing is concluded.
pub const PATTERN_GROUP_MIN: u64 = 10;

/// The other answers count for at most so many when they say what is usual: days differ for honest reasons.
const OTHERS_WEIGHT_MAX: f64 = 60.0;

/// Days with fewer answers say nothing by their last digit.
const ROUND_DAY_MIN: usize = 25;

/// Two answers of one device closer than this were hardly two visitors.
const CLOSE_SECONDS: i64 = 20;

/// An office is open for so long a day.
const OPEN_SECONDS: f64 = 8.0 * 3600.0;

/// One answer, as far as patterns go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// When the log took it.
    pub recorded_at: Timestamp,
    /// On which day that was, where the unit is.
    pub recorded_on: Date,
    /// On which day it was given, where the unit is.
    pub given_on: Date,
    /// It arrived while it was given: it waited nowhere.
    pub at_once: bool,
    /// It was recorded after the month was over that it counts for.
    pub late: bool,
    /// How it came.
    pub channel: Channel,
    /// Which device it came from.
    pub device: Option<String>,
    /// What was answered.
    pub answers: Answers,
    /// How long it took, in seconds.
    pub seconds_taken: Option<u32>,
    /// Two people took it out of the figures.
    pub excluded: bool,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pattern {
    /// The same score for everything.
    OneScore,
    /// Answered faster than one can read.
    Fast,
    /// Close behind another one of the same device.
    Close,
    /// The same scores as the one before, by the same way.
    Repeated,
    /// Recorded after its month was over.
    Late,
    /// Entered by staff long after it was given, of a month that was not over yet.
    EnteredLater,
    /// Taken out of the figures.
    Excluded,
    /// A day with a round number of answers.
    RoundDay,
}

impl Pattern {
    /// Every pattern.
    pub const ALL: [Self; 8] = [
        Self::OneScore,
        Self::Fast,
        Self::Close,
        Self::Repeated,
        Self::Late,
        Self::EnteredLater,
        Self::Excluded,
        Self::RoundDay,
    ];
}

/// Among which answers a pattern is looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Those recorded on a day.
    Recorded(Date),
    /// Those given on a day.
    Given(Date),
    /// Those of a device.
    Device(String),
    /// Those of a device on one day.
    DeviceOn(String, Date),
    /// All days together.
    All,
}

/// One test.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    /// What was looked for.
    pub pattern: Pattern,
    /// Where.
    pub group: Group,
    /// How many are so.
    pub seen: u64,
    /// Of how many.
    pub of: u64,
    /// Among the others.
    pub others: (u64, u64),
    /// How likely chance alone does as much.
    pub chance: f64,
    /// Fewer than the shared rate of false alarms allows.
    pub alarm: bool,
    /// Which answers are so, by their place.
    pub members: Vec<usize>,
}

/// Looks at answers, in the order in which they were recorded. The least likely findings stand first.
#[must_use]
pub fn patterns(sightings: &[Sighting]) -> Vec<Tested> {
    let mut tests = Vec::new();
    let (repeated, close) = (repeated(sightings), close(sightings));
    let is = |pattern: Pattern, at: usize| {
        let sighting = &sightings[at];
        match pattern {
            Pattern::OneScore => is_one_score(&sighting.answers),
            Pattern::Fast => is_fast(sighting),
            Pattern::Repeated => repeated[at],
            Pattern::Close => close[at],
            Pattern::Late => sighting.late,
            Pattern::EnteredLater => is_entered_long_after(sighting) && !sighting.late,
            Pattern::Excluded => sighting.excluded,
            Pattern::RoundDay => false,
        }
    };
    let by_recorded = groups(sightings, |sighting| Some(Group::Recorded(sighting.recorded_on)));
    let by_given = groups(sightings, |sighting| Some(Group::Given(sighting.given_on)));
    let by_device = groups(sightings, |sighting| sighting.device.clone().map(Group::Device));
    for (pattern, groups) in [
        (Pattern::OneScore, &by_recorded),
        (Pattern::OneScore, &by_device),
        (Pattern::Fast, &by_recorded),
        (Pattern::Fast, &by_device),
        (Pattern::Repeated, &by_recorded),
        (Pattern::Repeated, &by_device),
        (Pattern::Late, &by_recorded),
        (Pattern::EnteredLater, &by_recorded),
        (Pattern::Excluded, &by_given),
    ] {
        beside(&mut tests, pattern, groups, sightings.len(), |at| is(pattern, at));
    }
    close_together(&mut tests, &by_device, sightings, &close);
    round_days(&mut tests, &by_recorded);
    let allowed = allowed(tests.len());
    for test in &mut tests {
        test.alarm = test.chance < allowed;
    }
    tests.sort_by(|one, other| one.chance.total_cmp(&other.chance));
    tests
}

/// Below which probability a test raises an alarm, if so many are made.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a probability"
)]
#[must_use]
pub fn allowed(tests: usize) -> f64 {
    FALSE_ALARM_RATE / tests.max(1) as f64
}

type Groups = BTreeMap<Group, Vec<usize>>;

fn groups(sightings: &[Sighting], group: impl Fn(&Sighting) -> Option<Group>) -> Groups {
    let mut groups = Groups::new();
    for (at, sighting) in sightings.iter().enumerate() {
        if let Some(group) = group(sighting) {
            groups.entry(group).or_default().push(at);
        }
    }
    groups
}

/// Each group beside all others.
fn beside(
    tests: &mut Vec<Tested>,
    pattern: Pattern,
    groups: &Groups,
    all: usize,
    is: impl Fn(usize) -> bool,
) {
    let total = (0..all).filter(|at| is(*at)).count() as u64;
    for (group, places) in groups {
        let of = places.len() as u64;
        let members: Vec<usize> = places.iter().copied().filter(|at| is(*at)).collect();
        let (seen, rest) = (members.len() as u64, all as u64 - of);
        if of < PATTERN_GROUP_MIN || rest < PATTERN_GROUP_MIN {
            continue;
        }
        let others = (total - seen, rest);
        tests.push(Tested {
            pattern,
            group: group.clone(),
            seen,
            of,
            others,
            chance: tail_beside(seen, of, others, OTHERS_WEIGHT_MAX),
            alarm: false,
            members,
        });
    }
}

/// Visitors come by themselves: of a device with so many a day the gap behind one is short with a known probability.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a probability"
)]
fn close_together(tests: &mut Vec<Tested>, by_device: &Groups, sightings: &[Sighting], close: &[bool]) {
    for (group, places) in by_device {
        let mut days: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
        for at in places {
            days.entry(sightings[*at].recorded_on).or_default().push(*at);
        }
        for (day, places) in days {
            let of = places.len() as u64;
            if of < PATTERN_GROUP_MIN {
                continue;
            }
            let members: Vec<usize> = places.into_iter().filter(|at| close[*at]).collect();
            let seen = members.len() as u64;
            let expected = 1.0 - (-(CLOSE_SECONDS as f64) * of as f64 / OPEN_SECONDS).exp();
            let Group::Device(device) = group else { continue };
            tests.push(Tested {
                pattern: Pattern::Close,
                group: Group::DeviceOn(device.clone(), day),
                seen,
                of: of - 1,
                others: (0, 0),
                chance: binomial_tail(seen, of - 1, expected),
                alarm: false,
                members,
            });
        }
    }
}

/// One day in ten has a number of answers that ends in 0, of days that have enough: counts around ten are ten more often
/// than not, and a small office would be accused of its size.
fn round_days(tests: &mut Vec<Tested>, by_recorded: &Groups) {
    const ONE_IN_TEN: f64 = 0.1;
    let counts = by_recorded.values().map(Vec::len);
    let days: Vec<usize> = counts.filter(|count| *count >= ROUND_DAY_MIN).collect();
    let of = days.len() as u64;
    if of < PATTERN_GROUP_MIN {
        return;
    }
    let seen = days.iter().filter(|count| count.is_multiple_of(10)).count() as u64;
    tests.push(Tested {
        pattern: Pattern::RoundDay,
        group: Group::All,
        seen,
        of,
        others: (0, 0),
        chance: binomial_tail(seen, of, ONE_IN_TEN),
        alarm: false,
        members: Vec::new(),
    });
}

/// The same score throughout, of enough answers.
#[must_use]
pub fn is_one_score(answers: &Answers) -> bool {
    let mut scores = answers.iter().map(|(_, score)| score);
    let first = scores.next();
    answers.len() >= FlagRules::in_force().straight_line.answers_min
        && scores.all(|score| Some(score) == first)
}

/// Staff entered it on a later day than it was given, as they do with paper.
#[must_use]
pub fn is_entered_later(sighting: &Sighting) -> bool {
    sighting.channel.is_entered_by_staff() && sighting.recorded_on > sighting.given_on
}

/// Staff entered it only after a stack that is typed in once a week would have been.
fn is_entered_long_after(sighting: &Sighting) -> bool {
    let soon = sighting
        .given_on
        .saturating_add(Span::new().days(ENTERED_SOON_DAYS));
    sighting.channel.is_entered_by_staff() && sighting.recorded_on > soon
}

fn is_fast(sighting: &Sighting) -> bool {
    let enough = u64::from(FlagRules::in_force().too_fast.seconds_per_answer) * sighting.answers.len() as u64;
    sighting
        .seconds_taken
        .is_some_and(|seconds| u64::from(seconds) < enough)
}

/// Whether each has the same scores, not all one, as the last one of its device, or of its channel without a device.
fn repeated(sightings: &[Sighting]) -> Vec<bool> {
    let mut last: HashMap<(Channel, Option<&str>), &Answers> = HashMap::new();
    let repeats = |sighting: &'_ Sighting, before: Option<&Answers>| {
        before == Some(&sighting.answers) && !is_one_score(&sighting.answers)
    };
    let mut found = Vec::with_capacity(sightings.len());
    for sighting in sightings {
        let lane = (sighting.channel, sighting.device.as_deref());
        let before = last.insert(lane, &sighting.answers);
        found.push(repeats(sighting, before));
    }
    found
}

/// Whether each came close behind another one of its device, and neither can have waited there: what waited arrives
/// together, and says that it took longer than what lies between.
fn close(sightings: &[Sighting]) -> Vec<bool> {
    let mut last: HashMap<&str, Timestamp> = HashMap::new();
    let mut found = Vec::with_capacity(sightings.len());
    for sighting in sightings {
        let Some(device) = sighting.device.as_deref() else {
            found.push(false);
            continue;
        };
        let before = last.insert(device, sighting.recorded_at);
        let gap = before.map(|before| sighting.recorded_at.duration_since(before).as_secs());
        let took = i64::from(sighting.seconds_taken.unwrap_or(u32::MAX));
        found.push(sighting.at_once && gap.is_some_and(|gap| gap < CLOSE_SECONDS && took <= gap + 1));
    }
    found
}
