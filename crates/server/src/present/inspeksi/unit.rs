//! One unit as it was known at a point, beside another one.

use app::views::Basis;
use app::{App, AppError, Recomputed, Staff, UnitIndex, by_every_method, seen_by_staff};
use ikm::IndexError;
use survey::{Action, Refusal, UnitCode};

use crate::{
    pages::{InspeksiUnitPage, KnownFace, MethodLine, PublishedThen, Shell, UnsurThenNow},
    present::{
        figure::{UnsurFigure, flagged, index_face, unsur_figures},
        inspeksi::{
            Inspected,
            point::{Point, Points, is_open, problems},
            strip::{days, strip},
            why::{Between, HeldBack, why},
        },
        period::{chosen, offered},
        trend::{TrendFace, series_as_of},
        words,
    },
};

/// The page of a unit for inspectors.
pub(crate) fn inspeksi_unit_page(
    app: &App,
    staff: &Staff,
    mut shell: Shell,
    unit: &UnitCode,
    asked: &Inspected,
    refusal: Option<String>,
) -> Result<InspeksiUnitPage, AppError> {
    let period = chosen(app, Some(unit), Some(&asked.period))?;
    let registry = app.registry();
    let own = registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    let published = app.recomputed(unit, period)?;
    let of_publication = |recomputed: &Recomputed| {
        let result = &recomputed.published.result;
        (result.log_size, Basis::of(result.basis))
    };
    let sizes: Vec<_> = published.iter().map(of_publication).collect();
    let open = is_open(app, staff, unit, period, asked.reading)?;
    let points = Points {
        app,
        zone: own.zone,
        published: &sizes,
        open,
    };
    let days = days(app, unit, period, own.zone, &published)?;
    let at = if asked.at.is_empty() {
        let day = asked.day.parse().ok().and_then(|day: usize| days.get(day));
        day.map_or_else(String::new, ToString::to_string)
    } else {
        asked.at.clone()
    };
    let (then, beside) = (points.find(&at)?, points.find(&asked.beside)?);
    shell.position = Some(words::count(beside.as_of.0));
    let found = |point: &Point| {
        let look = app::Look::AtSize(point.as_of.0);
        match app.unit_index(unit, period, None, point.basis, look) {
            Err(AppError::Refused(Refusal::UnitUnknown(_))) => Ok(None),
            found => found.map(Some),
        }
    };
    let (known, now) = (found(&then)?, found(&beside)?);
    // Of so few that their answers could be read off nothing is told before somebody says what for.
    let told = |found: &'_ Option<UnitIndex>| {
        found
            .clone()
            .filter(|found| open || seen_by_staff(&found.index).is_some())
    };
    let (told_then, told_now) = (told(&known), told(&now));
    let address = |at: &str| address(unit, &period.to_string(), at, &beside.code, asked, open);
    let shown = known.as_ref().or(now.as_ref());
    let shown = shown.ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    // Of a unit that was not there yet nothing was known of any month.
    let trend = match &known {
        None => TrendFace::default(),
        Some(known) => {
            let point = (then.as_of, then.basis);
            series_as_of(app, &known.unit, period, point, &known.method)?.into_face()
        }
    };
    let (first, second, held_back) = if then.as_of <= beside.as_of {
        (&then, &beside, HeldBack::between(known.as_ref(), now.as_ref()))
    } else {
        (&beside, &then, HeldBack::between(now.as_ref(), known.as_ref()))
    };
    let between = Between {
        points: (first.as_of, second.as_of),
        held_back,
        open,
    };
    let why = why(app, unit, period, &between, own.zone, asked.after, |after| {
        format!("{}&sesudah={after}", address(&then.code))
    })?;
    let mut above: Vec<_> = registry
        .ancestors(unit)
        .filter(|above| staff.may_in(Action::Inspect, &above.code))
        .map(|unit| (unit.code.to_string(), unit.name.clone()))
        .collect();
    above.reverse();
    Ok(InspeksiUnitPage {
        refusal,
        unit_code: unit.to_string(),
        unit_name: own.name.clone(),
        above,
        period: words::period(period),
        period_code: period.to_string(),
        periods: offered(app, Some(unit), period)?,
        problems: problems(asked, &[&then, &beside]),
        at: then.code.clone(),
        beside_code: beside.code.clone(),
        strip: strip(app, shown, &days, &then, &published, open, address)?,
        then: face(&then, known.as_ref(), told_then.is_some()),
        beside: face(&beside, now.as_ref(), told_now.is_some()),
        same: then.as_of == beside.as_of,
        moved: moved(told_then.as_ref(), told_now.as_ref()),
        unsur: unsur(told_then.as_ref(), told_now.as_ref()),
        why,
        earlier: first.label.clone(),
        later: second.label.clone(),
        reading: asked
            .reading
            .filter(|_| open)
            .map(|position| position.to_string()),
        rows_address: rows(&address(&then.code)),
        trend_svg: trend.svg,
        trend: trend.points,
        events: trend.events,
        methods: told_then
            .as_ref()
            .or(told_now.as_ref())
            .map_or_else(Vec::new, methods),
        published: published
            .iter()
            .map(|recomputed| published_line(recomputed, own.zone, address))
            .collect(),
        shell,
    })
}

/// The address of the same page at another point.
fn address(unit: &UnitCode, period: &str, at: &str, beside: &str, asked: &Inspected, open: bool) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("periode", period);
    for (name, value) in [("pada", at), ("banding", beside)] {
        if !value.is_empty() {
            pairs.append_pair(name, value);
        }
    }
    if let Some(reading) = asked.reading.filter(|_| open) {
        pairs.append_pair("baca", &reading.to_string());
    }
    format!("/inspeksi/{unit}?{}", pairs.finish())
}

/// The single responses behind the same point.
fn rows(address: &str) -> String {
    address.replacen('?', "/baris?", 1)
}

fn face(point: &Point, found: Option<&UnitIndex>, told: bool) -> KnownFace {
    let n = found.map_or(0, |found| found.figures.total.n_counted());
    let index = found.filter(|_| told).and_then(|found| {
        let index = found.index.as_ref().ok()?;
        Some(index_face(
            index.ikm,
            index.mutu,
            n,
            found.interval,
            &found.method,
        ))
    });
    KnownFace {
        label: point.label.clone(),
        place: words::count(point.as_of.0),
        received: words::count(found.map_or(0, |found| found.received)),
        held_back: found.map_or(0, |found| found.waiting.len()),
        flagged: found.and_then(|found| flagged(&found.figures.total, &found.without_flagged, false)),
        excluded: words::count(
            found.map_or(0, |found| found.figures.total.of(survey::Standing::Excluded).n()),
        ),
        method: found.map_or_else(String::new, |found| found.method.name().into()),
        registered: found.is_some(),
        withheld: n > 0 && !told,
        index,
    }
}

fn moved(then: Option<&UnitIndex>, now: Option<&UnitIndex>) -> String {
    let ikm = |found: Option<&UnitIndex>| Some(found?.index.as_ref().ok()?.ikm);
    match (ikm(then), ikm(now)) {
        (Some(then), Some(now)) if then != now => words::difference(then, now),
        _ => String::new(),
    }
}

/// The unsur of both, in the order of the later, then those that only the earlier had.
fn unsur(then: Option<&UnitIndex>, now: Option<&UnitIndex>) -> Vec<UnsurThenNow> {
    let figures = |found: Option<&UnitIndex>| {
        let index = found.and_then(|found| Some((found.index.as_ref().ok()?, found.instrument.as_deref())));
        index.map_or_else(Vec::new, |(index, instrument)| unsur_figures(index, instrument))
    };
    let (then, now) = (figures(then), figures(now));
    let of = |figures: &'_ [UnsurFigure], code| figures.iter().position(|figure| figure.code == code);
    let line = |name: &str, before: Option<&UnsurFigure>, after: Option<&UnsurFigure>| UnsurThenNow {
        name: name.into(),
        then: before.map_or_else(String::new, |figure| figure.nrr.id_id()),
        now: after.map_or_else(String::new, |figure| figure.nrr.id_id()),
        moved: match (before, after) {
            (Some(before), Some(after)) if before.nrr != after.nrr => {
                words::difference(before.nrr, after.nrr)
            }
            _ => String::new(),
        },
    };
    let both = now.iter().map(|after| {
        let before = of(&then, after.code).map(|at| &then[at]);
        line(&after.name, before, Some(after))
    });
    let gone = then.iter().filter(|before| of(&now, before.code).is_none());
    let gone = gone.map(|before| line(&before.name, Some(before), None));
    both.chain(gone).collect()
}

fn methods(found: &UnitIndex) -> Vec<MethodLine> {
    let own = found.method.id();
    let line = |(method, index): (&ikm::Method, Result<ikm::Index, IndexError>)| MethodLine {
        name: method.name().into(),
        own: method.id() == own,
        figures: index.as_ref().ok().map(|index| {
            (
                index.ikm.id_id(),
                index.mutu.to_string(),
                index.kinerja.to_owned(),
            )
        }),
        why_not: match index {
            Ok(_) => "",
            Err(IndexError::OtherUnsur { .. } | IndexError::UnsurCount { .. }) => {
                "tidak berlaku untuk unsur yang ditanyakan"
            }
            Err(_) => "belum ada indeks",
        },
    };
    by_every_method(found).into_iter().map(line).collect()
}

fn published_line(
    recomputed: &Recomputed,
    zone: survey::Zone,
    address: impl Fn(&str) -> String,
) -> PublishedThen {
    let result = &recomputed.published.result;
    PublishedThen {
        recorded: words::moment(recomputed.published.recorded_at, zone),
        place: words::count(result.log_size),
        position: words::count(recomputed.published.position.0),
        ikm: result.ikm.id_id(),
        mutu: result.mutu.to_string(),
        n: words::count(result.n),
        again: recomputed.again.as_ref().map(|again| again.ikm.id_id()),
        agrees: recomputed.agrees(),
        rows_address: rows(&address(&result.log_size.to_string())),
        address: address(&result.log_size.to_string()),
    }
}
