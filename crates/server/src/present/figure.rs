//! One index and its unsur, as pages show them.

use app::{
    FlaggedThen, PeriodIndex, UnitIndex,
    limits::{GROUP_N_MIN, RELIABLE_N_MIN},
    seen_by_staff,
    views::Samples,
};
use ikm::{Bands, Change, Difference, Family, Hundredths, Index, Interval, Method, Mutu, MutuRange};
use report::{Bar, Bars, ChartWidth};
use survey::{Instrument, InstrumentRef, Language, Standing, Zone};

use crate::{
    pages::{self, Band, ChangeFace, Figures, IndexFace, Origin, Scale, Shift, UnsurRow},
    present::words,
};

/// One unsur of an index.
pub(super) struct UnsurFigure {
    pub(super) code: ikm::UnsurCode,
    pub(super) name: String,
    pub(super) n: u64,
    pub(super) nrr: Hundredths,
    /// NRR x 25.
    pub(super) value: Hundredths,
}

/// The unsur of an index, in its order, by their names in the instrument.
pub(super) fn unsur_figures(index: &Index, instrument: Option<&Instrument>) -> Vec<UnsurFigure> {
    let figure = |nrr: &ikm::Nrr| {
        let name = instrument.and_then(|instrument| instrument.unsur(nrr.code));
        UnsurFigure {
            code: nrr.code,
            name: name.map_or_else(
                || nrr.code.to_string(),
                |unsur| unsur.name.text(Language::INDONESIAN).into(),
            ),
            n: nrr.n,
            nrr: nrr.nrr,
            value: nrr.value(),
        }
    };
    index.unsur.iter().map(figure).collect()
}

pub(super) fn unsur_row(
    figure: &UnsurFigure,
    bands: &Bands,
    ikm: Option<Hundredths>,
    change: Option<ChangeFace>,
) -> UnsurRow {
    UnsurRow {
        name: figure.name.clone(),
        n: words::count(figure.n),
        figures: Some(Figures {
            nrr: figure.nrr.id_id(),
            value: figure.value.id_id(),
            value_hundredths: drawn(figure.value),
            mutu: bands.classify(figure.value).to_string(),
        }),
        gap: ikm.map_or_else(String::new, |ikm| words::difference(ikm, figure.value)),
        change,
    }
}

/// The unsur as bars, the three lowest marked.
pub(super) fn bars(title: String, figures: &[UnsurFigure], demo: bool) -> String {
    let bar = |figure: &UnsurFigure| Bar {
        code: figure.code,
        name: figure.name.clone(),
        n: figure.n,
        nrr: Some(figure.nrr),
    };
    let unsur = figures.iter().map(bar).collect();
    Bars {
        title,
        unsur,
        mark_lowest: 3,
        demo,
    }
    .svg(ChartWidth::Page)
}

pub(super) fn index_face(
    ikm: Hundredths,
    mutu: Mutu,
    n: u64,
    interval: Option<Interval>,
    method: &Method,
) -> IndexFace {
    let range = MutuRange::new(method.bands(), ikm, interval);
    let others = [range.worst, range.best]
        .into_iter()
        .filter(|other| *other != mutu)
        .map(|other| other.to_string());
    let others: Vec<_> = others.collect();
    IndexFace {
        ikm: ikm.id_id(),
        mutu: mutu.to_string(),
        kinerja: mutu.kinerja().into(),
        n: words::count(n),
        interval: interval.map(|interval| pages::Interval {
            low: interval.low.id_id(),
            high: interval.high.id_id(),
            maybe_mutu: (!others.is_empty()).then(|| others.join(" atau ")),
        }),
        scale: Scale {
            bands: bands(method.bands()),
            ikm: drawn(ikm),
            interval: interval.map(|interval| (drawn(interval.low), drawn(interval.high))),
        },
        unreliable: n < RELIABLE_N_MIN,
    }
}

/// The flagged answers beside an index, if any count. Of fewer than a group may have, the index without them is
/// withheld: beside the index with them it would tell what they answered. So it is if `withheld` says so, for the
/// sake of others in the same table.
pub(super) fn flagged(
    samples: &Samples,
    without: &Result<Index, ikm::IndexError>,
    withheld: bool,
) -> Option<pages::Flagged> {
    let (n, without) = flagged_figures(samples, without, withheld);
    (n > 0).then(|| pages::Flagged {
        n: words::count(n),
        ikm_without: without.map(|ikm| ikm.id_id()),
    })
}

/// The same as figures: how many are flagged, and the index without them unless it is withheld.
pub(super) fn flagged_figures(
    samples: &Samples,
    without: &Result<Index, ikm::IndexError>,
    withheld: bool,
) -> (u64, Option<Hundredths>) {
    let n = samples.of(Standing::Flagged).n();
    let enough = !withheld && n >= GROUP_N_MIN && samples.unsuspicious().n() >= GROUP_N_MIN;
    let without = without.as_ref().ok().filter(|_| enough);
    (n, without.map(|index| index.ikm))
}

/// The flagged answers beside what was published, or would be.
pub(super) fn flagged_then(then: &FlaggedThen) -> Option<pages::Flagged> {
    flagged(&then.samples, &then.without, !then.agrees)
}

/// The bands of a method, lowest first.
fn bands(bands: &Bands) -> Vec<Band> {
    let band = |mutu: &Mutu| Band {
        mutu: mutu.to_string(),
        from: drawn(bands.lowest(*mutu)),
    };
    Mutu::ALL.iter().rev().map(band).collect()
}

/// A figure as the scale draws it.
fn drawn(figure: Hundredths) -> u16 {
    u16::try_from(figure.units()).unwrap_or(u16::MAX)
}

/// Where the figures of an index come from.
pub(super) fn origin(found: &UnitIndex) -> Origin {
    Origin {
        method: found.method.name().into(),
        instrument: instruments(&found.instruments),
        position: words::count(found.as_of.0),
        recorded: words::moment(found.recorded_at, found.unit.zone),
    }
}

pub(super) fn origin_at(
    method: &str,
    of: &[InstrumentRef],
    log_size: u64,
    recorded_at: jiff::Timestamp,
    zone: Zone,
) -> Origin {
    Origin {
        method: Method::by_id(method).map_or(method, Method::name).into(),
        instrument: instruments(of),
        position: words::count(log_size),
        recorded: words::moment(recorded_at, zone),
    }
}

fn instruments(instruments: &[InstrumentRef]) -> String {
    let names = instruments
        .iter()
        .map(|instrument| format!("{} versi {}", instrument.id, instrument.version));
    names.collect::<Vec<_>>().join(", ")
}

/// How the index of a period differs from another's; none where one of them has none that is shown. `family` says beside
/// how many others the change is shown.
pub(super) fn change_of(family: Family, before: &PeriodIndex, after: &PeriodIndex) -> Option<ChangeFace> {
    Some(change_face(&difference(family, before, after)?))
}

/// The same as a difference.
pub(super) fn difference(family: Family, before: &PeriodIndex, after: &PeriodIndex) -> Option<Difference> {
    let ikm = |period: &PeriodIndex| Some(seen_by_staff(&period.index)?.ikm);
    let (before_ikm, after_ikm) = (ikm(before)?, ikm(after)?);
    let (of_before, of_after) = (before.samples.counted_moments(), after.samples.counted_moments());
    Some(Difference::of_indexes(
        family,
        (before_ikm, &of_before, before.visits),
        (after_ikm, &of_after, after.visits),
    ))
}

/// A difference as pages show it.
pub(super) fn change_face(difference: &Difference) -> ChangeFace {
    ChangeFace {
        shift: match difference.verdict() {
            Change::Up => Shift::Up,
            Change::Down => Shift::Down,
            Change::Noise => Shift::Noise,
        },
        text: words::signed(difference.change),
        between: difference.interval.map_or_else(String::new, |(low, high)| {
            format!("antara {} dan {}", words::signed(low), words::signed(high))
        }),
    }
}
