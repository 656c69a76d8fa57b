//! Why two points differ: kind of change after kind of change, then event after event.

use std::collections::BTreeSet;

use app::views::{AsOf, Difference};
use app::{App, AppError, LoggedEvent, UnitIndex, citizen, told};
use ikm::{Index, IndexError};
use survey::{Event, Period, UnitCode, Zone};

use crate::{
    limits::{DIFFERENCE_LINES_MAX, EXPLAINED_EVENTS},
    pages::{MoveLine, StepLine, Why},
    present::words,
};

/// Two points, the earlier one first.
pub(super) struct Between {
    /// How many events there were at each.
    pub(super) points: (AsOf, AsOf),
    /// What was arrived at each but is not shown as of it.
    pub(super) held_back: HeldBack,
    /// The single responses are open: the index after each kind stands beside it. Without, one answer could be read off.
    pub(super) open: bool,
}

/// What figures that move by steps keep back at two points, where that is not the same.
#[derive(Default)]
pub(super) struct HeldBack {
    /// Arrived at the first, and shown only as of the second.
    released: BTreeSet<u64>,
    /// Not yet shown as of the second.
    kept: BTreeSet<u64>,
}

impl HeldBack {
    pub(super) fn between(first: Option<&UnitIndex>, second: Option<&UnitIndex>) -> Self {
        let held = |found: Option<&UnitIndex>| -> BTreeSet<u64> {
            found.map_or_else(BTreeSet::new, |found| {
                found.waiting.iter().map(|position| position.0).collect()
            })
        };
        let (first, second) = (held(first), held(second));
        Self {
            released: &first - &second,
            kept: &second - &first,
        }
    }

    fn line(label: &str, responses: &BTreeSet<u64>) -> Option<StepLine> {
        (!responses.is_empty()).then(|| StepLine {
            label: label.into(),
            n: words::count(responses.len() as u64),
            effect: None,
            after: None,
        })
    }
}

/// What lies between two points.
pub(super) fn why(
    app: &App,
    unit: &UnitCode,
    period: Period,
    between: &Between,
    zone: Zone,
    after: Option<u64>,
    address_after: impl Fn(u64) -> String,
) -> Result<Why, AppError> {
    let Some(difference) = app.difference(unit, period, between.points, DIFFERENCE_LINES_MAX)? else {
        return Ok(Why::TooMany {
            most: words::count(DIFFERENCE_LINES_MAX as u64),
        });
    };
    let steps = steps(&difference, between);
    if steps.is_empty() {
        return Ok(Why::Nothing);
    }
    let HeldBack { released, kept } = &between.held_back;
    let changed = difference.events.iter().map(|(position, _)| position.0);
    let all: BTreeSet<u64> = changed.chain(released.iter().chain(kept).copied()).collect();
    let behind = all
        .iter()
        .filter(|position| after.is_none_or(|after| **position > after));
    let left = behind.clone().count();
    let listed: Vec<u64> = behind.take(EXPLAINED_EVENTS).copied().collect();
    let rest = left - listed.len();
    let events = app.events_at(listed.iter().copied())?;
    let lines = events.iter().map(|event| line(event, zone));
    Ok(Why::Steps {
        steps,
        next: (rest > 0)
            .then(|| listed.last().map(|position| address_after(*position)))
            .flatten(),
        rest: words::count(rest as u64),
        total: words::count(all.len() as u64),
        events: lines.collect(),
    })
}

fn steps(difference: &Difference, between: &Between) -> Vec<StepLine> {
    let Between { held_back, open, .. } = between;
    let mut before = &difference.before;
    let released = HeldBack::line(
        "Sudah masuk sebelumnya, baru ditampilkan sesudahnya",
        &held_back.released,
    );
    let mut lines: Vec<StepLine> = released.into_iter().collect();
    for step in &difference.steps {
        lines.push(StepLine {
            label: step.kind.label().into(),
            n: words::count(step.n),
            effect: open.then(|| effect(before, &step.index)),
            after: open.then(|| figure(&step.index)),
        });
        before = &step.index;
    }
    lines.extend(HeldBack::line("Sudah masuk, belum ditampilkan", &held_back.kept));
    lines
}

fn figure(index: &Result<Index, IndexError>) -> String {
    index
        .as_ref()
        .map_or_else(|_| "belum ada".into(), |index| index.ikm.id_id())
}

fn effect(before: &Result<Index, IndexError>, after: &Result<Index, IndexError>) -> String {
    match (before, after) {
        (Ok(before), Ok(after)) => words::difference(before.ikm, after.ikm),
        _ => "\u{2013}".into(),
    }
}

fn line(event: &LoggedEvent, zone: Zone) -> MoveLine {
    let (what, why) = said(&event.event, zone);
    MoveLine {
        position: words::count(event.position),
        recorded: words::moment(event.recorded_at, zone),
        what,
        why,
        actor: by(&event.actor).into(),
    }
}

/// Who it was: staff and commands by their pseudonym, citizens only as such.
fn by(actor: &str) -> &str {
    if actor == citizen().as_str() {
        "warga"
    } else {
        actor
    }
}

/// What an event did, and why; of an answer also how it came and what hour it counts for.
fn said(event: &Event, zone: Zone) -> (String, String) {
    if let Event::ResponseSubmitted(submitted) = event {
        let given = words::moment(submitted.occurred_at.start(), zone);
        let what = format!("Jawaban, {}", words::channel(submitted.channel));
        return (what, format!("untuk {given}"));
    }
    told(event)
}
