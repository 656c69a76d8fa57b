//! What of the stated figures is proved, and by what. Nothing else of them is told.

use serde::Serialize;
use survey::{Event, LogHead, Registry, ResultPublished, RootHash};
use tlog::tree::TreeHead;

use super::{
    FIGURES, METHOD, Stated,
    recompute::{Told, result},
};
use crate::results::difference;

/// A stated figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Where its publication stands in the log; `None` for the figures by the checkpoint, which nobody published.
    pub position: Option<u64>,
    /// The figures as they are stated.
    pub result: ResultPublished,
    /// What shows that they are right.
    pub proof: Proof,
}

/// What shows that a figure is right, from the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// It was computed again from the entries, and is the same.
    Recomputed,
    /// The log holds that it was published so. Whether it was right only the answers show.
    Recorded,
    /// Nothing: it is not to be believed.
    Nothing,
}

/// Judges what is stated by the entries that stand in the log; what disagrees, in words.
pub(super) fn judged(
    stated: &Stated,
    method: Option<&ikm::Method>,
    events: &[Told],
    head: TreeHead,
) -> (Vec<Figure>, Vec<String>) {
    let mut problems = around(stated, method, events);
    let mut figures = Vec::new();
    for published in &stated.published {
        let mut proof = Proof::Nothing;
        if stands(events, published.position, &published.result) {
            proof = Proof::Recorded;
        } else {
            problems.push(format!(
                "{FIGURES}: hasil pada posisi {} bukan yang berdiri di log",
                published.position
            ));
        }
        figures.push(Figure {
            position: Some(published.position),
            result: published.result.clone(),
            proof,
        });
    }
    figures.extend(stated.now.iter().map(|now| Figure {
        position: None,
        result: now.clone(),
        proof: Proof::Nothing,
    }));
    if stated.with_answers {
        for figure in &mut figures {
            match recomputed(stated, events, figure, head) {
                Ok(()) => figure.proof = Proof::Recomputed,
                Err(why) => problems.push(why),
            }
        }
    } else if stated.now.is_some() {
        problems.push(format!(
            "{FIGURES}: tanpa jawaban, angka menurut checkpoint tidak dapat dibuktikan"
        ));
    }
    (figures, problems)
}

/// What is said of the unit and its method, against the register; and publications that are kept quiet.
fn around(stated: &Stated, method: Option<&ikm::Method>, events: &[Told]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut registry = Registry::default();
    for told in events {
        registry.evolve(&told.event, told.recorded_at);
        let quiet = |result: &ResultPublished| {
            let ours = result.unit == stated.unit && result.period == stated.period;
            ours && !stated.published.iter().any(|one| one.position == told.position)
        };
        if matches!(&told.event, Event::ResultPublished(result) if quiet(result)) {
            problems.push(format!(
                "{FIGURES} tidak menyebut hasil pada posisi {}",
                told.position
            ));
        }
    }
    let name = registry.unit(&stated.unit).map(|unit| unit.name.as_str());
    if name != Some(&stated.unit_name) {
        problems.push(format!("{FIGURES}: nama unit bukan yang berdiri di log"));
    }
    if registry.is_demo() != stated.demo {
        problems.push(format!(
            "{FIGURES}: keterangan data contoh bukan yang berdiri di log"
        ));
    }
    match method {
        None => problems.push(format!("{METHOD} tidak terbaca")),
        Some(method) if method != registry.method(&stated.unit) => {
            problems.push(format!("{METHOD} bukan metode unit ini menurut log"));
        }
        Some(_) => {}
    }
    problems
}

fn stands(events: &[Told], position: u64, result: &ResultPublished) -> bool {
    events.iter().any(|told| {
        told.position == position && matches!(&told.event, Event::ResultPublished(told) if told == result)
    })
}

fn recomputed(stated: &Stated, events: &[Told], figure: &Figure, head: TreeHead) -> Result<(), String> {
    let what = match figure.position {
        Some(_) => "hasil yang diterbitkan",
        None => "angka menurut checkpoint",
    };
    let (one, root) = (&figure.result, RootHash(head.root.0));
    if one.unit != stated.unit || one.period != stated.period {
        return Err(format!("{FIGURES}: {what} untuk unit atau periode lain"));
    }
    if one.log_size == stated.size && one.log_root.is_some_and(|stated| stated != root) {
        return Err(format!(
            "{FIGURES}: {what} menyebut akar yang bukan akar checkpoint"
        ));
    }
    let made_of = LogHead {
        size: one.log_size,
        root: one.log_root.unwrap_or(root),
    };
    let again = result(events, one, made_of);
    let Some(mut again) = again else {
        return Err(format!("{FIGURES}: {what} tidak mengikuti dari entri-entri ini"));
    };
    again.log_root = one.log_root;
    match difference(one, &again) {
        Some(field) => Err(format!("{FIGURES}: {what}: {field}")),
        None => Ok(()),
    }
}
