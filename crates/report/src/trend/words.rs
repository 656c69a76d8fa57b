//! A trend in words and numbers: the verdict, the table, the CSV.

use std::collections::BTreeSet;

use ikm::{Control, Hundredths, MutuRange, Rule, Signal};

use super::{Reading, Trend, TrendPoint, indexed};
use crate::{Table, table};

impl Trend {
    /// The verdict: has anything really changed, and where does the index stand now.
    #[must_use]
    pub fn verdict(&self) -> String {
        let Some((at, ikm)) = indexed(&self.points).last() else {
            return "Belum ada data.".into();
        };
        let latest = &self.points[at];
        let mut sentences = Vec::new();
        if let Some(control) = self.limits_at(at) {
            sentences.push(self.change(control, at));
            if control.provisional {
                sentences.push("Batas kendali masih sementara: titiknya belum cukup.".into());
            }
        }
        let mutu = self.mutu(&latest.reading).unwrap_or_default();
        sentences.push(format!(
            "IKM {}: {}, mutu {mutu}, n {}.",
            latest.label,
            ikm.id_id(),
            latest.n
        ));
        sentences.join(" ")
    }

    /// What the signals say of the latest known point.
    fn change(&self, control: &Control, latest: usize) -> String {
        let signals = self.signals();
        if let Some(signal) = urgent(&signals, latest) {
            return self.signal_in_words(control, signal);
        }
        // The first known point that no signal reaches any more.
        let rebased = self.limits.last().map_or(0, |limits| limits.from);
        let calm_from = signals
            .iter()
            .map(|signal| signal.last + 1)
            .max()
            .unwrap_or(0)
            .max(rebased);
        let since = indexed(&self.points)
            .find(|(at, _)| *at >= calm_from)
            .map_or(latest, |(at, _)| at);
        format!(
            "Stabil. Tidak ada perubahan nyata sejak {}.",
            self.points[since].label
        )
    }

    fn signal_in_words(&self, control: &Control, signal: &Signal) -> String {
        let index = |at: usize| {
            indexed(&self.points)
                .find(|(place, _)| *place == at)
                .map(|(_, ikm)| ikm)
        };
        let up = match signal.rule {
            Rule::Trend => index(signal.last) > index(signal.first),
            Rule::Outside | Rule::OneSide | Rule::NearLimit => index(signal.last) > Some(control.mean),
        };
        let since = &self.points[signal.first].label;
        match (signal.rule, up) {
            (Rule::Outside, true) => format!("Naik nyata: di atas batas kendali sejak {since}."),
            (Rule::Outside, false) => format!("Turun nyata: di bawah batas kendali sejak {since}."),
            (Rule::Trend, true) => format!("Naik terus sejak {since}."),
            (Rule::Trend, false) => format!("Turun terus sejak {since}."),
            (Rule::OneSide, true) => format!("Bergeser naik: di atas rata-rata sejak {since}."),
            (Rule::OneSide, false) => format!("Bergeser turun: di bawah rata-rata sejak {since}."),
            (Rule::NearLimit, true) => format!("Perlu perhatian: dekat batas atas sejak {since}."),
            (Rule::NearLimit, false) => format!("Perlu perhatian: dekat batas bawah sejak {since}."),
        }
    }

    fn mutu(&self, reading: &Reading) -> Option<String> {
        match *reading {
            Reading::None | Reading::Withheld => None,
            Reading::Known { ikm, interval, .. } => {
                Some(MutuRange::new(&self.bands, ikm, interval).to_string())
            }
        }
    }

    /// The same numbers as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        let marked = self.marked(&self.signals());
        let row = |(at, point): (usize, &TrendPoint)| {
            let (ikm, range) = match point.reading {
                Reading::None | Reading::Withheld => ("\u{2013}".into(), "\u{2013}".into()),
                Reading::Known { ikm, interval, .. } => {
                    let range = interval.map(|i| format!("{}\u{2013}{}", i.low.id_id(), i.high.id_id()));
                    (ikm.id_id(), range.unwrap_or_else(|| "\u{2013}".into()))
                }
            };
            let mutu = self.mutu(&point.reading).unwrap_or_else(|| "\u{2013}".into());
            let notes = self.notes_of(at, &marked).join("; ");
            vec![point.label.clone(), point.n.to_string(), ikm, range, mutu, notes]
        };
        Table {
            caption: self.title.clone(),
            header: vec!["Periode", "n", "IKM", "Rentang 95 %", "Mutu", "Catatan"],
            rows: self.points.iter().enumerate().map(row).collect(),
        }
    }

    /// What a reader must know of each point besides its numbers; empty where there is nothing.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let marked = self.marked(&self.signals());
        let notes = |at| self.notes_of(at, &marked).join("; ");
        (0..self.points.len()).map(notes).collect()
    }

    /// Why the latest known point is more than noise, in a sentence; `None` while it is calm.
    #[must_use]
    pub fn flag(&self) -> Option<String> {
        let (latest, _) = indexed(&self.points).last()?;
        let control = self.limits_at(latest)?;
        let signals = self.signals();
        let signal = urgent(&signals, latest)?;
        Some(self.signal_in_words(control, signal))
    }

    /// The same numbers as CSV: `periode,n,ikm,ikm_bawah,ikm_atas,mutu,catatan`.
    #[must_use]
    pub fn csv(&self) -> String {
        let marked = self.marked(&self.signals());
        let row = |(at, point): (usize, &TrendPoint)| {
            let text =
                |figure: Option<Hundredths>| figure.map_or_else(String::new, |figure| figure.to_string());
            let (ikm, interval) = match point.reading {
                Reading::None | Reading::Withheld => (None, None),
                Reading::Known { ikm, interval, .. } => (Some(ikm), interval),
            };
            let mutu = ikm.map_or_else(String::new, |ikm| self.bands.classify(ikm).to_string());
            let (low, high) = (interval.map(|i| i.low), interval.map(|i| i.high));
            let notes = self.notes_of(at, &marked).join("; ");
            vec![
                point.label.clone(),
                point.n.to_string(),
                text(ikm),
                text(low),
                text(high),
                mutu,
                notes,
            ]
        };
        let header = ["periode", "n", "ikm", "ikm_bawah", "ikm_atas", "mutu", "catatan"];
        table::csv(&header, self.points.iter().enumerate().map(row))
    }

    /// What a reader must know of one point besides its number.
    fn notes_of(&self, at: usize, marked: &BTreeSet<usize>) -> Vec<String> {
        let mut notes = Vec::new();
        match self.points[at].reading {
            Reading::None => notes.push("tidak ada data".into()),
            Reading::Withheld => notes.push("ditahan: terlalu sedikit responden".into()),
            Reading::Known { reliable: false, .. } => notes.push("belum andal: sedikit responden".into()),
            Reading::Known { .. } => {}
        }
        if marked.contains(&at) {
            notes.push("perubahan nyata".into());
        }
        let here = self.events.iter().zip(1..).filter(|(event, _)| event.at == at);
        notes.extend(here.map(|(_, number)| format!("peristiwa {number}")));
        notes
    }
}

/// The signal of a point that says most.
fn urgent(signals: &[Signal], at: usize) -> Option<&Signal> {
    let urgency = |signal: &&Signal| match signal.rule {
        Rule::Outside => 0,
        Rule::Trend => 1,
        Rule::OneSide => 2,
        Rule::NearLimit => 3,
    };
    signals
        .iter()
        .filter(|signal| signal.last == at)
        .min_by_key(urgency)
}
