//! Units side by side, with the places that each may hold as far as chance lets anybody tell.

use app::views::Basis;
use app::{App, AppError, Staff, UnitOverview, limits::RELIABLE_N_MIN};
use ikm::{Family, Interval, rank_ranges};
use survey::UnitKind;

use crate::{
    pages::{ComparisonPage, PeriodLink, RankedUnit, Shell},
    present::{
        figure::flagged,
        period::{chosen, offered},
        words,
    },
};

/// In an address, and on the page; every kind with a place of its own in the table of kinds.
const KINDS: [(&str, &str, Option<UnitKind>); 9] = [
    ("semua", "Semua unit terbawah", None),
    ("opd", "OPD", Some(UnitKind::Opd)),
    ("kecamatan", "Kecamatan", Some(UnitKind::Kecamatan)),
    ("kelurahan", "Kelurahan", Some(UnitKind::Kelurahan)),
    ("desa", "Desa", Some(UnitKind::Desa)),
    ("puskesmas", "Puskesmas", Some(UnitKind::Puskesmas)),
    ("rsud", "RSUD", Some(UnitKind::Rsud)),
    ("upt", "UPT", Some(UnitKind::Upt)),
    ("lainnya", "Lainnya", Some(UnitKind::Lainnya)),
];

/// The page that compares the units of a kind; of all kinds those with nothing below them, so that no answer counts in two.
pub(crate) fn comparison_page(
    app: &App,
    staff: &Staff,
    shell: Shell,
    asked: Option<&str>,
    kind: Option<&str>,
    order: Option<&str>,
) -> Result<ComparisonPage, AppError> {
    let period = chosen(app, None, asked)?;
    let (units, _) = app.overview(staff, period, 1, Basis::Shown { now: app.now() })?;
    let (name, _, kind) = KINDS
        .into_iter()
        .find(|(name, ..)| kind == Some(name))
        .unwrap_or(KINDS[0]);
    let is_lowest = |at: usize| units.get(at + 1).is_none_or(|next| next.depth <= units[at].depth);
    let meant = |at: usize| kind.map_or_else(|| is_lowest(at), |kind| units[at].unit.kind == kind);
    let compared: Vec<&UnitOverview> = (0..units.len())
        .filter(|at| meant(*at))
        .map(|at| &units[at])
        .collect();
    let by_index = order == Some("indeks");
    let (mut ranked, few) = ranked(&compared);
    if by_index {
        ranked.sort_by_key(|(ikm, _)| std::cmp::Reverse(*ikm));
    }
    let choice = |(code, label): (&str, &str), current| PeriodLink {
        code: code.into(),
        label: label.into(),
        current,
    };
    Ok(ComparisonPage {
        period: words::period(period),
        periods: offered(app, None, period)?,
        kinds: KINDS
            .into_iter()
            .filter(|(_, _, kind)| kind.is_none_or(|kind| units.iter().any(|unit| unit.unit.kind == kind)))
            .map(|(code, label, _)| choice((code, label), code == name))
            .collect(),
        orders: vec![
            choice(("susunan", "Menurut susunan organisasi"), !by_index),
            choice(("indeks", "Menurut indeks"), by_index),
        ],
        units: ranked.into_iter().map(|(_, unit)| unit).collect(),
        few: words::count(few as u64),
        method: ikm::Method::exact().name().into(),
        shell,
    })
}

/// Those that can be compared, each with its index; and how many cannot.
fn ranked(units: &[&UnitOverview]) -> (Vec<(ikm::Hundredths, RankedUnit)>, usize) {
    let enough = |unit: &&&UnitOverview| {
        let now = unit.current();
        now.samples.n_counted() >= RELIABLE_N_MIN && now.index.is_ok() && now.interval.is_some()
    };
    let kept: Vec<&UnitOverview> = units.iter().filter(enough).copied().collect();
    let family = Family::of(kept.len());
    // All at once: each a little wider than it would be by itself.
    let at_once: Vec<Interval> = kept
        .iter()
        .filter_map(|unit| {
            let now = unit.current();
            let counted = now.samples.counted();
            let ikm = now.index.as_ref().ok()?.ikm;
            Interval::among(family, ikm, &counted.moments, now.visits)
        })
        .collect();
    let ranges = rank_ranges(&at_once);
    let count = kept.len();
    let row = |(unit, range): (&UnitOverview, ikm::RankRange)| {
        let now = unit.current();
        let index = now.index.as_ref().ok()?;
        let row = RankedUnit {
            code: unit.unit.code.to_string(),
            name: unit.unit.name.clone(),
            n: words::count(index.n),
            ikm: index.ikm.id_id(),
            mutu: now
                .mutu
                .map_or_else(|| index.mutu.to_string(), |range| range.to_string()),
            flagged: flagged(&now.samples, &now.without_flagged, false),
            interval: now.interval.map_or_else(String::new, words::interval),
            places: if range.best == range.worst {
                range.best.to_string()
            } else {
                format!("{}\u{2013}{}", range.best, range.worst)
            },
            bar: (along(range.best, count), along(range.worst, count)),
        };
        Some((index.ikm, row))
    };
    let rows = kept.into_iter().zip(ranges).filter_map(row).collect();
    (rows, units.len() - count)
}

/// Where a place stands on a line over all places, the first at the left, in per cent with room for the ends.
fn along(place: usize, count: usize) -> String {
    let tenths = if count < 2 {
        500
    } else {
        20 + 960 * (place - 1) / (count - 1)
    };
    format!("{}.{}", tenths / 10, tenths % 10)
}
