//! What a demo has planted in its answers, so that whoever looks at the figures can find it again.

use std::collections::BTreeMap;

use ikm::UnsurCode;
use jiff::civil::Date;
use survey::{ServiceCode, ServiceEventKind, UnitCode};

/// What is planted. Shifts are in thousandths of a score, of what a person would answer before it is rounded to 1, 2,
/// 3 or 4: the NRR moves by less, the more so near its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planted {
    /// Service events that move the scores after them.
    pub effects: Vec<PlantedEffect>,
    /// Units that drift slowly, from the first day to the last.
    pub drifts: Vec<PlantedDrift>,
    /// Services that are free by law, where `biaya` hits its ceiling.
    pub free_services: Vec<(UnitCode, ServiceCode)>,
    /// By how much a kiosk in the office flatters against a phone.
    pub kiosk_over_qr: i32,
    /// How far people differ from each other in all their answers.
    pub person_deviation: i32,
    /// How many come in each month of the year, January first, in thousandths of an even year.
    pub season: [u32; 12],
    /// Respondents who gave one score for everything without reading.
    pub straight_lined: u64,
    /// A kiosk at which somebody answered again and again within minutes.
    pub burst: PlantedBurst,
}

/// A service event that moves the scores after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlantedEffect {
    /// The unit.
    pub unit: UnitCode,
    /// What happened.
    pub kind: ServiceEventKind,
    /// The one service that it touches; all if there is none.
    pub service: Option<ServiceCode>,
    /// The first day on which scores are moved.
    pub from: Date,
    /// The first day on which they no longer are, if they recover.
    pub until: Option<Date>,
    /// By how much, by unsur.
    pub shifts: BTreeMap<UnsurCode, i32>,
}

/// A unit that drifts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlantedDrift {
    /// The unit.
    pub unit: UnitCode,
    /// By how much in all, by unsur.
    pub shifts: BTreeMap<UnsurCode, i32>,
}

/// Many answers from one kiosk within minutes, all of them full marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlantedBurst {
    /// The unit.
    pub unit: UnitCode,
    /// The day.
    pub on: Date,
    /// How many answers.
    pub responses: u64,
}
