//! `/dasbor/UNIT/survei`: the services of a unit, and the surveys about them.

use askama::Template;

use super::Typed;
use crate::pages::{Shell, asset};

/// Names of the fields that the forms post.
pub mod survey_field {
    /// Which change: `buka`, `tutup`, `daftar`, `nama`, `pensiun`.
    pub const ACTION: &str = "langkah";
    /// Code of a survey.
    pub const SURVEY: &str = "survei";
    /// Code of a service; several where a survey opens.
    pub const SERVICE: &str = "layanan";
    /// Name of a service.
    pub const NAME: &str = "nama";
    /// How many people the unit serves in a year; empty if nobody knows.
    pub const POPULATION: &str = "populasi";
    /// Who may answer: `terbuka` or `kode`.
    pub const ADMISSION: &str = "pengisian";
    /// Why.
    pub const REASON: &str = "alasan";
}

/// A survey that takes answers, and what ends with it.
#[derive(Clone, Debug)]
pub struct OpenSurveyFace {
    /// Its code.
    pub code: String,
    /// The services that it asks about, by name.
    pub services: String,
    /// When it was opened, "2 Januari 2026".
    pub opened: String,
    /// "terbuka bagi semua" or "dengan kode sekali pakai".
    pub admission: &'static str,
    /// How many people the unit serves in a year; empty if nobody said.
    pub population: String,
    /// "2 kios dan 40 kode sekali pakai yang belum dipakai"; none if nothing but its address ends.
    pub ends: Option<String>,
}

/// A survey that is closed.
#[derive(Clone, Debug)]
pub struct ClosedSurveyFace {
    /// Its code.
    pub code: String,
    /// From when till when, "2 Januari 2026 – 14 September 2026".
    pub span: String,
    /// Why it was closed.
    pub reason: String,
}

/// A service of the unit.
#[derive(Clone, Debug)]
pub struct ServiceFace {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// It is ticked in the form that opens a survey.
    pub ticked: bool,
}

/// The services and surveys of a unit.
#[derive(Debug, Template)]
#[template(path = "acting/surveys.html")]
pub struct SurveysPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// What was typed.
    pub typed: Typed,
    /// It serves nobody any more.
    pub closed: bool,
    /// The surveys that take answers.
    pub open: Vec<OpenSurveyFace>,
    /// Those that are closed, newest first.
    pub over: Vec<ClosedSurveyFace>,
    /// What it offers.
    pub services: Vec<ServiceFace>,
    /// What it offered once: code and name.
    pub retired: Vec<(String, String)>,
}
