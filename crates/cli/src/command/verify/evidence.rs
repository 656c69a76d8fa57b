//! `skm verify evidence`: a bundle made by `skm evidence`, checked offline.

use std::{fs::File, path::PathBuf};

use audit::{
    TrustFrom,
    evidence::{Checked, EvidenceError, Figure, Proof, check},
};
use clap::Args;
use serde::Serialize;

use super::inspection::Keys;
use crate::{
    arguments::{Format, Output},
    failure::Failure,
    output::{count, facts, say, say_json},
};

/// Periksa bundel bukti (ZIP) tanpa jaringan: tanda tangan, bukti setiap entri, dan angka-angkanya
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Bundel bukti
    #[arg(value_name = "BERKAS")]
    bundle: PathBuf,
    #[command(flatten)]
    keys: Keys,
    #[command(flatten)]
    output: Output,
}

/// What programs read.
#[derive(Serialize)]
struct Document<'a> {
    clean: bool,
    unit: Option<&'a str>,
    period: Option<String>,
    size: Option<u64>,
    figures: Vec<FigureDocument>,
    entries: u64,
    hashes_only: u64,
    documents_unproved: usize,
    attested_by: Option<&'a str>,
    witnesses: usize,
    trust: TrustFrom,
    policy: Option<&'a str>,
    problems: &'a [String],
}

/// A figure, and what shows that it is right.
#[derive(Serialize)]
struct FigureDocument {
    /// Where it was published; null for the figure by the checkpoint.
    position: Option<u64>,
    ikm: String,
    mutu: String,
    n: u64,
    proof: Proof,
}

impl Arguments {
    pub(super) fn run(self) -> Result<(), Failure> {
        let trust = self.keys.trust()?;
        let about = |error: &dyn std::fmt::Display| format!("{}: {error}", self.bundle.display());
        let file = File::open(&self.bundle).map_err(|error| Failure::Machine(about(&error)))?;
        let checked = check(file, trust.as_ref()).map_err(|error| match error {
            EvidenceError::NotOne(_) => Failure::Evidence(about(&error)),
            EvidenceError::TooLarge => Failure::Refused(about(&error)),
            EvidenceError::Io(_) => Failure::Machine(about(&error)),
        })?;
        match self.output.format {
            Format::Json => say_json(&document(&checked))?,
            Format::Table => say(&table(&checked))?,
        }
        if let Some(first) = checked.problems.first() {
            let more = checked.problems.len() - 1;
            let more = if more == 0 {
                String::new()
            } else {
                format!(", dan {more} hal lain")
            };
            return Err(Failure::Evidence(format!(
                "bundel tidak sesuai: {first}{more}; simpan bundel ini"
            )));
        }
        checked
            .policy
            .map_or(Ok(()), |policy| Err(Failure::Policy(policy)))
    }
}

fn document(checked: &Checked) -> Document<'_> {
    let stated = checked.stated.as_ref();
    Document {
        clean: checked.problems.is_empty() && checked.policy.is_none(),
        unit: stated.map(|stated| stated.unit.as_str()),
        period: stated.map(|stated| stated.period.to_string()),
        size: stated.map(|stated| stated.size),
        figures: shown(checked)
            .map(|figure| FigureDocument {
                position: figure.position,
                ikm: figure.result.ikm.to_string(),
                mutu: figure.result.mutu.to_string(),
                n: figure.result.n,
                proof: figure.proof,
            })
            .collect(),
        entries: checked.proved,
        hashes_only: checked.hashes_only,
        documents_unproved: checked.documents,
        attested_by: checked.attested_by.as_deref(),
        witnesses: checked.cosigned.len(),
        trust: checked.trust,
        policy: checked.policy.as_deref(),
        problems: &checked.problems,
    }
}

fn table(checked: &Checked) -> String {
    let mut lines = Vec::new();
    if let Some(stated) = &checked.stated {
        if stated.demo {
            lines.push(("", "DATA CONTOH: semua isi log ini karangan".into()));
        }
        lines.push(("Unit", format!("{} ({})", stated.unit_name, stated.unit)));
        lines.push(("Periode", stated.period.to_string()));
        lines.push(("Checkpoint", format!("{} peristiwa", count(stated.size))));
    }
    for (proof, title) in [
        (Proof::Recomputed, "Dihitung ulang"),
        (Proof::Recorded, "Tercatat di log"),
        (Proof::Nothing, "Tidak terbukti"),
    ] {
        for figure in checked.figures.iter().filter(|figure| figure.proof == proof) {
            lines.push((title, told(figure)));
        }
    }
    lines.push((
        "Entri terbukti",
        match checked.hashes_only {
            0 => count(checked.proved),
            hashes => format!(
                "{}, {} di antaranya sidik saja",
                count(checked.proved),
                count(hashes)
            ),
        },
    ));
    if checked.documents > 0 {
        let documents = count(checked.documents as u64);
        lines.push((
            "Dokumen",
            format!("{documents} berkas: tidak dibuktikan, hanya disertakan"),
        ));
    }
    lines.push((
        "Segel",
        match &checked.attested_by {
            Some(name) => {
                format!("oleh pemegang kunci {name}: siapa yang menerbitkan, bukan bahwa isinya benar")
            }
            None => "tidak ada yang berlaku".into(),
        },
    ));
    lines.push(("Saksi", checked.cosigned.len().to_string()));
    if checked.trust == TrustFrom::Directory {
        let text = "dari bundel itu sendiri; ini tidak membuktikan apa pun terhadap pembuatnya";
        lines.push(("Kunci", text.into()));
    }
    for problem in &checked.problems {
        lines.push(("Tidak sesuai", problem.clone()));
    }
    facts(&lines)
}

/// The figures that something shows. What nothing shows is not told to a program.
fn shown(checked: &Checked) -> impl Iterator<Item = &Figure> {
    let figures = checked.figures.iter();
    figures.filter(|figure| figure.proof != Proof::Nothing)
}

fn told(figure: &Figure) -> String {
    let result = &figure.result;
    if figure.proof == Proof::Nothing {
        return match figure.position {
            Some(position) => format!("hasil pada posisi {position}: jangan dipercaya"),
            None => "angka menurut checkpoint: jangan dipercaya".into(),
        };
    }
    let which = match figure.position {
        Some(position) => format!("diterbitkan di posisi {position}"),
        None => "menurut checkpoint".into(),
    };
    let (ikm, n) = (result.ikm.id_id(), count(result.n));
    format!("IKM {ikm} ({}), n {n}, {which}", result.mutu)
}
