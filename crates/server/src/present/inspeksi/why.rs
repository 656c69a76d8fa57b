//! Why two points differ: kind of change after kind of change, then event after event.

use app::views::{AsOf, Difference};
use app::{App, AppError, LoggedEvent, told};
use ikm::{Index, IndexError};
use survey::{Event, Period, UnitCode, Zone};

use crate::{
    limits::{DIFFERENCE_LINES_MAX, EXPLAINED_EVENTS},
    pages::{MoveLine, StepLine, Why},
    present::words,
};

/// What lies between two points, the earlier one first. With `open` the index after each kind stands beside it:
/// without, one answer could be read off.
pub(super) fn why(
    app: &App,
    unit: &UnitCode,
    period: Period,
    points: (AsOf, AsOf),
    (open, zone): (bool, Zone),
    after: Option<u64>,
    address_after: impl Fn(u64) -> String,
) -> Result<Why, AppError> {
    let Some(difference) = app.difference(unit, period, points, DIFFERENCE_LINES_MAX)? else {
        return Ok(Why::TooMany {
            most: words::count(DIFFERENCE_LINES_MAX as u64),
        });
    };
    if difference.steps.is_empty() {
        return Ok(Why::Nothing);
    }
    let from = after.map_or(0, |after| {
        difference
            .events
            .partition_point(|(position, _)| position.0 <= after)
    });
    let listed = difference.events.iter().skip(from).take(EXPLAINED_EVENTS);
    let listed: Vec<u64> = listed.map(|(position, _)| position.0).collect();
    let rest = difference.events.len() - from - listed.len();
    let events = app.events_at(listed.iter().copied())?;
    let lines = events.iter().map(|event| line(event, zone));
    Ok(Why::Steps {
        steps: steps(&difference, open),
        next: (rest > 0)
            .then(|| listed.last().map(|position| address_after(*position)))
            .flatten(),
        rest: words::count(rest as u64),
        total: words::count(difference.events.len() as u64),
        events: lines.collect(),
    })
}

fn steps(difference: &Difference, open: bool) -> Vec<StepLine> {
    let mut before = &difference.before;
    let mut lines = Vec::with_capacity(difference.steps.len());
    for step in &difference.steps {
        lines.push(StepLine {
            label: step.kind.label().into(),
            n: words::count(step.n),
            effect: open.then(|| effect(before, &step.index)),
            after: open.then(|| figure(&step.index)),
        });
        before = &step.index;
    }
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
        actor: event.actor.clone(),
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
