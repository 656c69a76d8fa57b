//! `/dasbor/UNIT/susunan`: a unit's name and its place; merging and closing it.

use askama::Template;

use super::Typed;
use crate::pages::{DeviceChoice, Shell, asset};

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
    /// Code and name of the unit that goes on, and from when.
    pub merged: Option<(String, String, String)>,
    /// Units that were merged into it: code, name, from when.
    pub merged_from: Vec<(String, String, String)>,
}
