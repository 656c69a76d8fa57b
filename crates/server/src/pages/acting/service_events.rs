//! `/dasbor/UNIT/peristiwa`: what happened at a unit apart from answers.

use askama::Template;

use super::Typed;
use crate::pages::{DeviceChoice, Shell, asset};

/// Names of the fields that the forms post.
pub mod service_event_field {
    /// The kind, by its stored name.
    pub const KIND: &str = "jenis";
    /// The day it took effect.
    pub const DAY: &str = "tanggal";
    /// The service; empty for the whole unit.
    pub const SERVICE: &str = "layanan";
    /// What it was.
    pub const TITLE: &str = "judul";
    /// Visits counted.
    pub const VISITS: &str = "kunjungan";
    /// Whose scale an assessment used.
    pub const SCHEME: &str = "skema";
    /// The year an assessment is about.
    pub const YEAR: &str = "tahun";
    /// What an assessment said.
    pub const VERDICT: &str = "hasil";
    /// Why it is withdrawn.
    pub const REASON: &str = "alasan";
}

/// One service event.
#[derive(Clone, Debug)]
pub struct ServiceEventFace {
    /// Its id.
    pub id: String,
    /// "SOP direvisi".
    pub kind: String,
    /// "12 Maret 2026".
    pub on: String,
    /// What it was.
    pub title: String,
    /// "Layanan KTP", "1.204 kunjungan", "PEKPPP 2025: B"; may be empty.
    pub detail: String,
    /// Why it was withdrawn, if it was.
    pub withdrawn: Option<String>,
}

/// The service events of a unit, and the form that enters one.
#[derive(Debug, Template)]
#[template(path = "acting/service_events.html")]
pub struct ServiceEventsPage {
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
    /// Kinds to choose from.
    pub kinds: Vec<DeviceChoice>,
    /// Services to choose from.
    pub services: Vec<DeviceChoice>,
    /// What was entered, the newest day first.
    pub events: Vec<ServiceEventFace>,
}
