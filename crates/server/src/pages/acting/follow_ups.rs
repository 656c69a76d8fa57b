//! `/dasbor/UNIT/tindak-lanjut`: what a unit promises to mend.

use askama::Template;

use super::{ErasableText, KeptTexts, Typed, WithdrawnLine};
use crate::pages::{DeviceChoice, PeriodLink, Shell, asset};

/// Names of the fields that the forms post.
pub mod follow_up_field {
    /// The period whose result it answers.
    pub const PERIOD: &str = "periode";
    /// The unsur.
    pub const UNSUR: &str = "unsur";
    /// Programme or activity.
    pub const PROGRAMME: &str = "program";
    /// The quarter by whose end it is to be done.
    pub const DUE: &str = "tenggat";
    /// The post that is responsible.
    pub const POST: &str = "jabatan";
    /// The name of whoever holds it.
    pub const PERSON: &str = "nama";
    /// The day of a step.
    pub const DAY: &str = "tanggal";
    /// What was done, or what is better now.
    pub const NOTE: &str = "uraian";
    /// How much is done.
    pub const PERCENT: &str = "persen";
    /// Why it is cancelled or withdrawn.
    pub const REASON: &str = "alasan";
}

/// An unsur that is proposed.
#[derive(Clone, Debug)]
pub struct PriorityFace {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// NRR, "2,91".
    pub nrr: String,
    /// NRR times 25 against the index, "−4,20".
    pub gap: String,
    /// Answers.
    pub n: String,
    /// Reasons ticked: their words, and by how many.
    pub reasons: Vec<(String, String)>,
    /// Follow-ups that are open for it already, "1"; empty if none.
    pub planned: String,
}

/// Where evidence is.
#[derive(Clone, Debug)]
pub enum EvidenceFace {
    /// It can be opened.
    Link(String),
    /// The office keeps it: its name, and its SHA-256.
    File(String, String),
}

/// One step on the way.
#[derive(Clone, Debug)]
pub struct FollowUpStepLine {
    /// "12 Maret 2026".
    pub on: String,
    /// What was done.
    pub note: String,
    /// "40 %".
    pub percent: String,
    /// What shows it.
    pub evidence: Option<EvidenceFace>,
}

/// One follow-up.
#[derive(Clone, Debug)]
pub struct FollowUpFace {
    /// Its id.
    pub id: String,
    /// How many events of it are shown.
    pub seen: usize,
    /// Name of the unsur.
    pub unsur: String,
    /// Programme or activity.
    pub programme: String,
    /// "Triwulan III 2026".
    pub due: String,
    /// "Lewat tenggat 12 hari", "Selesai 3 Mei 2026".
    pub standing: String,
    /// For the style: `terbuka`, `dekat`, `lewat`, `selesai`, `batal`.
    pub class: &'static str,
    /// The post, and the name of whoever holds it.
    pub responsible: String,
    /// "Menjawab hasil Triwulan I 2026".
    pub answers: String,
    /// "40": 0 to 100.
    pub percent: String,
    /// The first day on which a step can have been taken, `2026-07-01`.
    pub first_day: String,
    /// Steps, in order.
    pub steps: Vec<FollowUpStepLine>,
    /// What is better now, once it is done; why it will not be, once it is cancelled.
    pub end: Option<String>,
    /// What shows that it is done.
    pub end_evidence: Option<EvidenceFace>,
    /// It is neither done nor cancelled.
    pub open: bool,
    /// What was withdrawn of it.
    pub withdrawn: Vec<WithdrawnLine>,
    /// Texts that can be erased by law.
    pub erasable: Vec<ErasableText>,
}

/// The follow-ups of a unit, and the form that plans one.
#[derive(Debug, Template)]
#[template(path = "acting/follow_ups.html")]
pub struct FollowUpsPage {
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
    /// The period whose result is shown, in words and by its code.
    pub period: (String, String),
    /// Periods to choose from.
    pub periods: Vec<PeriodLink>,
    /// Too few answers to rely on the order.
    pub unreliable: bool,
    /// What is proposed.
    pub priorities: Vec<PriorityFace>,
    /// Unsur to choose from.
    pub unsur: Vec<DeviceChoice>,
    /// Quarters to choose from.
    pub quarters: Vec<DeviceChoice>,
    /// Promised and not ended: overdue ones first.
    pub open: Vec<FollowUpFace>,
    /// Done or cancelled, the newest first.
    pub ended: Vec<FollowUpFace>,
    /// Withdrawn whole.
    pub withdrawn: Vec<WithdrawnLine>,
    /// Of these, those with texts that are still kept.
    pub kept: Vec<KeptTexts>,
    /// "2 dari 5 selesai"; empty if there are none.
    pub share: String,
}
