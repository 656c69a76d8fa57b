//! A trend in words and numbers: the verdict, the table, the CSV.

use std::collections::BTreeSet;

use ikm::{Control, Hundredths, MutuRange, Rule, Signal};

use super::{Limits, Reading, Trend, TrendPoint, indexed, judge::known};
use crate::{Table, table};

impl Trend {
    /// Has anything really changed until the end of what is drawn; and where does the index stand there. A period that
    /// still runs is named, and not judged: answers of few units stand for all of them so far.
    #[must_use]
    pub fn verdict(&self) -> String {
        let Some((at, ikm)) = self.latest_judged() else {
            return self
                .running_in_words()
                .unwrap_or_else(|| "Belum ada data.".into());
        };
        let latest = &self.points[at];
        let mutu = self.mutu(&latest.reading).unwrap_or_default();
        let (label, ikm, n) = (&latest.label, ikm.id_id(), latest.n);
        let mut sentences = self.changes(at);
        sentences.push(format!("IKM {label}: {ikm}, mutu {mutu}, n {n}."));
        sentences.extend(self.running_in_words());
        sentences.join(" ")
    }

    /// The same without where the index stands, for a page that has another figure beside it.
    #[must_use]
    pub fn judgement(&self) -> String {
        let mut sentences = match self.latest_judged() {
            Some((at, _)) => self.changes(at),
            None => Vec::new(),
        };
        if sentences.is_empty() {
            sentences.push("Belum cukup periode yang sudah berakhir untuk menilai perubahan.".into());
        }
        sentences.extend(self.running_in_words());
        sentences.join(" ")
    }

    /// What there is to say of changes until a known point; nothing where no limits judge it.
    fn changes(&self, at: usize) -> Vec<String> {
        let Some(limits) = self.limits_at(at) else {
            return Vec::new();
        };
        let mut sentences = vec![self.change(limits, at)];
        if limits.control.provisional {
            sentences.push("Batas kendali masih sementara: titiknya belum cukup.".into());
        }
        sentences
    }

    /// The last known figure that is drawn, of a period that is over.
    fn latest_judged(&self) -> Option<(usize, Hundredths)> {
        let drawn = self.drawn();
        known(&self.judged()).filter(|(at, _)| *at < drawn.end).last()
    }

    /// The period that still runs, if a figure of it is drawn.
    fn running_in_words(&self) -> Option<String> {
        let drawn = self.drawn();
        let mut running = indexed(&self.points).filter(|(at, _)| self.runs(*at) && drawn.contains(at));
        let (at, _) = running.next()?;
        Some(format!(
            "{} masih berjalan dan belum dinilai.",
            self.points[at].label
        ))
    }

    /// What the signals say of a known point.
    fn change(&self, limits: &Limits, at: usize) -> String {
        let signals = self.signals();
        if let Some(signal) = urgent(&signals, at) {
            return self.signal_in_words(&limits.control, signal);
        }
        // The first known point that no signal reaches any more.
        let before = signals.iter().map(|signal| signal.last + 1);
        let calm_from = before.filter(|from| *from <= at).max().unwrap_or(0);
        let calm_from = calm_from.max(limits.from);
        let since = known(&self.judged())
            .find(|(at, _)| *at >= calm_from)
            .map_or(at, |(at, _)| at);
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
            (Rule::NearLimit, true) => format!("Mungkin naik: dekat batas atas sejak {since}."),
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
            rows: self.points_drawn().map(row).collect(),
        }
    }

    /// What a reader must know of each point besides its numbers; empty where there is nothing.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let marked = self.marked(&self.signals());
        let notes = |at| self.notes_of(at, &marked).join("; ");
        self.drawn().map(notes).collect()
    }

    /// The points that are drawn, with their places.
    fn points_drawn(&self) -> impl Iterator<Item = (usize, &TrendPoint)> {
        self.drawn().map(|at| (at, &self.points[at]))
    }

    /// The latest known point whose period is over, drawn or not, and why it is more than noise, in a sentence; `None` while
    /// it is calm.
    #[must_use]
    pub fn flag(&self) -> Option<(&str, String)> {
        let (latest, _) = known(&self.judged()).last()?;
        let limits = self.limits_at(latest)?;
        let signals = self.signals();
        let signal = urgent(&signals, latest)?;
        let text = self.signal_in_words(&limits.control, signal);
        Some((&self.points[latest].label, text))
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
        table::csv(&header, self.points_drawn().map(row))
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
        if self.runs(at) {
            notes.push("masih berjalan".into());
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
        .filter(|signal| (signal.first..=signal.last).contains(&at))
        .min_by_key(urgency)
}
