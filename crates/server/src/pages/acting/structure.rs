//! `/dasbor/UNIT/susunan`: a unit's name and its place; merging and closing it.

use askama::Template;

use super::Typed;
use crate::pages::{DeviceChoice, OpenSurveyFace, Shell, asset};

/// Names of the fields that the forms post.
pub mod structure_field {
    /// Which change: `nama`, `induk`, `wilayah`, `gabung`, `tutup`.
    pub const ACTION: &str = "langkah";
    /// The new name.
    pub const NAME: &str = "nama";
    /// The unit above; empty at the top.
    pub const PARENT: &str = "induk";
    /// Region code of the Ministry of Home Affairs.
    pub const KEMENDAGRI: &str = "kemendagri";
    /// Region code of Statistics Indonesia.
    pub const BPS: &str = "bps";
    /// The unit that goes on.
    pub const INTO: &str = "ke";
    /// Codes of the open surveys that end with the unit, separated by blanks.
    pub const SURVEYS: &str = "survei";
    /// Codes of the units right below that move to the one that goes on, separated by blanks.
    pub const UNITS: &str = "bawahan";
    /// The first day on which it does.
    pub const DAY: &str = "tanggal";
    /// Why.
    pub const REASON: &str = "alasan";
}

/// A unit's name and place.
#[derive(Debug, Template)]
#[template(path = "acting/structure.html")]
pub struct StructurePage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// What was typed.
    pub typed: Typed,
    /// The unit's today, `2026-09-14`.
    pub today: String,
    /// Code of the unit above; empty at the top.
    pub parent: String,
    /// Region code of the Ministry of Home Affairs; empty if it has none.
    pub kemendagri: String,
    /// Region code of Statistics Indonesia; empty if it has none.
    pub bps: String,
    /// Units that it could be moved below, or merged into.
    pub units: Vec<DeviceChoice>,
    /// It serves nobody any more.
    pub closed: bool,
    /// Its surveys that take answers: they would end with it.
    pub open: Vec<OpenSurveyFace>,
    /// The open units right below it: code and name.
    pub children: Vec<(String, String)>,
    /// What became of it, and of what it goes on with.
    pub succession: Succession,
}

impl StructurePage {
    fn open_codes(&self) -> String {
        let codes = self.open.iter().map(|survey| survey.code.as_str());
        codes.collect::<Vec<_>>().join(" ")
    }

    fn children_codes(&self) -> String {
        let codes = self.children.iter().map(|(code, _)| code.as_str());
        codes.collect::<Vec<_>>().join(" ")
    }
}

/// Where a unit's history goes on, and where it began.
#[derive(Clone, Debug, Default)]
pub struct Succession {
    /// The unit that goes on, if another one does.
    pub into: Option<MergedUnit>,
    /// The units that were merged into it.
    pub from: Vec<MergedUnit>,
}

/// The other unit of a merging.
#[derive(Clone, Debug)]
pub struct MergedUnit {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The first day on which the one does what the other did, "1 Januari 2027".
    pub on: String,
}
