//! The checklist of a unit, in words, with who asks for each thing.
//!
//! PEKPPP is the evaluation of PermenPANRB 29/2022, Zona Integritas that of PermenPANRB 90/2021; what both build on is
//! named beside each line.

use app::{App, AppError, Checked, Found, Fulfilment, Reminders, Requirement};
use survey::{ServiceEventKind, UnitCode};

use super::{day, known};
use crate::{
    Letterheads,
    pages::{CheckLine, ChecklistPage, Shell},
    present::words,
};

const FOLLOW_UPS: (&str, &str) = ("tindak-lanjut", "Buka tindak lanjut");
const COMPLAINTS: (&str, &str) = ("pengaduan", "Buka pengaduan");
const EVENTS: (&str, &str) = ("peristiwa", "Catat peristiwa");
const POSTER: (&str, &str) = ("poster", "Cetak poster survei");
const PUBLISHING: (&str, &str) = ("terbit", "Buka penerbitan");

pub(crate) fn checklist_page(
    app: &App,
    letterheads: &Letterheads,
    shell: Shell,
    unit: &UnitCode,
) -> Result<ChecklistPage, AppError> {
    let registry = app.registry();
    let unit = known(&registry, unit)?;
    let today = day(unit.zone, app.now());
    let checked = app.checklist(&unit.code, today)?;
    let met = checked
        .iter()
        .filter(|checked| checked.fulfilment == Fulfilment::Met)
        .count() as u64;
    Ok(ChecklistPage {
        unit_code: unit.code.to_string(),
        unit_name: unit.name.clone(),
        letterhead_lacks: words::listed(&letterheads.lacking(unit.code.as_str())),
        share: format!(
            "{} dari {} lengkap",
            words::count(met),
            words::count(checked.len() as u64)
        ),
        reminders: reminders(app.reminders(&unit.code, today)?),
        lines: checked.iter().map(line).collect(),
        shell,
    })
}

fn reminders(found: Reminders) -> Vec<(String, &'static str)> {
    let lines = [
        (found.overdue, "tindak lanjut lewat tenggat", FOLLOW_UPS.0),
        (found.due, "tindak lanjut segera jatuh tempo", FOLLOW_UPS.0),
        (found.late_complaints, "pengaduan lewat tenggat", COMPLAINTS.0),
    ];
    let said = lines.into_iter().filter(|(count, _, _)| *count > 0);
    said.map(|(count, text, place)| (format!("{} {text}", words::count(count)), place))
        .collect()
}

fn line(checked: &Checked) -> CheckLine {
    let (class, state) = match checked.fulfilment {
        Fulfilment::Met => ("penuh", "Lengkap"),
        Fulfilment::Partly => ("sebagian", "Sebagian"),
        Fulfilment::Missing => ("kurang", "Belum ada"),
    };
    let (title, counted, source, mend) = asked(checked.requirement);
    CheckLine {
        title,
        source,
        class,
        state,
        found: match checked.found {
            Found::Nothing => String::new(),
            Found::On(on) => format!("terakhir {}", words::date(on)),
            Found::Count(some) => format!("{} {counted}", words::count(some)),
            Found::Share(some, all) if some > all => {
                format!("{} {counted}, target {}", words::count(some), words::count(all))
            }
            Found::Share(some, all) => {
                format!("{} dari {} {counted}", words::count(some), words::count(all))
            }
        },
        mend,
    }
}

/// What it is called, what is counted, who asks for it, and where it is mended.
const fn asked(
    requirement: Requirement,
) -> (
    &'static str,
    &'static str,
    &'static str,
    (&'static str, &'static str),
) {
    match requirement {
        Requirement::Surveyed => (
            "SKM dilaksanakan setiap triwulan",
            "triwulan terakhir",
            "PermenPANRB 14/2017: sedikitnya setahun sekali. Zona Integritas: setiap triwulan bernilai tertinggi",
            POSTER,
        ),
        Requirement::Sampled => (
            "Responden setahun mencapai target",
            "responden",
            "PermenPANRB 14/2017: jumlah sampel menurut Krejcie dan Morgan",
            POSTER,
        ),
        Requirement::Thirty => (
            "Sedikitnya 30 responden dalam triwulan terakhir",
            "responden",
            "Zona Integritas: SPKP dan SPAK meminta sedikitnya 30 responden; yang dihitung di sini responden SKM",
            POSTER,
        ),
        Requirement::Published => (
            "Hasil setiap triwulan diterbitkan",
            "triwulan terakhir",
            "PermenPANRB 14/2017: hasil wajib dipublikasikan. PEKPPP, aspek kebijakan pelayanan",
            PUBLISHING,
        ),
        Requirement::Announced => (
            "Hasil setiap triwulan diumumkan, dengan bukti",
            "triwulan terakhir",
            "PermenPANRB 14/2017: dipublikasikan di media daring dan luring. PEKPPP, Zona Integritas",
            PUBLISHING,
        ),
        Requirement::Media => (
            "Diumumkan di lebih dari empat media",
            "media berbeda",
            "PEKPPP: jumlah media publikasi; di atas empat bernilai tertinggi",
            PUBLISHING,
        ),
        Requirement::Planned => (
            "Rencana tindak lanjut dibuat",
            "rencana menjawab hasil setahun terakhir",
            "PermenPANRB 14/2017: rencana tindak lanjut dalam laporan. PEKPPP, Zona Integritas",
            FOLLOW_UPS,
        ),
        Requirement::FollowedUp => (
            "Tindak lanjut diselesaikan",
            "yang jatuh tempo",
            "PEKPPP: bagian tindak lanjut yang selesai",
            FOLLOW_UPS,
        ),
        Requirement::Prompt => (
            "Tindak lanjut selesai dalam sebulan setelah laporan",
            "yang laporannya sudah terbit",
            "PEKPPP: kecepatan tindak lanjut setelah laporan; sebulan bernilai tertinggi",
            FOLLOW_UPS,
        ),
        Requirement::Complaints => (
            "Pengaduan ditangani tepat waktu",
            "pengaduan yang sudah selesai atau lewat tenggat",
            "Perpres 76/2013 dan PermenPANRB 62/2018. PEKPPP, aspek konsultasi dan pengaduan",
            COMPLAINTS,
        ),
        Requirement::Happened(kind) => (kind.label(), "", source_of(kind), EVENTS),
    }
}

const fn source_of(kind: ServiceEventKind) -> &'static str {
    match kind {
        ServiceEventKind::StandardPublished => "UU 25/2009 dan PermenPANRB 15/2014. PEKPPP, Zona Integritas",
        ServiceEventKind::MaklumatPublished => "UU 25/2009, pasal 22. PEKPPP, Zona Integritas",
        ServiceEventKind::SopRevised => "Zona Integritas: SOP diperbaiki berkala",
        ServiceEventKind::BusinessProcessMapped => "Zona Integritas: peta proses bisnis",
        ServiceEventKind::SippUpdated => {
            "PermenPANRB 13/2017; setahun terakhir. PEKPPP, aspek sistem informasi"
        }
        ServiceEventKind::TrainingHeld => "PEKPPP, aspek profesionalisme petugas; setahun terakhir",
        ServiceEventKind::InnovationLaunched => "PEKPPP, aspek inovasi",
        ServiceEventKind::VisitsCounted => "Dasar tingkat jawaban dan selang kepercayaan; setahun terakhir",
        ServiceEventKind::ExternalAssessmentRecorded => "Penilaian Ombudsman dan PEKPPP; setahun terakhir",
        ServiceEventKind::TariffChanged
        | ServiceEventKind::CounterMoved
        | ServiceEventKind::OutageRecorded => "Peristiwa layanan",
    }
}
