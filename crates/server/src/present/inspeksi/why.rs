//! Why two points differ: kind of change after kind of change, then event after event.

use app::views::{AsOf, Move};
use app::{App, AppError, Difference, LoggedEvent, StepKind};
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
    let listed: Vec<(u64, Move)> = listed.map(|(position, kind)| (position.0, *kind)).collect();
    let rest = difference.events.len() - from - listed.len();
    let events = app.events_at(listed.iter().map(|(position, _)| *position))?;
    let lines = events.iter().map(|event| line(event, zone));
    Ok(Why::Steps {
        steps: steps(&difference, open),
        next: (rest > 0)
            .then(|| listed.last().map(|(position, _)| address_after(*position)))
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
            label: label(step.kind).into(),
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

const fn label(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Responses(kind) => move_label(kind),
        StepKind::UnitsJoined => "Unit bergabung di bawah unit ini",
        StepKind::UnitsLeft => "Unit pindah dari bawah unit ini",
        StepKind::Method => "Metode atau susunan unsur berganti",
    }
}

const fn move_label(kind: Move) -> &'static str {
    match kind {
        Move::InTime => "Jawaban masuk pada waktunya",
        Move::Late => "Jawaban masuk setelah bulannya berakhir",
        Move::Paper => "Isian kertas dimasukkan",
        Move::Imported => "Jawaban diimpor dari berkas",
        Move::ArrivedExcluded => "Masuk, tetapi tidak dihitung",
        Move::Excluded => "Dikeluarkan dari hitungan",
        Move::Reinstated => "Dihitung kembali",
        Move::Flagged => "Ditandai, tetap dihitung",
        Move::Undone => "Dikeluarkan lalu dihitung kembali",
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

/// What an event did, and why.
fn said(event: &Event, zone: Zone) -> (String, String) {
    if let Event::ResponseSubmitted(submitted) = event {
        let given = words::moment(submitted.occurred_at.start(), zone);
        let what = format!("Jawaban, {}", words::channel(submitted.channel));
        (what, format!("untuk {given}"))
    } else if let Event::ResponseFlagged(flag) = event {
        let words = survey::FlagRules::in_force().words(flag.rule);
        (format!("Ditandai: {}", words.label), words.sees.clone())
    } else if let Event::ResponseExcluded(excluded) = event {
        let agreed = excluded.approved_by.as_deref();
        let agreed = agreed.map_or_else(String::new, |by| format!(" (disetujui {by})"));
        ("Dikeluarkan".into(), format!("{}{agreed}", excluded.reason))
    } else if let Event::ResponseReinstated(back) = event {
        let why = format!("{} (disetujui {})", back.reason, back.approved_by);
        ("Dihitung kembali".into(), why)
    } else {
        (event.event_type().into(), String::new())
    }
}
