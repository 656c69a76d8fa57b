//! `skm index`: the index of a unit for a period, now or as it was known at an earlier point.
//!
//! Folded anew from the log each time, up to the point that is asked for: it works beside a server, and what it
//! prints needs no trust in anything but the log.

use app::{Look, NamedPoint, UnitIndex};
use clap::Args;
use ikm::{Hundredths, Index, IndexError, Interval, Method, Mutu};
use jiff::Timestamp;
use serde::Serialize;
use survey::{Instrument, InstrumentRef, Period, Refusal, Standing, UnitCode};
use views::{AsOf, Basis};

use crate::{
    arguments::{self, Data, Figure, Format, Output},
    command::figures::{Unsur, unsur, unsur_table, why_not},
    data::Fold,
    failure::Failure,
    output::{count, facts, say, say_json},
};

/// Tampilkan indeks sebuah unit, sekarang atau sebagaimana diketahui pada suatu saat
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    figure: Figure,
    /// Metode: exact, bobot-0.111, bobot-0.11, permenpan-2014 atau kepmenpan-2004; bawaan metode unit itu
    #[arg(long, value_name = "METODE", value_parser = arguments::method)]
    method: Option<&'static Method>,
    /// Sebagaimana diketahui dari N peristiwa pertama, pada akhir suatu hari, atau pada saat tertentu: 1204,
    /// 2026-03-31 atau 2026-03-31T16:00; hari dan jam menurut waktu unit itu
    #[arg(long, value_name = "POSISI|HARI|SAAT")]
    as_of: Option<NamedPoint>,
    #[command(flatten)]
    output: Output,
}

/// What programs read. Everything that a figure names stands beside it.
#[derive(Serialize)]
struct Document<'a> {
    /// False where nothing was known of the unit yet.
    known: bool,
    /// True if everything in the log is made up.
    demo: bool,
    unit: &'a UnitCode,
    unit_name: Option<&'a str>,
    period: Period,
    as_of: u64,
    recorded_at: Option<Timestamp>,
    method: Option<&'a str>,
    instruments: &'a [InstrumentRef],
    n: u64,
    n_flagged: u64,
    n_excluded: u64,
    unsur: Vec<Unsur>,
    ikm: Option<Hundredths>,
    /// The index without the flagged; equal to `ikm` if none is.
    ikm_without_flagged: Option<Hundredths>,
    /// The index that publications show, and dashboards once the months are over: what came late counts by steps of ten.
    ikm_shown: Option<Hundredths>,
    /// How many responses wait for such a step.
    n_waiting: usize,
    mutu: Option<Mutu>,
    kinerja: Option<&'a str>,
    interval: Option<Interval>,
    /// Why there is no index.
    reason: Option<String>,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let fold = Fold::at(&self.data.data, self.as_of, Some(&self.figure.unit))?;
        let reading = fold.reading();
        let Figure { unit, period } = &self.figure;
        let by = |basis| reading.unit_index(unit, *period, self.method, basis, Look::Now);
        match by(Basis::Exact) {
            Ok(Some(found)) => self.tell(&fold, &found, by(Basis::SETTLED)?.as_ref()),
            Ok(None) if self.is_known_today(&fold)? => self.tell_unknown(&fold),
            Ok(None) => Err(Refusal::UnitUnknown(self.figure.unit.clone()).into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the log, read to its end, knows the unit: if not, its code is most likely misspelt.
    fn is_known_today(&self, fold: &Fold) -> Result<bool, Failure> {
        let today = fold.views.registry_as_of(&*fold.log, AsOf(fold.log_size))?;
        Ok(today.unit(&self.figure.unit).is_some())
    }

    fn tell(&self, fold: &Fold, found: &UnitIndex, shown: Option<&UnitIndex>) -> Result<(), Failure> {
        let reason = found.index.as_ref().err().map(why_not);
        // Somebody chose a method that cannot work here; without a choice it is a fact about the unit.
        if let Err(IndexError::OtherUnsur { .. } | IndexError::UnsurCount { .. }) = found.index
            && self.method.is_some()
        {
            return Err(Failure::Refused(reason.unwrap_or_default()));
        }
        match self.output.format {
            Format::Json => say_json(&document(fold, found, shown, reason)),
            Format::Table => tell_people(fold, found, shown, reason),
        }
    }

    fn tell_unknown(&self, fold: &Fold) -> Result<(), Failure> {
        let reason = if fold.size == 0 {
            "sebelum peristiwa pertama belum ada yang diketahui".to_owned()
        } else {
            format!(
                "unit {} belum terdaftar pada posisi {}",
                self.figure.unit, fold.size
            )
        };
        let recorded_at = recorded_at(fold)?;
        match self.output.format {
            Format::Table => say(&format!("Belum diketahui: {reason}.")),
            Format::Json => say_json(&Document {
                known: false,
                demo: fold.views.registry().is_demo(),
                unit: &self.figure.unit,
                unit_name: None,
                period: self.figure.period,
                as_of: fold.size,
                recorded_at,
                method: self.method.map(Method::id),
                instruments: &[],
                n: 0,
                n_flagged: 0,
                n_excluded: 0,
                unsur: Vec::new(),
                ikm: None,
                ikm_without_flagged: None,
                ikm_shown: None,
                n_waiting: 0,
                mutu: None,
                kinerja: None,
                interval: None,
                reason: Some(reason),
            }),
        }
    }
}

fn recorded_at(fold: &Fold) -> Result<Option<Timestamp>, Failure> {
    Ok(match fold.size {
        0 => None,
        size => Some(fold.reading().recorded_at(AsOf(size))?),
    })
}

fn waiting(shown: Option<&UnitIndex>) -> usize {
    shown.map_or(0, |shown| shown.waiting.len())
}

fn document<'a>(
    fold: &Fold,
    found: &'a UnitIndex,
    shown: Option<&UnitIndex>,
    reason: Option<String>,
) -> Document<'a> {
    let index = found.index.as_ref().ok();
    Document {
        known: true,
        demo: fold.views.registry().is_demo(),
        unit: &found.unit.code,
        unit_name: Some(&found.unit.name),
        period: found.period,
        as_of: found.as_of.0,
        recorded_at: Some(found.recorded_at),
        method: Some(found.method.id()),
        instruments: &found.instruments,
        n: found.figures.total.n_counted(),
        n_flagged: found.figures.total.of(Standing::Flagged).n(),
        n_excluded: found.figures.total.of(Standing::Excluded).n(),
        unsur: index.map(unsur).unwrap_or_default(),
        ikm: index.map(|index| index.ikm),
        ikm_without_flagged: found.without_flagged.as_ref().ok().map(|index| index.ikm),
        ikm_shown: shown.and_then(|shown| Some(shown.index.as_ref().ok()?.ikm)),
        n_waiting: waiting(shown),
        mutu: index.map(|index| index.mutu),
        kinerja: index.map(|index| index.kinerja),
        interval: found.interval,
        reason,
    }
}

fn tell_people(
    fold: &Fold,
    found: &UnitIndex,
    shown: Option<&UnitIndex>,
    reason: Option<String>,
) -> Result<(), Failure> {
    if fold.views.registry().is_demo() {
        say("DATA CONTOH: semua isi log ini karangan\n")?;
    }
    let standings = &found.figures.total;
    let mut lines = vec![
        ("Unit", format!("{} ({})", found.unit.name, found.unit.code)),
        ("Periode", found.period.to_string()),
    ];
    match &found.index {
        Ok(index) => lines.extend(index_lines(found, index)),
        Err(_) => lines.push(("IKM", reason.unwrap_or_default())),
    }
    if let Some(shown) = shown.filter(|shown| !shown.waiting.is_empty()) {
        let ikm = shown
            .index
            .as_ref()
            .map_or_else(why_not, |index| index.ikm.id_id());
        let waiting = count(shown.waiting.len() as u64);
        lines.push((
            "Ditampilkan",
            format!("{ikm}; {waiting} jawaban menunggu genap sepuluh"),
        ));
    }
    lines.extend([
        ("Responden", count(standings.n_counted())),
        ("Ditandai", count(standings.of(Standing::Flagged).n())),
        (
            "IKM tanpa itu",
            match &found.without_flagged {
                Ok(index) => index.ikm.id_id(),
                Err(error) => why_not(error),
            },
        ),
        ("Dikeluarkan", count(standings.of(Standing::Excluded).n())),
        ("Metode", format!("{} ({})", found.method.id(), found.method)),
        ("Instrumen", instruments(found)),
        (
            "Keadaan per",
            format!(
                "posisi {}, dicatat {} {}",
                found.as_of.0,
                found
                    .unit
                    .zone
                    .wall_clock(found.recorded_at)
                    .strftime("%Y-%m-%d %H:%M:%S"),
                found.unit.zone.abbreviation()
            ),
        ),
    ]);
    say(&facts(&lines))?;
    if let Ok(index) = &found.index {
        say("")?;
        say(&unsur_table(index))?;
    }
    Ok(())
}

fn index_lines(found: &UnitIndex, index: &Index) -> Vec<(&'static str, String)> {
    let mutu = found
        .mutu
        .map_or_else(|| index.mutu.to_string(), |mutu| mutu.to_string());
    let mut lines = vec![
        ("IKM", index.ikm.id_id()),
        ("Mutu", format!("{mutu}, {}", index.kinerja)),
    ];
    if let Some(interval) = found.interval {
        let range = format!("{} sampai {}", interval.low.id_id(), interval.high.id_id());
        lines.push(("Selang 95 %", range));
    }
    lines
}

fn instruments(found: &UnitIndex) -> String {
    let answered = found.instruments.iter().map(InstrumentRef::to_string);
    let answered = answered.collect::<Vec<_>>().join(", ");
    if answered.is_empty() {
        let asked = found.instrument.as_deref().map(Instrument::reference);
        return asked.map_or_else(|| "belum ada".into(), |asked| asked.to_string());
    }
    answered
}
