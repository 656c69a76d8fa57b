//! A slow second opinion on figures: straight loops over the events, nothing kept from one to the next but what
//! the loop is about. Shares no code with the views.

use std::collections::{BTreeMap, BTreeSet};

use eventlog::{EventLog, Position, RecordedEvent};
use ikm::UnsurCode;
use jiff::{Timestamp, tz::Offset};
use survey::{ChannelClass, Event, Hour, Period, ResponseSubmitted, Standing};
use views::{Basis, FacetKind, Figures, Samples};

/// Respondents of one standing within one group: all of them, or those of a facet.
type Group = (Option<(FacetKind, String)>, Standing);

/// n; sum and sum of squares of 720720 x mean score; how often each score was given for each unsur.
type Count = (u64, u128, u128, BTreeMap<UnsurCode, [u64; 4]>);

pub(crate) type Counts = BTreeMap<Group, Count>;

/// An event as it was told: its stream, when it was recorded, what happened.
pub(crate) type Told = (String, Timestamp, Event);

/// Every event of a log, in order.
pub(crate) fn told(log: &dyn EventLog) -> Vec<Told> {
    let events = log.read_all(Position(0), usize::MAX).unwrap();
    let told = |recorded: &RecordedEvent| {
        let recorded_at = recorded.recorded_at().0.try_into().unwrap();
        let (name, version) = (recorded.event_type(), recorded.type_version());
        (
            recorded.stream().to_owned(),
            Timestamp::from_millisecond(recorded_at).unwrap(),
            Event::from_stored(name, version, recorded.payload()).unwrap(),
        )
    };
    events.iter().map(told).collect()
}

/// One change of what counts.
struct Change<'a> {
    response: &'a str,
    standing: Standing,
    late: bool,
    by_staff: bool,
}

/// The figures of one unit for a period, made of these events.
pub(crate) fn counts(events: &[Told], code: &str, period: Period, basis: Basis) -> Counts {
    let mut counts = Counts::new();
    for month in period.months() {
        let name = month.to_string();
        let (answers, standings) = seen(events, code, &name, basis);
        for (response, standing) in standings {
            count(&mut counts, answers[response], standing);
        }
    }
    counts
}

/// The responses of a unit that count in a period, by their streams.
pub(crate) fn counted(events: &[Told], code: &str, period: Period, basis: Basis) -> BTreeSet<String> {
    let mut counted = BTreeSet::new();
    for month in period.months() {
        let (_, standings) = seen(events, code, &month.to_string(), basis);
        let counts = standings
            .into_iter()
            .filter(|(_, standing)| *standing != Standing::Excluded);
        counted.extend(counts.map(|(response, _)| response.to_owned()));
    }
    counted
}

fn seen<'a>(
    events: &'a [Told],
    code: &str,
    month: &str,
    basis: Basis,
) -> (Answers<'a>, BTreeMap<&'a str, Standing>) {
    let (answers, changes) = changes_of(events, code, month);
    let visible = match basis {
        Basis::Exact => changes.len(),
        Basis::Shown { now } => visible(
            &changes,
            now == Timestamp::MAX || month_of(now, code).as_str() > month,
        ),
    };
    let mut standings = BTreeMap::new();
    for change in &changes[..visible] {
        standings.insert(change.response, change.standing);
    }
    (answers, standings)
}

/// How many responses arrived for a unit in a period.
pub(crate) fn received(events: &[Told], code: &str, period: Period) -> u64 {
    let months = period.months().map(|month| month.to_string());
    months
        .map(|month| changes_of(events, code, &month).0.len() as u64)
        .sum()
}

/// Where the service events of a unit stand that nobody has withdrawn.
pub(crate) fn service_events(events: &[Told], code: &str) -> Vec<u64> {
    let mut standing = BTreeMap::new();
    for (position, (stream, _, event)) in (0..).zip(events) {
        if let Event::ServiceEvent(event) = event
            && event.unit.as_str() == code
        {
            standing.insert(stream, position);
        } else if let Event::ServiceEventWithdrawn(_) = event {
            standing.remove(stream);
        }
    }
    let mut positions: Vec<u64> = standing.into_values().collect();
    positions.sort_unstable();
    positions
}

/// How many people a unit served in a period: of each month in which somebody answered what was counted last.
pub(crate) fn visits(events: &[Told], code: &str, period: Period) -> Option<u64> {
    let standing = service_events(events, code);
    let mut sum = 0;
    for month in period.months().map(|month| month.to_string()) {
        if changes_of(events, code, &month).0.is_empty() {
            continue;
        }
        let counted = standing.iter().rev().find_map(|position| {
            let Event::ServiceEvent(event) = &events[usize::try_from(*position).unwrap()].2 else {
                panic!("position {position} holds a service event")
            };
            event.visits.filter(|_| event.on.to_string().starts_with(&month))
        });
        sum += counted?;
    }
    (sum > 0).then_some(sum)
}

type Answers<'a> = BTreeMap<&'a str, &'a ResponseSubmitted>;

fn changes_of<'a>(events: &'a [Told], code: &str, month: &str) -> (Answers<'a>, Vec<Change<'a>>) {
    let (mut flagged, mut excluded) = (BTreeSet::new(), BTreeSet::new());
    let (mut answers, mut standings) = (BTreeMap::new(), BTreeMap::new());
    let mut changes = Vec::new();
    for (stream, recorded_at, event) in events {
        let response = stream.as_str();
        if let Event::ResponseSubmitted(submitted) = event
            && submitted.unit.as_str() == code
            && month_of(hour_start(submitted.occurred_at), code) == month
        {
            answers.insert(response, submitted);
        }
        let Some(answer) = answers.get(response) else {
            continue;
        };
        match event.event_type() {
            "response_flagged" => flagged.insert(response),
            "response_excluded" => excluded.insert(response),
            "response_reinstated" => excluded.remove(response),
            _ => false,
        };
        let standing = if excluded.contains(response) {
            Standing::Excluded
        } else if flagged.contains(response) {
            Standing::Flagged
        } else {
            Standing::Plain
        };
        if standings.insert(response, standing) != Some(standing) {
            changes.push(Change {
                response,
                standing,
                late: month_of(*recorded_at, code).as_str() > month,
                by_staff: ["paper", "import"].contains(&answer.channel.as_str()),
            });
        }
    }
    (answers, changes)
}

/// How many of the changes people see, `over` saying whether the month is over for them.
fn visible(changes: &[Change<'_>], over: bool) -> usize {
    let in_time = changes.iter().filter(|change| !change.late).count();
    if in_time < changes.len() {
        released(changes, in_time)
    } else if over {
        in_time
    } else {
        released(changes, 0)
    }
}

/// How far people see, who saw the first so many changes: staff's own at once, unless a response waits that is something
/// else than they see; the rest as soon as ten count differently, or, if none does, ten are something else.
fn released(changes: &[Change<'_>], first: usize) -> usize {
    let mut seen = first;
    for at in first..changes.len() {
        let standing = |until: usize, response: &str| {
            let mut before = changes[..until].iter().rev();
            let last = before.find(|change| change.response == response);
            last.map(|change| change.standing)
        };
        let count = |until: usize, differs: fn(Option<Standing>, Option<Standing>) -> bool| {
            let waiting: BTreeSet<_> = changes[seen..until]
                .iter()
                .map(|change| change.response)
                .collect();
            let differs = |response: &&&str| differs(standing(seen, response), standing(until, response));
            waiting.iter().filter(differs).count()
        };
        let others = |before: Option<Standing>, after: Option<Standing>| {
            let class = |standing: Option<Standing>| standing.map(|standing| standing == Standing::Excluded);
            class(before) != class(after)
        };
        let counted = |before: Option<Standing>, after: Option<Standing>| {
            let counts = |standing: Option<Standing>| standing.is_some_and(|it| it != Standing::Excluded);
            counts(before) != counts(after)
        };
        let at_once = changes[at].by_staff && count(at, others) == 0;
        let counted = count(at + 1, counted);
        if at_once || counted >= 10 || counted == 0 && count(at + 1, others) >= 10 {
            seen = at + 1;
        }
    }
    seen
}

fn count(counts: &mut Counts, answer: &ResponseSubmitted, standing: Standing) {
    let mut groups = vec![
        None,
        Some((FacetKind::Service, answer.service.to_string())),
        Some((FacetKind::Channel, ChannelClass::of(answer).as_str().to_owned())),
        Some((FacetKind::Instrument, answer.instrument.to_string())),
        Some((FacetKind::Admission, answer.admission.as_str().to_owned())),
    ];
    for (question, option) in &answer.profile {
        groups.push(Some((FacetKind::Profile, format!("{question}={option}"))));
    }
    for (unsur, reasons) in &answer.reasons {
        let each = reasons
            .iter()
            .map(|reason| Some((FacetKind::Reason, format!("{unsur}={reason}"))));
        groups.extend(each);
    }
    let total: u128 = answer
        .answers
        .iter()
        .map(|(_, score)| u128::from(score.get()))
        .sum();
    let mean = 720_720 * total / answer.answers.len() as u128;
    for group in groups {
        let (n, sum, squares, scores) = counts.entry((group, standing)).or_default();
        *n += 1;
        *sum += mean;
        *squares += mean * mean;
        for (unsur, score) in answer.answers.iter() {
            scores.entry(unsur).or_default()[usize::from(score.get()) - 1] += 1;
        }
    }
}

fn hour_start(hour: Hour) -> Timestamp {
    Timestamp::from_second(i64::from(hour.number()) * 3600).unwrap()
}

/// The month on the calendar of a unit's wall, as it is written: these sort by time.
fn month_of(at: Timestamp, code: &str) -> String {
    let ahead = match code {
        "KEC" => 8,
        "KEL" => 9,
        _ => 7,
    };
    let wall = Offset::constant(ahead).to_datetime(at);
    format!("{:04}-{:02}", wall.year(), wall.month())
}

/// What the views say, in the oracle's form.
pub(crate) fn in_this_form(figures: &Figures) -> Counts {
    let facets = figures.facets.iter();
    let facets = facets.map(|(facet, samples)| (Some((facet.kind, facet.value.clone())), samples));
    let mut counts = Counts::new();
    for (group, samples) in facets.chain([(None, &figures.total)]) {
        add(&mut counts, group.as_ref(), samples);
    }
    counts
}

fn add(counts: &mut Counts, group: Option<&(FacetKind, String)>, samples: &Samples) {
    for standing in Standing::ALL {
        let sample = samples.of(standing);
        let (n, sum, squares) = sample.moments.parts();
        let scores: BTreeMap<_, _> = sample
            .tallies
            .iter()
            .map(|(unsur, tally)| (unsur, tally.counts()))
            .collect();
        if n > 0 || !scores.is_empty() {
            counts.insert((group.cloned(), standing), (n, sum.into(), squares, scores));
        }
    }
}
