//! One unit in full.

use app::views::{Basis, FacetKind, Sample, Samples};
use app::{App, AppError, Look, Staff, UnitIndex, limits::GROUP_N_MIN};
use report::withheld;
use survey::{Action, Admission, Channel, FlagRules, FlagWords, Registry, Standing, UnitCode};

use crate::{
    pages::{DasborUnitPage, GroupRow, RuleLine, Shell, Target},
    present::{
        figure::{bars, flagged, index_face, origin, unsur_figures, unsur_row},
        period::{chosen, is_running, offered},
        trend::{Reader, trend_face},
        words,
    },
};

/// The page of a unit for a period.
pub(crate) fn dasbor_unit_page(
    app: &App,
    staff: &Staff,
    mut shell: Shell,
    unit: &UnitCode,
    asked: Option<&str>,
) -> Result<DasborUnitPage, AppError> {
    let basis = Basis::Shown { now: app.now() };
    let period = chosen(app, Some(unit), asked)?;
    let found = app.unit_index(unit, period, None, basis, Look::Now)?;
    shell.position = Some(words::count(found.as_of.0));
    let registry = app.registry();
    let trend = trend_face(app, &found.unit, period, basis, Reader::Staff, &found.method)?;
    let n = found.figures.total.counted().n();
    let index = found.index.as_ref().ok();
    let tokens = tokens(app, &registry, unit)?;
    let mut unsur = index.map_or_else(Vec::new, |index| {
        unsur_figures(index, found.instrument.as_deref())
    });
    let title = format!("Unsur pelayanan {}, {}", found.unit.name, words::period(period));
    unsur.sort_by_key(|figure| figure.nrr);
    let unsur_svg = if unsur.is_empty() {
        String::new()
    } else {
        bars(title, &unsur, shell.demo)
    };
    let mut above: Vec<_> = registry
        .ancestors(unit)
        .filter(|above| staff.may_in(Action::SeeFigures, &above.code))
        .map(|unit| (unit.code.to_string(), unit.name.clone()))
        .collect();
    above.reverse();
    Ok(DasborUnitPage {
        unit_code: unit.to_string(),
        unit_name: found.unit.name.clone(),
        above,
        period: words::period(period),
        periods: offered(app, Some(unit), period)?,
        running: is_running(period, found.unit.zone, app.now()),
        verdict: trend.verdict,
        n_live: words::count(found.received),
        n_live_path: format!("/dasbor/{unit}/jumlah?periode={period}"),
        target: target(&registry, unit, n),
        index: index.map(|index| index_face(index.ikm, index.mutu, n, found.interval, &found.method)),
        trend_svg: trend.svg,
        trend: trend.points,
        events: trend.events,
        unsur_svg,
        unsur: unsur
            .iter()
            .map(|figure| unsur_row(figure, found.method.bands(), index.map(|index| index.ikm)))
            .collect(),
        channels: groups(&found, FacetKind::Channel, |value, _| {
            Channel::from_stored(value).map_or_else(|| value.into(), |channel| words::channel(channel).into())
        }),
        admissions: admissions(&registry, &found, tokens.is_some()),
        tokens,
        services: groups(&found, FacetKind::Service, |value, _| {
            let service = value.parse().ok().and_then(|code| found.unit.services.get(&code));
            service.map_or_else(|| value.into(), |service| service.name.clone())
        }),
        flagged: flagged(&found.figures.total, &found.without_flagged, false),
        excluded: words::count(found.figures.total.of(Standing::Excluded).n()),
        rules: rules(),
        origin: origin(&found),
        shell,
    })
}

/// How many answers have arrived for a period, whether the figures show them yet or not.
pub(crate) fn live_count(app: &App, unit: &UnitCode, asked: Option<&str>) -> Result<String, AppError> {
    let period = chosen(app, Some(unit), asked)?;
    let found = app.unit_index(unit, period, None, Basis::Exact, Look::Now)?;
    Ok(words::count(found.received))
}

fn target(registry: &Registry, unit: &UnitCode, n: u64) -> Option<Target> {
    let surveys = registry.surveys(unit);
    let population = surveys.iter().filter_map(|survey| survey.population).max()?;
    let target = ikm::sample_size(population);
    let reached = (n * 100).checked_div(target).unwrap_or(100).min(100);
    Some(Target {
        n: words::count(target),
        reached_percent: u8::try_from(reached).unwrap_or(100),
        basis: format!("Krejcie-Morgan, populasi {}", words::count(population)),
    })
}

fn groups(found: &UnitIndex, kind: FacetKind, name: impl Fn(&str, &Samples) -> String) -> Vec<GroupRow> {
    let groups: Vec<(&str, &Samples)> = found.figures.by(kind).collect();
    let sizes = |n: fn(&Samples) -> u64| groups.iter().map(|(_, samples)| n(samples)).collect::<Vec<_>>();
    let few = withheld(&sizes(|samples| samples.counted().n()), GROUP_N_MIN);
    let few_flagged = withheld(&sizes(|samples| samples.of(Standing::Flagged).n()), GROUP_N_MIN);
    let rows = groups.iter().zip(few.into_iter().zip(few_flagged));
    let row = |((value, samples), (few, few_flagged)): (&(&str, &Samples), (bool, bool))| {
        let counted = samples.counted();
        let index = index_of(found, &counted).ok().filter(|_| !few);
        let interval = index
            .as_ref()
            .and_then(|index| ikm::Interval::around(index.ikm, &counted.moments, None));
        let without = index_of(found, samples.unsuspicious());
        GroupRow {
            name: name(value, samples),
            n: words::count(counted.n()),
            flagged: index
                .as_ref()
                .and_then(|_| flagged(samples, &without, few_flagged)),
            index: index.map(|index| (index.ikm.id_id(), index.mutu.to_string())),
            interval: interval.map_or_else(String::new, |interval| {
                format!("{}\u{2013}{}", interval.low.id_id(), interval.high.id_id())
            }),
        }
    };
    rows.map(row).collect()
}

/// With a code and without, where codes play a part: some were issued, some came with one, or a survey asks for one.
fn admissions(registry: &Registry, found: &UnitIndex, issued: bool) -> Vec<GroupRow> {
    let mut below = registry.subtree(&found.unit.code).into_iter();
    let asked = below.any(|(_, unit)| {
        let surveys = registry.surveys(&unit.code);
        surveys.iter().any(|survey| survey.admission == Admission::Code)
    });
    let mut used = found.figures.by(FacetKind::Admission);
    if !issued && !asked && used.all(|(value, _)| value != Admission::Code.as_str()) {
        return Vec::new();
    }
    groups(found, FacetKind::Admission, |value, samples| {
        let name = if value == Admission::Code.as_str() {
            "Dengan kode"
        } else {
            "Tanpa kode"
        };
        match samples.of(Standing::Excluded).n() {
            0 => name.into(),
            excluded => format!("{name} (dan {} tidak dihitung)", words::count(excluded)),
        }
    })
}

/// Codes issued, used and still open, of all surveys of a unit.
fn tokens(app: &App, registry: &Registry, unit: &UnitCode) -> Result<Option<[String; 3]>, AppError> {
    let (mut issued, mut used, mut open) = (0, 0, 0);
    for survey in registry.surveys(unit) {
        let counts = app.token_counts(&survey.code)?;
        issued += counts.issued();
        used += counts.used();
        open += counts.open(app.token_key_id()?);
    }
    Ok((issued > 0).then(|| [issued, used, open].map(words::count)))
}

/// The index of some of the respondents, however few they are.
fn index_of(found: &UnitIndex, sample: &Sample) -> Result<ikm::Index, ikm::IndexError> {
    let unsur = found
        .instrument
        .as_ref()
        .ok_or(ikm::IndexError::NoUnsur)?
        .unsur_codes();
    ikm::compute(&found.method, &unsur, &sample.tallies, sample.n())
}

fn rules() -> Vec<RuleLine> {
    let words = FlagRules::in_force().words.values();
    let line = |words: &FlagWords| RuleLine {
        label: words.label.clone(),
        sees: words.sees.clone(),
        false_alarm: words.false_alarm.clone(),
    };
    words.map(line).collect()
}
