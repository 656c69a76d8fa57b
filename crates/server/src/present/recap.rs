//! The recap of all units: NRR of each unsur, index, letter; on a page and as CSV, the same numbers.

use app::views::Basis;
use app::{App, AppError, Staff, UnitOverview, seen_by_staff};
use ikm::UnsurCode;
use survey::{Language, Period, Registry, Zone};

use crate::{
    pages::{RecapFigures, RecapPage, RecapRow, Shell},
    present::{
        figure::{flagged, flagged_figures},
        period::{chosen, offered},
        words,
    },
};

/// The page.
pub(crate) fn recap_page(
    app: &App,
    staff: &Staff,
    mut shell: Shell,
    asked: Option<&str>,
) -> Result<RecapPage, AppError> {
    let period = chosen(app, None, asked)?;
    let (units, as_of) = app.overview(staff, period, 1, Basis::Shown { now: app.now() })?;
    shell.position = Some(words::count(as_of.0));
    let registry = app.registry();
    let unsur = unsur_of(&registry, &units);
    let zone = registry
        .units()
        .first()
        .map_or_else(Zone::default, |unit| unit.zone);
    let row = |(number, unit): (u64, &UnitOverview)| RecapRow {
        number: words::count(number),
        code: unit.unit.code.to_string(),
        name: unit.unit.name.clone(),
        depth: u8::try_from(unit.depth.min(4)).unwrap_or(4),
        n: words::count(n_of(unit)),
        figures: figures(unit, &unsur),
    };
    let marks = (1..).map(|number: usize| format!("U{number}"));
    Ok(RecapPage {
        period: words::period(period),
        periods: offered(app, None, period)?,
        rows: (1..).zip(&units).map(row).collect(),
        unsur: marks.zip(unsur.iter().map(|(_, name)| name.clone())).collect(),
        xlsx_path: format!("/dasbor/rekap.xlsx?periode={period}"),
        csv_path: format!("/dasbor/rekap.csv?periode={period}"),
        method: ikm::Method::exact().name().into(),
        recorded: words::moment(app.recorded_at(as_of)?, zone),
        shell,
    })
}

/// The same as CSV, with the period that it is of.
pub(crate) fn recap_csv(app: &App, staff: &Staff, asked: Option<&str>) -> Result<(Period, String), AppError> {
    let period = chosen(app, None, asked)?;
    let (units, _) = app.overview(staff, period, 1, Basis::Shown { now: app.now() })?;
    let unsur = unsur_of(&app.registry(), &units);
    let mut header = vec!["kode", "unit", "induk", "periode", "n"];
    header.extend(unsur.iter().map(|(code, _)| code.as_str()));
    header.extend(["ikm", "mutu", "kinerja", "metode", "ditandai", "ikm_tanpa_tanda"]);
    let code = period.to_string();
    let row = |unit: &UnitOverview| {
        let parent = unit
            .unit
            .parent
            .as_ref()
            .map_or_else(String::new, ToString::to_string);
        let mut cells = vec![
            unit.unit.code.to_string(),
            unit.unit.name.clone(),
            parent,
            code.clone(),
            n_of(unit).to_string(),
        ];
        match shown(unit) {
            None => cells.resize(header.len(), String::new()),
            Some(index) => {
                cells.extend(unsur.iter().map(|(code, _)| {
                    let nrr = index.unsur.iter().find(|nrr| nrr.code == *code);
                    nrr.map_or_else(String::new, |nrr| nrr.nrr.to_string())
                }));
                let kinerja = index.kinerja.to_owned();
                cells.extend([
                    index.ikm.to_string(),
                    index.mutu.to_string(),
                    kinerja,
                    index.method.clone(),
                ]);
                let (n, without) =
                    flagged_figures(&unit.current().samples, &unit.current().without_flagged, false);
                cells.extend([
                    n.to_string(),
                    without.map_or_else(String::new, |ikm| ikm.to_string()),
                ]);
            }
        }
        cells
    };
    let csv = report::csv(&header, units.iter().map(row).collect::<Vec<_>>());
    Ok((period, csv))
}

fn n_of(unit: &UnitOverview) -> u64 {
    unit.current().samples.n_counted()
}

/// The index that a row shows.
fn shown(unit: &UnitOverview) -> Option<&ikm::Index> {
    seen_by_staff(&unit.current().index)
}

/// Every unsur that some unit's index is made of, in the order in which it is met, with its name.
fn unsur_of(registry: &Registry, units: &[UnitOverview]) -> Vec<(UnsurCode, String)> {
    let mut found: Vec<(UnsurCode, String)> = Vec::new();
    let indexes = units.iter().filter_map(shown);
    for nrr in indexes.flat_map(|index| &index.unsur) {
        if found.iter().any(|(code, _)| *code == nrr.code) {
            continue;
        }
        let surveys = units.iter().flat_map(|unit| registry.surveys(&unit.unit.code));
        let name = surveys
            .filter_map(|survey| {
                survey
                    .instrument
                    .unsur(nrr.code)
                    .map(|unsur| unsur.name.text(Language::INDONESIAN).to_owned())
            })
            .next();
        found.push((nrr.code, name.unwrap_or_else(|| nrr.code.to_string())));
    }
    found
}

fn figures(unit: &UnitOverview, unsur: &[(UnsurCode, String)]) -> Option<RecapFigures> {
    let index = shown(unit)?;
    let nrr = |(code, _): &(UnsurCode, String)| {
        let found = index.unsur.iter().find(|nrr| nrr.code == *code);
        found.map_or_else(|| "\u{2013}".into(), |nrr| nrr.nrr.id_id())
    };
    Some(RecapFigures {
        nrr: unsur.iter().map(nrr).collect(),
        ikm: index.ikm.id_id(),
        mutu: index.mutu.to_string(),
        kinerja: index.kinerja.into(),
        flagged: flagged(&unit.current().samples, &unit.current().without_flagged, false),
    })
}
