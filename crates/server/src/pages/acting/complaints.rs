//! `/dasbor/UNIT/pengaduan`: complaints, with the working days they may take.

use askama::Template;

use super::{ErasableText, KeptTexts, Typed, WithdrawnLine};
use crate::pages::{DeviceChoice, Shell, asset};

/// Names of the fields that the forms post.
pub mod complaint_field {
    /// The day it came, or was answered.
    pub const DAY: &str = "tanggal";
    /// The way by which it came.
    pub const CHANNEL: &str = "saluran";
    /// What it asks for.
    pub const KIND: &str = "jenis";
    /// What was said.
    pub const TEXT: &str = "isi";
    /// How to reach whoever said it.
    pub const CONTACT: &str = "kontak";
    /// The comment that says it, by what it is called in the vault.
    pub const COMMENT: &str = "komentar";
    /// The unit that is to answer.
    pub const TO: &str = "kepada";
    /// Why it is forwarded, or how it ended.
    pub const NOTE: &str = "keterangan";
    /// What it was about, for the public.
    pub const ABOUT: &str = "perihal";
    /// The answer, for the public.
    pub const ANSWER: &str = "tanggapan";
    /// Why an entry is withdrawn.
    pub const REASON: &str = "alasan";
}

/// One complaint.
#[derive(Clone, Debug)]
pub struct ComplaintFace {
    /// Its id.
    pub id: String,
    /// How many events of it are shown.
    pub seen: usize,
    /// "Loket".
    pub channel: String,
    /// "Pengaduan tidak berkadar pengawasan".
    pub kind: String,
    /// "Diterima 12 Maret 2026".
    pub received: String,
    /// The same day, `2026-03-12`: nothing is answered before it.
    pub received_day: String,
    /// What was said; none if it was erased.
    pub text: Option<String>,
    /// How to reach whoever said it.
    pub contact: Option<String>,
    /// "Diteruskan paling lambat 17 Maret 2026"; none once that has happened.
    pub forward_by: Option<ComplaintDeadline>,
    /// "Dijawab paling lambat 1 April 2026"; none once it is answered or closed.
    pub answer_by: Option<ComplaintDeadline>,
    /// What happened since, in order: the day, and what.
    pub since: Vec<(String, String)>,
    /// "Belum dijawab", "Dijawab 3 April 2026", "Diteruskan ke Dinas Kesehatan".
    pub standing: String,
    /// For the style: `terbuka`, `lewat`, `selesai`.
    pub class: &'static str,
    /// This unit has it, so that it can take steps.
    pub here: bool,
    /// It is not closed.
    pub open: bool,
    /// It was answered.
    pub answered: bool,
    /// What was withdrawn of it.
    pub withdrawn: Vec<WithdrawnLine>,
    /// Texts that can be erased by law.
    pub erasable: Vec<ErasableText>,
}

/// A last day, in working days.
#[derive(Clone, Debug)]
pub struct ComplaintDeadline {
    /// "Dijawab paling lambat 1 April 2026".
    pub text: String,
    /// "tinggal 4 hari kerja", "lewat 2 hari kerja".
    pub left: String,
    /// It is past.
    pub late: bool,
    /// The holidays on the way are known.
    pub certain: bool,
}

/// The complaints of a unit, and the form that takes one in.
#[derive(Debug, Template)]
#[template(path = "acting/complaints.html")]
pub struct ComplaintsPage {
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
    /// Channels to choose from, the survey left out.
    pub channels: Vec<DeviceChoice>,
    /// Kinds to choose from, with their working days.
    pub kinds: Vec<DeviceChoice>,
    /// Other units to forward to, "Dinas Kesehatan (DINKES)".
    pub units: Vec<String>,
    /// Longest complaint and longest answer, in characters.
    pub letter_max: usize,
    /// A comment that is to become a complaint: what it is called, and what it says.
    pub comment: Option<(String, String)>,
    /// Not closed, those due first.
    pub open: Vec<ComplaintFace>,
    /// Closed, or with another unit; the newest first.
    pub ended: Vec<ComplaintFace>,
    /// Withdrawn whole.
    pub withdrawn: Vec<WithdrawnLine>,
    /// Of these, those with texts that are still kept.
    pub kept: Vec<KeptTexts>,
    /// "3 dari 4 dijawab, 2 tepat waktu"; empty if there are none.
    pub share: String,
}
