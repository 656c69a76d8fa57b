//! Evidence: one file that carries a figure with everything it was made of, so that whoever holds it checks it offline.
//!
//! A ZIP of plain files; `docs/format.md` describes each. It is [written](write()) from a log, and [checked](check())
//! by the inspector's keys and nothing else. It shows that its entries stand in the log, and which figures follow from
//! them; its attestation, that the office handed out each byte of it. That nothing was left out only the whole log can show.

mod check;
mod container;
mod figures;
mod read;
mod recompute;
mod write;

use serde::{Deserialize, Serialize};
use survey::{Period, ResultPublished, UnitCode};

pub use check::{Checked, check};
pub use figures::{Figure, Proof};
pub use read::EvidenceError;
pub use write::{Document, Enclosed, WriteError, Written, write};

/// What `angka.json` names its form, and the first line of what is attested.
const FORMAT: &str = "skm bukti 2";

const README: &str = "BACA-SAYA.md";
const FIGURES: &str = "angka.json";
const METHOD: &str = "metode.json";
const CHECKPOINT: &str = "checkpoint";
const VKEY: &str = "log.pub";
const ENTRIES: &str = "entri.jsonl";
const DOCUMENTS: &str = "dokumen/";
/// What is in the file, with the SHA-256 of each.
const CONTENTS: &str = "isi.sha256";
/// The SHA-256 of that list, signed by the log's key; the last to be written.
const ATTESTATION: &str = "isi.segel";

/// `angka.json`: what the evidence is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// The form of the evidence.
    pub format: String,
    /// True if everything in the log is made up.
    pub demo: bool,
    /// The unit; everything below it is counted.
    pub unit: UnitCode,
    /// What it was called.
    pub unit_name: String,
    /// The period.
    pub period: Period,
    /// How many events of the log the checkpoint signs.
    pub size: u64,
    /// Whether the answers themselves are in it, or their hashes alone.
    pub with_answers: bool,
    /// The figures by the first `size` events; `None` if these give none, and without answers: single answers could be
    /// read off them.
    pub now: Option<ResultPublished>,
    /// What was published for the period, with the positions of the publications.
    pub published: Vec<StatedResult>,
}

/// One publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedResult {
    /// Where it stands in the log.
    pub position: u64,
    /// What was published.
    pub result: ResultPublished,
}

/// A line of `entri.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    position: u64,
    /// Leaf hash, in base64 as checkpoints have hashes.
    leaf: String,
    /// The entry, base64; absent where only its hash is handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
    /// The inclusion proof under the checkpoint, base64.
    proof: Vec<String>,
}
