//! What pages that show figures have in common.

use super::Scale;
use super::scale::percent;

/// A 95 % interval of an index, formatted.
#[derive(Clone, Debug)]
pub struct Interval {
    /// Lower end, for example "80,9".
    pub low: String,
    /// Upper end.
    pub high: String,
    /// The neighbouring band that the interval reaches into: shown as "mungkin C".
    pub maybe_mutu: Option<String>,
}

/// One index, large.
#[derive(Clone, Debug)]
pub struct IndexFace {
    /// The index, "82,41".
    pub ikm: String,
    /// Quality band, "B".
    pub mutu: String,
    /// The band in words, "Baik".
    pub kinerja: String,
    /// Number of answers behind it, "1.204".
    pub n: String,
    /// None when n is too small for one.
    pub interval: Option<Interval>,
    /// The drawing of it.
    pub scale: Scale,
    /// Shown inside only: too few answers to rely on.
    pub unreliable: bool,
}

/// Answers that a rule has flagged, beside an index that counts them. For staff.
#[derive(Clone, Debug)]
pub struct Flagged {
    /// How many, "12".
    pub n: String,
    /// The index without them, "81,90"; none when withheld: with few of them it would tell what they answered.
    pub ikm_without: Option<String>,
}

/// Where the figures of a page come from; printed under them.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Method, "exact (bobot 1/9)".
    pub method: String,
    /// Instrument and version, "skm-9 versi 1".
    pub instrument: String,
    /// Position of the log, "202.114".
    pub position: String,
    /// When that position was recorded, "30 September 2026 pukul 14.05 WIB".
    pub recorded: String,
}

/// A period one may choose.
#[derive(Clone, Debug)]
pub struct PeriodLink {
    /// Value in the address, "2026-Q3".
    pub code: String,
    /// "Triwulan III 2026".
    pub label: String,
    /// The one shown.
    pub current: bool,
}

/// One point of a trend, in numbers.
#[derive(Clone, Debug)]
pub struct TrendPoint {
    /// "Maret 2026".
    pub period: String,
    /// Answers.
    pub n: String,
    /// Index and band; none when withheld or without answers.
    pub index: Option<(String, String)>,
    /// 95 % interval, "79,1–84,0"; may be empty.
    pub interval: String,
    /// None where none is flagged, and on pages for the public.
    pub flagged: Option<Flagged>,
    /// What else there is to know of it: "perubahan nyata; peristiwa 2"; may be empty.
    pub notes: String,
}

/// One annotated service event.
#[derive(Clone, Debug)]
pub struct ServiceEventLine {
    /// Mark used in the chart, "1" or "a".
    pub mark: String,
    /// "12 Maret 2026".
    pub date: String,
    /// Kind in words, "Standar pelayanan diperbarui".
    pub kind: String,
    /// What was done, as recorded.
    pub text: String,
    /// Where before and after it are compared; none for the public, and where nothing is compared.
    pub path: Option<String>,
}

/// One unsur in numbers.
#[derive(Clone, Debug)]
pub struct UnsurRow {
    /// Official name.
    pub name: String,
    /// Number of filled answers.
    pub n: String,
    /// NRR, "3,41"; none when withheld.
    pub figures: Option<Figures>,
    /// Difference from the unit's own index, "−4,2"; empty where not shown.
    pub gap: String,
    /// Against the period before; none where not shown.
    pub change: Option<ChangeFace>,
}

/// NRR of one unsur and what it is on the scale of the index.
#[derive(Clone, Debug)]
pub struct Figures {
    /// NRR, "3,41".
    pub nrr: String,
    /// NRR x 25, "85,25".
    pub value: String,
    /// The same in hundredths, for the bar.
    pub value_hundredths: u16,
    /// Band, "B".
    pub mutu: String,
}

impl Figures {
    pub(crate) fn bar(&self) -> String {
        percent(self.value_hundredths)
    }
}

/// Which way a figure moved since the period before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// Really up.
    Up,
    /// Really down.
    Down,
    /// Within what chance alone does.
    Noise,
}

/// A change against the period before.
#[derive(Clone, Debug)]
pub struct ChangeFace {
    /// Its direction.
    pub shift: Shift,
    /// "+1,2".
    pub text: String,
    /// Its 95 % interval in words, "antara −0,4 dan +2,8"; may be empty.
    pub between: String,
}

impl ChangeFace {
    pub(crate) fn glyph(&self) -> &'static str {
        match self.shift {
            Shift::Up => "▲",
            Shift::Down => "▼",
            Shift::Noise => "",
        }
    }

    pub(crate) fn words(&self) -> &'static str {
        match self.shift {
            Shift::Up => "naik nyata",
            Shift::Down => "turun nyata",
            Shift::Noise => "tidak nyata",
        }
    }

    /// What to make of it, without claiming a cause.
    pub(crate) fn sentence(&self) -> &'static str {
        match self.shift {
            Shift::Up => "Kenaikannya melebihi kebetulan; sebabnya tidak dijawab oleh angka.",
            Shift::Down => "Penurunannya melebihi kebetulan; sebabnya tidak dijawab oleh angka.",
            Shift::Noise => "Sebesar ini dapat terjadi karena kebetulan.",
        }
    }

    pub(crate) fn class(&self) -> &'static str {
        match self.shift {
            Shift::Up => "naik",
            Shift::Down => "turun",
            Shift::Noise => "tetap",
        }
    }
}
