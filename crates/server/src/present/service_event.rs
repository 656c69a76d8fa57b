//! Before and after something that happened: both means, their difference, and what may be said of it.

use app::views::Basis;
use app::{App, AppError, PeriodIndex, limits::GROUP_N_MIN, seen_by_staff};
use ikm::{Change, Difference, Family};
use survey::{Language, Month, Period, PeriodLength, Refusal, ServiceEvent, UnitCode};

use crate::{
    limits::{EVENT_MONTHS_DEFAULT, EVENT_MONTHS_OFFERED},
    pages::{PeriodLink, ServiceEventPage, Shell, Side, UnsurPair},
    present::{
        figure::{change_face, difference},
        words,
    },
};

/// The page of an event, by its position in the log, as it concerns a unit; `months` on each side of it.
pub(crate) fn service_event_page(
    app: &App,
    shell: Shell,
    unit: &UnitCode,
    position: u64,
    months: Option<&str>,
) -> Result<ServiceEventPage, AppError> {
    let registry = app.registry();
    let found = registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    let all = app.service_events(unit)?;
    let recorded = all.iter().find(|recorded| recorded.position.0 == position);
    let event = &recorded.ok_or(Refusal::ServiceEventUnknown)?.event;
    let width = months
        .and_then(|text| text.parse().ok())
        .filter(|months| EVENT_MONTHS_OFFERED.contains(months))
        .unwrap_or(EVENT_MONTHS_DEFAULT);
    let basis = Basis::Shown { now: app.now() };
    let happened = Month::of(event.on);
    let last_before = Period::containing(happened, PeriodLength::Month)
        .previous()
        .last();
    let before = stretch_until(last_before, width);
    let after = stretch_from(happened.next(), width).and_then(|(first, last)| {
        let over = |month: Month| app.now() >= month.end(found.zone);
        let last = months_of(first, last).take_while(|month| over(*month)).last()?;
        Some((first, last))
    });
    let read = |span: Option<(Month, Month)>| match span {
        Some(span) => app.stretch(unit, span, basis).map(|index| Some((span, index))),
        None => Ok(None),
    };
    let (before, after) = (read(before)?, read(after)?);
    let pair = before.as_ref().zip(after.as_ref());
    let moved = pair.and_then(|((_, before), (_, after))| difference(Family::ONE, before, after));
    let others = all.iter().filter(|other| {
        let month = Month::of(other.event.on);
        let within = |side: &Option<((Month, Month), PeriodIndex)>| {
            side.as_ref()
                .is_some_and(|((first, last), _)| (*first..=*last).contains(&month))
        };
        let same = other.position.0 == position || other.event.visits.is_some();
        !same && (month == happened || within(&before) || within(&after))
    });
    Ok(ServiceEventPage {
        unit_code: unit.to_string(),
        unit_name: found.name.clone(),
        kind: event.kind.label().into(),
        date: words::date(event.on),
        text: event.title.clone(),
        widths: widths(unit, position, width),
        verdict: verdict(moved.as_ref()),
        change: moved.as_ref().map(change_face),
        unsur: pair.map_or_else(Vec::new, |((_, before), (_, after))| {
            unsur(app, unit, before, after)
        }),
        before: before.as_ref().map(|(span, index)| side(*span, index)),
        after: after.as_ref().map(|(span, index)| side(*span, index)),
        others: others.map(|other| described(&other.event)).collect(),
        method: registry.method(unit).name().into(),
        shell,
    })
}

fn described(event: &ServiceEvent) -> (String, String) {
    (words::date(event.on), event.kind.label().into())
}

/// So many months that end with `last`; none before the calendar begins.
fn stretch_until(last: Month, width: u16) -> Option<(Month, Month)> {
    let first = last
        .number()
        .checked_sub(width - 1)
        .and_then(Month::from_number)?;
    Some((first, last))
}

fn stretch_from(first: Month, width: u16) -> Option<(Month, Month)> {
    let last = first
        .number()
        .checked_add(width - 1)
        .and_then(Month::from_number)?;
    Some((first, last))
}

fn months_of(first: Month, last: Month) -> impl Iterator<Item = Month> {
    (first.number()..=last.number()).filter_map(Month::from_number)
}

fn side((first, last): (Month, Month), index: &PeriodIndex) -> Side {
    let name = |month| words::period(Period::containing(month, PeriodLength::Month));
    let n = index.samples.n_counted();
    let shown = seen_by_staff(&index.index);
    Side {
        months: if first == last {
            name(first)
        } else {
            format!("{} \u{2013} {}", name(first), name(last))
        },
        n: words::count(n),
        interval: index
            .interval
            .filter(|_| shown.is_some())
            .map_or_else(String::new, words::interval),
        index: shown.map(|index| (index.ikm.id_id(), index.mutu.to_string())),
    }
}

/// What the difference says, and what it does not.
fn verdict(moved: Option<&Difference>) -> String {
    let Some(moved) = moved else {
        return "Belum dapat dibandingkan: di salah satu sisi belum ada cukup jawaban.".into();
    };
    let by = words::signed(moved.change);
    let between = moved.interval.map_or_else(String::new, |(low, high)| {
        format!(" (antara {} dan {})", words::signed(low), words::signed(high))
    });
    match moved.verdict() {
        Change::Up => format!(
            "Sesudahnya indeks lebih tinggi {by}{between}, melebihi kebetulan. Apakah peristiwa ini sebabnya tidak dapat \
             dipastikan dari survei: hal lain dapat terjadi bersamaan, dan yang menjawab bukan orang yang sama."
        ),
        Change::Down => format!(
            "Sesudahnya indeks lebih rendah {by}{between}, melebihi kebetulan. Apakah peristiwa ini sebabnya tidak dapat \
             dipastikan dari survei: hal lain dapat terjadi bersamaan, dan yang menjawab bukan orang yang sama."
        ),
        Change::Noise => format!(
            "Selisih {by}{between} dapat terjadi karena kebetulan. Itu tidak berarti peristiwa ini tanpa pengaruh; \
             pengaruhnya, bila ada, belum terlihat dari jawaban sebanyak ini."
        ),
    }
}

fn unsur(app: &App, unit: &UnitCode, before: &PeriodIndex, after: &PeriodIndex) -> Vec<UnsurPair> {
    let (Ok(_), Ok(index)) = (&before.index, &after.index) else {
        return Vec::new();
    };
    let (of_before, of_after) = (before.samples.counted(), after.samples.counted());
    if of_before.n().min(of_after.n()) < GROUP_N_MIN {
        return Vec::new();
    }
    let registry = app.registry();
    let surveys = registry.subtree(unit);
    let mut instruments = surveys.iter().flat_map(|(_, unit)| registry.surveys(&unit.code));
    let instrument = instruments.next_back().map(|survey| &survey.instrument);
    let family = Family::of(index.unsur.len());
    let pair = |nrr: &ikm::Nrr| {
        let (was, is) = (of_before.tallies.get(nrr.code), of_after.tallies.get(nrr.code));
        let known = instrument.and_then(|instrument| instrument.unsur(nrr.code));
        UnsurPair {
            name: known.map_or_else(
                || nrr.code.to_string(),
                |unsur| unsur.name.text(Language::INDONESIAN).into(),
            ),
            before: ikm::on_index_scale(was.sum(), was.count()).id_id(),
            after: nrr.value().id_id(),
            change: change_face(&Difference::of_unsur(family, &was, &is)),
        }
    };
    index.unsur.iter().map(pair).collect()
}

fn widths(unit: &UnitCode, position: u64, width: u16) -> Vec<PeriodLink> {
    let link = |months: u16| PeriodLink {
        code: format!("/dasbor/{unit}/peristiwa/{position}?bulan={months}"),
        label: format!("{months} bulan"),
        current: months == width,
    };
    EVENT_MONTHS_OFFERED.into_iter().map(link).collect()
}
