//! `skm verify proof`: one entry, and the proof that it is in the log.

use std::path::{Path, PathBuf};

use app::{ReceiptFile, ReceiptFileError};
use audit::proof::{Proved, Unproved, check};
use clap::Args;
use eventlog::RecordedEvent;
use jiff::Timestamp;
use serde::Serialize;
use tlog::proof::Proof;

use super::inspection::{Keys, read};
use crate::{
    arguments::{Format, Output},
    failure::Failure,
    output::{facts, say, say_json},
};

/// Periksa berkas bukti (.tlog-proof): apakah sebuah entri ada di log
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Berkas bukti
    #[arg(value_name = "BERKAS")]
    proof: PathBuf,
    /// Bita entri, bila bukti tidak memuatnya
    #[arg(long, value_name = "BERKAS")]
    entry: Option<PathBuf>,
    /// Tanda terima yang disimpan warga: entri dan posisinya harus yang dibuktikan
    #[arg(long, value_name = "BERKAS", conflicts_with = "entry")]
    receipt: Option<PathBuf>,
    #[command(flatten)]
    keys: Keys,
    #[command(flatten)]
    output: Output,
}

/// What programs read.
#[derive(Serialize)]
struct Document<'a> {
    proved: bool,
    position: u64,
    size: u64,
    leaf_hash: String,
    recorded_at: Option<Timestamp>,
    event_type: Option<&'a str>,
    cosigned: Vec<Cosigned>,
}

#[derive(Serialize)]
struct Cosigned {
    witness: String,
    at: Option<Timestamp>,
}

impl Arguments {
    pub(super) fn run(self) -> Result<(), Failure> {
        let bytes = read(&self.proof)?;
        let proof = Proof::parse(&bytes).map_err(|error| {
            Failure::Refused(format!("{} bukan berkas bukti: {error}", self.proof.display()))
        })?;
        let Some(trust) = self.keys.trust()? else {
            return Err(Failure::Refused(
                "sebut kunci log dengan --key atau kebijakan dengan --policy: bukti tidak dapat menjamin dirinya sendiri"
                    .into(),
            ));
        };
        let (entry, position) = self.entry(&proof)?;
        let proved = check(&proof, &entry, position, &trust).map_err(|unproved| why(&unproved))?;
        match self.output.format {
            Format::Json => say_json(&document(&proof, &proved)),
            Format::Table => say(&table(&proof, &proved)),
        }
    }

    /// The entry to prove, and where it must stand, if that is known.
    fn entry(&self, proof: &Proof) -> Result<(Vec<u8>, Option<u64>), Failure> {
        if let Some(path) = &self.receipt {
            let receipt = ReceiptFile::parse(&read(path)?);
            let receipt = receipt.map_err(|error| unusable(path, error))?;
            return Ok((receipt.entry, Some(receipt.position)));
        }
        match (&self.entry, &proof.extra) {
            (Some(path), _) => Ok((read(path)?, None)),
            (None, Some(extra)) => Ok((extra.clone(), None)),
            (None, None) => Err(Failure::Refused(
                "bukti ini tidak memuat entrinya; sebut berkasnya dengan --receipt atau --entry".into(),
            )),
        }
    }
}

/// A receipt that contradicts itself was altered; any other is none.
fn unusable(path: &Path, error: ReceiptFileError) -> Failure {
    let what = format!("{}: {error}", path.display());
    match error {
        ReceiptFileError::Altered => Failure::Evidence(what),
        ReceiptFileError::NotOne | ReceiptFileError::Line(_) => Failure::Refused(what),
    }
}

fn why(unproved: &Unproved) -> Failure {
    let what = unproved.to_string();
    match unproved {
        Unproved::OtherPosition { .. } | Unproved::NotIncluded { .. } | Unproved::Altered { .. } => {
            Failure::Evidence(format!("{what}; simpan entri dan bukti ini"))
        }
        Unproved::Foreign { .. } | Unproved::NoQuorum { .. } => Failure::Policy(what),
    }
}

fn table(proof: &Proof, proved: &Proved) -> String {
    let origin = proof.checkpoint.checkpoint().origin();
    let mut lines = vec![
        (
            "Terbukti",
            format!("entri ini ada di posisi {} log {origin}", proof.index),
        ),
        ("Checkpoint", format!("{} peristiwa", proved.head.size)),
        ("Hash daun", format!("{:x}", proved.leaf)),
    ];
    match &proved.event {
        Ok(event) => {
            lines.push(("Jenis", event.event_type().into()));
            lines.push((
                "Dicatat",
                recorded_at(event).map_or_else(String::new, |at| at.to_string()),
            ));
        }
        Err(error) => lines.push(("Isi", format!("bukan entri yang dikenal: {error}"))),
    }
    for Cosigned { witness, at } in cosigned(proved) {
        let at = at.map_or_else(String::new, |at| at.to_string());
        lines.push(("Disaksikan", format!("{at} oleh {witness}")));
    }
    facts(&lines)
}

fn document<'a>(proof: &Proof, proved: &'a Proved) -> Document<'a> {
    let event = proved.event.as_ref().ok();
    Document {
        proved: true,
        position: proof.index,
        size: proved.head.size,
        leaf_hash: format!("{:x}", proved.leaf),
        recorded_at: event.and_then(recorded_at),
        event_type: event.map(RecordedEvent::event_type),
        cosigned: cosigned(proved),
    }
}

fn cosigned(proved: &Proved) -> Vec<Cosigned> {
    let cosigned = proved.cosigned.iter().map(|(witness, at)| Cosigned {
        witness: witness.to_string(),
        at: i64::try_from(at.posix_seconds())
            .ok()
            .and_then(|at| Timestamp::from_second(at).ok()),
    });
    cosigned.collect()
}

fn recorded_at(event: &RecordedEvent) -> Option<Timestamp> {
    let ms = i64::try_from(event.recorded_at().0).ok()?;
    Timestamp::from_millisecond(ms).ok()
}
