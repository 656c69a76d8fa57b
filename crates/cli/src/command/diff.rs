//! `skm diff`: why an index was one thing at one point of the log and is another at a later one, kind of change after
//! kind of change and event after event. Folded anew from the log, so it works beside a server and trusts nothing else.

use app::{Look, NamedPoint, events_at, told};
use clap::Args;
use ikm::{Hundredths, Index, IndexError};
use jiff::Timestamp;
use serde::Serialize;
use survey::{Period, Refusal, UnitCode};
use views::{AsOf, Difference, DifferenceError};

use crate::{
    arguments::{Data, Figure, Format, Output},
    data::Fold,
    failure::Failure,
    output::{columns, count, facts, say, say_json},
};

/// Jelaskan mengapa indeks sebuah unit berbeda antara dua saat, peristiwa demi peristiwa
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    figure: Figure,
    /// Saat yang pertama: N peristiwa pertama, atau yang dicatat sampai akhir suatu hari atau suatu saat: 1204,
    /// 2026-03-31 atau 2026-03-31T16:00; hari dan jam menurut waktu unit itu
    #[arg(long, value_name = "POSISI|HARI|SAAT")]
    from: NamedPoint,
    /// Saat yang kedua; bawaan sekarang
    #[arg(long, value_name = "POSISI|HARI|SAAT")]
    to: Option<NamedPoint>,
    #[command(flatten)]
    output: Output,
}

/// What programs read.
#[derive(Serialize)]
struct Document<'a> {
    /// True if everything in the log is made up.
    demo: bool,
    unit: &'a UnitCode,
    period: Period,
    from: Point,
    to: Point,
    /// Kind after kind; what they move adds up to the difference.
    steps: Vec<Step>,
    /// In the order of the log.
    events: Vec<Told>,
}

/// One end.
#[derive(Serialize)]
struct Point {
    /// How many events there were.
    as_of: u64,
    recorded_at: Option<Timestamp>,
    ikm: Option<Hundredths>,
}

/// One kind of change, and the index after it.
#[derive(Serialize)]
struct Step {
    kind: &'static str,
    #[serde(skip)]
    label: &'static str,
    n: u64,
    ikm: Option<Hundredths>,
}

/// One event, and which kind of change it had a part in.
#[derive(Serialize)]
struct Told {
    position: u64,
    recorded_at: Timestamp,
    kind: &'static str,
    event: &'static str,
    what: String,
    why: String,
    actor: String,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let fold = Fold::of(&self.data.data, Look::Now)?;
        let registry = fold.views.registry();
        let zone = registry.unit(&self.figure.unit).map(|unit| unit.zone);
        let look = |point: NamedPoint| point.look(zone.unwrap_or_default());
        let from = fold.size_at(look(self.from))?;
        let to = fold.size_at(self.to.map_or(Look::Now, look))?;
        if from > to {
            return Err(Failure::Refused(
                "--from harus sebelum --to; tukarlah keduanya".into(),
            ));
        }
        let points = (AsOf(from), AsOf(to));
        let difference = fold
            .reading()
            .difference(&self.figure.unit, self.figure.period, points, usize::MAX);
        let difference = difference.map_err(|error| match error {
            DifferenceError::UnitUnknown(unit) => Refusal::UnitUnknown(unit).into(),
            DifferenceError::TooMany(_) => Failure::Machine(error.to_string()),
            DifferenceError::Views(error) => error.into(),
        })?;
        let document = self.document(&fold, points, &difference)?;
        match self.output.format {
            Format::Json => say_json(&document),
            Format::Table => tell_people(&document),
        }
    }

    fn document<'a>(
        &'a self,
        fold: &Fold,
        (from, to): (AsOf, AsOf),
        difference: &Difference,
    ) -> Result<Document<'a>, Failure> {
        let point = |as_of: AsOf, index| {
            let recorded_at = fold.reading().recorded_at(as_of)?;
            Ok::<_, Failure>(Point {
                as_of: as_of.0,
                recorded_at: (as_of.0 > 0).then_some(recorded_at),
                ikm: ikm(index),
            })
        };
        let last = difference
            .steps
            .last()
            .map_or(&difference.before, |step| &step.index);
        let positions = difference.events.iter().map(|(position, _)| position.0);
        let events = events_at(&*fold.log, positions)?;
        let events = events
            .into_iter()
            .zip(&difference.events)
            .map(|(event, (_, kind))| {
                let (what, why) = told(&event.event);
                Told {
                    position: event.position,
                    recorded_at: event.recorded_at,
                    kind: kind.as_str(),
                    event: event.event.event_type(),
                    what,
                    why,
                    actor: event.actor,
                }
            });
        let steps = difference.steps.iter().map(|step| Step {
            kind: step.kind.as_str(),
            label: step.kind.label(),
            n: step.n,
            ikm: ikm(&step.index),
        });
        Ok(Document {
            demo: fold.views.registry().is_demo(),
            unit: &self.figure.unit,
            period: self.figure.period,
            from: point(from, &difference.before)?,
            to: point(to, last)?,
            steps: steps.collect(),
            events: events.collect(),
        })
    }
}

fn ikm(index: &Result<Index, IndexError>) -> Option<Hundredths> {
    index.as_ref().ok().map(|index| index.ikm)
}

fn tell_people(document: &Document<'_>) -> Result<(), Failure> {
    if document.demo {
        say("DATA CONTOH: semua isi log ini karangan\n")?;
    }
    let figure = |ikm: Option<Hundredths>| ikm.map_or_else(|| "belum ada".into(), |ikm| ikm.id_id());
    let point = |point: &Point| format!("{}, posisi {}", figure(point.ikm), count(point.as_of));
    say(&facts(&[
        ("Unit", document.unit.to_string()),
        ("Periode", document.period.to_string()),
        ("Dulu", point(&document.from)),
        ("Kemudian", point(&document.to)),
    ]))?;
    if document.steps.is_empty() {
        return say("\nTidak ada peristiwa di antara keduanya yang mengubah indeks ini.");
    }
    let steps = document.steps.iter();
    let steps: Vec<_> = steps
        .map(|step| [step.label.to_owned(), count(step.n), figure(step.ikm)])
        .collect();
    say(&format!(
        "\n{}\n",
        columns(["Yang terjadi", "banyaknya", "IKM sesudahnya"], &steps)
    ))?;
    for event in &document.events {
        let why = if event.why.is_empty() {
            String::new()
        } else {
            format!(": {}", event.why)
        };
        let place = format!(
            "posisi {}, {}, {}",
            count(event.position),
            event.recorded_at,
            event.actor
        );
        say(&format!("{}{why} ({place})", event.what))?;
    }
    Ok(())
}
