//! The figures of a published period with all that a document says of them: what every format is drawn from.

use ikm::{Bands, Hundredths, Index, Interval, Method, Mutu, UnsurCode};
use jiff::{Timestamp, civil::Date};
use report::{Bar, Bars, Reading, Trend, TrendEvent, TrendPoint};
use survey::{InstrumentRef, Period, ResultBasis, RootHash, Unit};

use crate::{Acted, ProfileGroup, Scores, limits::PRIORITIES, words};

/// Everything that documents of one publication are made of.
#[derive(Clone, Debug)]
pub struct LaporanPeriode {
    /// Whose survey it is, and how its letters begin.
    pub letterhead: Letterhead,
    /// The unit, as it was.
    pub unit: Unit,
    /// The unit above it, if any.
    pub parent: Option<String>,
    /// The period.
    pub period: Period,
    /// The figures are made up.
    pub demo: bool,
    /// How the index was computed.
    pub method: Method,
    /// The index as it was published.
    pub index: Index,
    /// Its 95 % interval; none under two respondents.
    pub interval: Option<Interval>,
    /// Respondents that were excluded.
    pub n_excluded: u64,
    /// Sampling target, where the population is known.
    pub target: Option<Target>,
    /// What was asked.
    pub instrument: InstrumentFace,
    /// Where it is published.
    pub publication: Publication,
    /// Scores per respondent.
    pub scores: Scores,
    /// Respondents by profile.
    pub profile: Vec<ProfileGroup>,
    /// Respondents by service.
    pub services: ProfileGroup,
    /// Respondents by channel.
    pub channels: ProfileGroup,
    /// Published periods of the same length up to this one, oldest first.
    pub trend: Vec<TrendEntry>,
    /// What happened to the service in the period: day, kind, what it was.
    pub service_events: Vec<(Date, String, String)>,
    /// What the unit did about it since.
    pub acted: Acted,
}

/// How the letters of an office begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// Whose survey it is, for example `Kabupaten Sukamaju`.
    pub publisher: String,
    /// Address of the unit; empty if unknown.
    pub address: String,
    /// Telephone of the unit; empty if unknown.
    pub telephone: String,
    /// Its logo as a PNG.
    pub logo: Option<Logo>,
}

/// A logo.
pub type Logo = report::print::Picture;

/// A sampling target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// How many people are served.
    pub population: u64,
    /// How many of them should answer, by Krejcie and Morgan.
    pub sample: u64,
}

/// What was asked.
#[derive(Clone, Debug)]
pub struct InstrumentFace {
    /// Every version that was answered.
    pub versions: Vec<InstrumentRef>,
    /// The questions, in the order of the index's unsur.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its unsur.
    pub code: UnsurCode,
    /// The unsur's name.
    pub name: String,
    /// The question.
    pub text: String,
    /// The four answers.
    pub labels: [String; 4],
}

/// What a publication says of responses that came, or were excluded, when their month was over.
const LATE_IN_STEPS: &str =
    "yang datang atau dikeluarkan setelah bulannya berakhir dihitung per sepuluh responden";

/// A publication in the log.
#[derive(Clone, Debug)]
pub struct Publication {
    /// Where it stands.
    pub position: u64,
    /// Which one of the period it is, from 1.
    pub number: usize,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// How many events it is made of.
    pub log_size: u64,
    /// The root over these.
    pub log_root: Option<RootHash>,
    /// Version of the program that computed it.
    pub program: String,
    /// What it counts of late responses.
    pub basis: ResultBasis,
}

/// A published period before.
#[derive(Clone, Copy, Debug)]
pub struct TrendEntry {
    /// The period.
    pub period: Period,
    /// Its respondents.
    pub n: u64,
    /// Its index.
    pub ikm: Hundredths,
    /// Its letter.
    pub mutu: Mutu,
}

/// Where a publication was made known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// The period that was published.
    pub period: Period,
    /// The day.
    pub on: Date,
    /// Where, as people read it.
    pub medium: String,
    /// A link, or the hash of a file.
    pub proof: String,
}

impl LaporanPeriode {
    /// `Triwulan III 2026`.
    #[must_use]
    pub fn period_words(&self) -> String {
        words::period(self.period)
    }

    /// `U1` to `U9`, by place.
    #[must_use]
    pub fn label(at: usize) -> String {
        format!("U{}", at + 1)
    }

    /// What the unsur at a place is called.
    #[must_use]
    pub fn unsur_name(&self, code: UnsurCode) -> String {
        let question = self
            .instrument
            .questions
            .iter()
            .find(|question| question.code == code);
        question.map_or_else(|| code.to_string(), |question| question.name.clone())
    }

    /// The bands of the method.
    #[must_use]
    pub const fn bands(&self) -> &Bands {
        self.method.bands()
    }

    /// `permenpan-14-2017 versi 1`.
    #[must_use]
    pub fn instrument_words(&self) -> String {
        let version = |of: &InstrumentRef| format!("{} versi {}", of.id, of.version);
        self.instrument
            .versions
            .iter()
            .map(version)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// What every figure names, each with its value.
    #[must_use]
    pub fn origin(&self) -> Vec<(&'static str, String)> {
        let publication = &self.publication;
        let mut origin = vec![
            ("Metode", format!("{} ({})", self.method.name(), self.method.id())),
            ("Instrumen", self.instrument_words()),
            ("Jumlah responden", words::count(self.index.n)),
            ("Responden dikeluarkan", words::count(self.n_excluded)),
            (
                "Diterbitkan",
                words::moment(publication.recorded_at, self.unit.zone),
            ),
            ("Terbitan ke", publication.number.to_string()),
            ("Posisi dalam log", words::count(publication.position)),
            (
                "Dihitung dari",
                format!("{} peristiwa pertama", words::count(publication.log_size)),
            ),
        ];
        if publication.basis == ResultBasis::Shown {
            origin.push(("Jawaban terlambat", LATE_IN_STEPS.into()));
        }
        if let Some(root) = publication.log_root {
            origin.push(("Akar log", root.to_string()));
        }
        origin.push(("Program", format!("skm {}", publication.program)));
        origin
    }

    /// The lowest unsur by name, the lowest first: what a follow-up is proposed for.
    #[must_use]
    pub fn priorities(&self) -> Vec<(UnsurCode, String, Hundredths)> {
        let mut unsur: Vec<_> = self.index.unsur.iter().collect();
        // By the exact mean, so that rounding makes no ties; the order of the instrument decides the rest.
        unsur.sort_by(|a, b| {
            (u128::from(a.sum) * u128::from(b.n)).cmp(&(u128::from(b.sum) * u128::from(a.n)))
        });
        let named = |nrr: &&ikm::Nrr| (nrr.code, self.unsur_name(nrr.code), nrr.nrr);
        unsur.iter().take(PRIORITIES).map(named).collect()
    }

    /// The unsur as bars.
    #[must_use]
    pub fn bars(&self) -> Bars {
        let bar = |nrr: &ikm::Nrr| Bar {
            code: nrr.code,
            name: self.unsur_name(nrr.code),
            n: nrr.n,
            nrr: Some(nrr.nrr),
        };
        Bars {
            title: format!("NRR per unsur, {}, {}", self.unit.name, self.period_words()),
            unsur: self.index.unsur.iter().map(bar).collect(),
            mark_lowest: PRIORITIES,
            demo: self.demo,
        }
    }

    /// The published periods as a trend; none while there is one only.
    #[must_use]
    pub fn trend_chart(&self) -> Option<Trend> {
        let (first, last) = (self.trend.first()?, self.trend.last()?);
        let every = std::iter::successors(Some(first.period), |period| Some(period.next()));
        let periods: Vec<Period> = every.take_while(|period| *period <= last.period).collect();
        let point = |period: &Period| {
            let entry = self.trend.iter().find(|entry| entry.period == *period);
            TrendPoint {
                label: words::short_period(*period),
                n: entry.map_or(0, |entry| entry.n),
                reading: entry.map_or(Reading::None, |entry| Reading::Known {
                    ikm: entry.ikm,
                    interval: None,
                    reliable: true,
                }),
            }
        };
        let at = periods.len().saturating_sub(1);
        let event = |(_, kind, title): &(Date, String, String)| TrendEvent {
            at,
            text: format!("{kind}: {title}"),
        };
        (periods.len() > 1).then(|| Trend {
            title: format!("IKM {} per periode terbit", self.unit.name),
            points: periods.iter().map(point).collect(),
            // Published, so over.
            earlier: 0,
            later: 0,
            running: 0,
            events: self.service_events.iter().map(event).collect(),
            bands: *self.bands(),
            limits: Vec::new(),
            demo: self.demo,
        })
    }
}
