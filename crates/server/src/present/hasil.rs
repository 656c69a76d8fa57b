//! The public result of a unit.

use app::views::{Basis, PublishedResult};
use app::{App, AppError, Look, UnitIndex, limits::PUBLIC_N_MIN};
use ikm::Method;
use survey::{Instrument, Period, PeriodLength, Proof, Refusal, Unit, UnitCode};

use crate::{
    pages::{HasilPage, HasilState, PublicResult, PublicationRow, Shell},
    present::{
        acting::{mended_lines, succession},
        figure::{UnsurFigure, bars, index_face, origin, origin_at, unsur_figures, unsur_row},
        period::{chosen, is_running, link},
        trend::{Reader, series},
        words,
    },
};

/// The page of a unit: a published period as it was published, any other as it may be seen.
pub(crate) fn hasil_page(
    app: &App,
    mut shell: Shell,
    unit: &UnitCode,
    asked: Option<&str>,
) -> Result<HasilPage, AppError> {
    let basis = Basis::Shown { now: app.now() };
    let registry = app.registry();
    let found = registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    let published = app.results(unit)?;
    let newest = chosen(app, Some(unit), None)?;
    let period = periods_of(&published, newest)
        .into_iter()
        .find(|period| asked == Some(&period.to_string()));
    let period = period.unwrap_or_else(|| default_period(&published, newest));
    let now = app.unit_index(unit, period, None, basis, Look::Now)?;
    let state = match published
        .iter()
        .rev()
        .find(|published| published.result.period == period)
    {
        Some(published) => {
            shell.position = Some(words::count(published.result.log_size));
            as_published(app, found, published, &now, basis)?
        }
        None => {
            shell.position = Some(words::count(now.as_of.0));
            as_it_is(app, found, &now, basis)?
        }
    };
    let publications = publications(app, found, &published)?;
    let parent = registry.ancestors(unit).next().map(|parent| parent.name.clone());
    Ok(HasilPage {
        shell,
        unit_code: unit.to_string(),
        unit_name: found.name.clone(),
        parent_name: parent,
        succession: succession(&registry, found),
        period: words::period(period),
        running: is_running(period, found.zone, app.now()),
        periods: periods_of(&published, newest)
            .into_iter()
            .map(|offered| link(offered, period))
            .collect(),
        mended: mended_lines(app, found)?,
        publications,
        state,
    })
}

/// Every publication, newest first, each with its number among those of its period.
fn publications(
    app: &App,
    unit: &Unit,
    published: &[PublishedResult],
) -> Result<Vec<PublicationRow>, AppError> {
    let announced = app.announcements(&unit.code)?;
    let publications = app.publications();
    let row = |(at, this): (usize, &PublishedResult)| {
        let result = &this.result;
        let of_period = |other: &&PublishedResult| other.result.period == result.period;
        let shown = publications.is_public(&unit.code, this)?;
        let of_it = announced
            .iter()
            .filter(|recorded| recorded.announced.publication == this.position.0);
        Ok(PublicationRow {
            period: words::period(result.period),
            period_code: result.period.to_string(),
            number: published[..=at].iter().filter(of_period).count(),
            recorded: words::moment(this.recorded_at, unit.zone),
            n: words::count(result.n),
            index: shown.then(|| (result.ikm.id_id(), result.mutu.to_string())),
            method: Method::by_id(&result.method)
                .map_or(&*result.method, Method::name)
                .into(),
            position: words::count(this.position.0),
            superseded: published[at + 1..].iter().any(|other| of_period(&other)),
            announced: of_it
                .map(|recorded| {
                    let announced = &recorded.announced;
                    let link = match &announced.proof {
                        Proof::Link(link) => Some(link.clone()),
                        Proof::Sha256(_) => None,
                    };
                    (words::date(announced.on), announced.medium.label().into(), link)
                })
                .collect(),
        })
    };
    published.iter().enumerate().rev().map(row).collect()
}

/// The published periods, newest first.
pub(super) fn periods_published(published: &[PublishedResult]) -> Vec<Period> {
    newest_first(
        published
            .iter()
            .map(|published| published.result.period)
            .collect(),
    )
}

/// The published periods and the newest one, newest first.
fn periods_of(published: &[PublishedResult], newest: Period) -> Vec<Period> {
    let mut periods = periods_published(published);
    periods.push(newest);
    newest_first(periods)
}

fn newest_first(mut periods: Vec<Period>) -> Vec<Period> {
    periods.sort_by_key(|period| std::cmp::Reverse((period.last(), period.first())));
    periods.dedup();
    periods
}

/// What was published last, or the newest period where nothing was.
fn default_period(published: &[PublishedResult], newest: Period) -> Period {
    let last = published
        .iter()
        .map(|published| published.result.period)
        .max_by_key(|period| period.last());
    last.unwrap_or(newest)
}

fn as_published(
    app: &App,
    unit: &Unit,
    published: &PublishedResult,
    now: &UnitIndex,
    basis: Basis,
) -> Result<HasilState, AppError> {
    let result = &published.result;
    if !app.publications().is_public(&unit.code, published)? {
        return Ok(withheld(result.n));
    }
    let method = Method::by_id(&result.method).unwrap_or(&now.method);
    let registry = app.registry();
    let instrument = result
        .instruments
        .last()
        .and_then(|instrument| registry.instrument(instrument));
    let name = |code| unsur_name(instrument.map(AsRef::as_ref), code);
    let figures = result.unsur.iter().map(|nrr| UnsurFigure {
        code: nrr.code,
        name: name(nrr.code),
        n: nrr.n,
        nrr: nrr.nrr(),
        value: nrr.value(),
    });
    let origin = origin_at(
        &result.method,
        &result.instruments,
        result.log_size,
        published.recorded_at,
        unit.zone,
    );
    let figures: Vec<_> = figures.collect();
    let index = index_face(result.ikm, result.mutu, result.n, None, method);
    shown(app, unit, result.period, basis, method, index, &figures, origin)
}

fn as_it_is(app: &App, unit: &Unit, now: &UnitIndex, basis: Basis) -> Result<HasilState, AppError> {
    let n = now.figures.total.n_counted();
    let Some(index) = now.index.as_ref().ok().filter(|_| n >= PUBLIC_N_MIN) else {
        return Ok(withheld(n));
    };
    let figures = unsur_figures(index, now.instrument.as_deref());
    let face = index_face(index.ikm, index.mutu, n, now.interval, &now.method);
    shown(
        app,
        unit,
        now.period,
        basis,
        &now.method,
        face,
        &figures,
        origin(now),
    )
}

#[expect(clippy::too_many_arguments, reason = "the parts of one page, used once each")]
fn shown(
    app: &App,
    unit: &Unit,
    period: Period,
    basis: Basis,
    method: &Method,
    index: crate::pages::IndexFace,
    figures: &[UnsurFigure],
    origin: crate::pages::Origin,
) -> Result<HasilState, AppError> {
    let trend = series(
        app,
        unit,
        period,
        PeriodLength::Month,
        basis,
        Reader::Public,
        method,
    )?
    .into_face();
    let title = format!("Unsur pelayanan {}, {}", unit.name, words::period(period));
    let bands = method.bands();
    Ok(HasilState::Shown(Box::new(PublicResult {
        index,
        trend_svg: trend.svg,
        trend: trend.points,
        events: trend.events,
        unsur_svg: bars(title, figures, app.registry().is_demo()),
        unsur: figures
            .iter()
            .map(|figure| unsur_row(figure, bands, None, None))
            .collect(),
        origin,
    })))
}

fn withheld(n: u64) -> HasilState {
    HasilState::Withheld {
        n: words::count(n),
        n_min: words::count(PUBLIC_N_MIN),
    }
}

fn unsur_name(instrument: Option<&Instrument>, code: ikm::UnsurCode) -> String {
    let unsur = instrument.and_then(|instrument| instrument.unsur(code));
    unsur.map_or_else(
        || code.to_string(),
        |unsur| unsur.name.text(survey::Language::INDONESIAN).into(),
    )
}
