//! The report of an audit in words, its exit code, and the bar that shows how far it is.

use std::fmt::Write;

use audit::{Finding, Outcome, Part, PartName, Report, Step, TrustFrom, Watch};

use crate::{
    arguments::Format,
    failure::Failure,
    output::{count, facts, say, say_json},
    progress::Bar,
};

/// One bar for each step.
#[derive(Default)]
pub(super) struct Bars(Option<(Step, Bar)>);

impl Watch for Bars {
    fn done(&mut self, step: Step, done: u64, total: u64) {
        match &self.0 {
            Some((shown, bar)) if *shown == step => bar.set_of(done, total),
            _ => {
                // The old one is cleared before the new one is drawn.
                self.0 = None;
                self.0 = Some((step, Bar::new(named(step), total)));
            }
        }
    }
}

const fn named(step: Step) -> &'static str {
    match step {
        Step::Tree => "Memeriksa log",
        Step::Signatures => "Memeriksa tanda tangan",
        Step::Events => "Membaca peristiwa",
        Step::Fold => "Memutar ulang log",
        Step::Results => "Menghitung ulang hasil",
    }
}

/// Prints a report; fails as it came out.
pub(super) fn tell(report: &Report, format: Format) -> Result<(), Failure> {
    match format {
        Format::Json => say_json(report)?,
        Format::Table => say(&table(report))?,
    }
    let remedies: Vec<String> = report.remedies().iter().map(ToString::to_string).collect();
    let what = |how: &str| {
        let problems = count(report.problem_count());
        format!("{problems} hal {how}; {}", remedies.join("; "))
    };
    match report.outcome() {
        Outcome::Clean => Ok(()),
        Outcome::Tampered => Err(Failure::Evidence(what("tidak sesuai"))),
        Outcome::Incomplete => Err(Failure::Machine(what("tidak dapat diperiksa sampai selesai"))),
        Outcome::PolicyNotMet => Err(Failure::Policy(what("tidak memenuhi kebijakan"))),
    }
}

fn table(report: &Report) -> String {
    let until = report
        .recorded_at
        .map_or_else(|| "belum ada".into(), |at| at.to_string());
    let witnessed = report.witnessed.map_or_else(
        || "belum ada".into(),
        |head| format!("{} peristiwa", count(head.size)),
    );
    let mut lines = vec![
        ("Dicatat sampai", until),
        ("Disaksikan", witnessed),
        ("Kunci", trust(report.trust).into()),
    ];
    lines.extend(report.parts.iter().map(|part| (title(part.name), line(part))));
    let mut text = facts(&lines);
    for part in &report.parts {
        list(&mut text, part, &part.problems, part.problem_count, "");
    }
    for part in &report.parts {
        list(&mut text, part, &part.notices, part.notice_count, "catatan, ");
    }
    text
}

fn list(text: &mut String, part: &Part, findings: &[Finding], all: u64, before: &str) {
    let name = title(part.name).to_lowercase();
    for finding in findings {
        let position = finding
            .position
            .map_or_else(String::new, |position| format!(", posisi {position}"));
        write!(text, "\n  {before}{name}{position}: {}", finding.what).expect("a string takes everything");
    }
    if let Some(more) = all.checked_sub(findings.len() as u64).filter(|more| *more > 0) {
        write!(text, "\n  {before}{name}: dan {} lagi", count(more)).expect("a string takes everything");
    }
}

fn line(part: &Part) -> String {
    match (part.checked, part.problem_count) {
        (true, 0) => format!("sesuai, {}", part.note),
        (false, 0) => part.note.clone(),
        (_, problems) => format!("TIDAK SESUAI, {} hal, {}", count(problems), part.note),
    }
}

const fn trust(from: TrustFrom) -> &'static str {
    match from {
        TrustFrom::Policy => "dari kebijakan yang dibawa pemeriksa",
        TrustFrom::Key => "dibawa pemeriksa; saksi tidak diminta",
        TrustFrom::Directory => {
            "diambil dari folder ini sendiri: tidak membuktikan apa pun terhadap pengelolanya; bawalah --policy atau --key"
        }
        TrustFrom::Nowhere => "tidak ada: tanda tangan tidak diperiksa",
    }
}

const fn title(name: PartName) -> &'static str {
    match name {
        PartName::Signatures => "Tanda tangan",
        PartName::Log => "Log",
        PartName::Checkpoints => "Checkpoint",
        PartName::Lock => "Tanda terakhir",
        PartName::Times => "Waktu",
        PartName::Vault => "Brankas",
        PartName::Devices => "Perangkat",
        PartName::Answers => "Jawaban",
        PartName::Views => "Tampilan",
        PartName::Results => "Hasil terbit",
    }
}
