//! Checking evidence: signatures, proofs, figures. What disagrees is named by the file or the position it stands in.

use std::io::{Read, Seek};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use eventlog::{Position, RecordedEvent};
use sha2::{Digest, Sha256};
use survey::Event;
use tlog::{
    Hash,
    checkpoint::SignedCheckpoint,
    cosignature::CosignedAt,
    leaf_hash,
    note::{SignedNote, VerifyError},
    policy::Item,
    tree::{TreeHead, verify_inclusion},
};

use super::{
    ATTESTATION, CHECKPOINT, CONTENTS, ENTRIES, EvidenceError, FIGURES, FORMAT, Figure, Line, METHOD, Proof,
    Stated, VKEY, container::hex, figures::judged, read::Files, recompute::Told,
};
use crate::{Judgement, Trust, TrustFrom, brackets::moment, limits::FINDINGS_LISTED_MAX};

/// What became of checking.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What the evidence says it is about; `None` if that cannot be read.
    pub stated: Option<Stated>,
    /// Entries that stand in the log.
    pub proved: u64,
    /// Of these, how many are here as a hash alone.
    pub hashes_only: u64,
    /// The stated figures, each with what shows that it is right.
    pub figures: Vec<Figure>,
    /// Documents that go along. What they say is not held against the entries.
    pub documents: usize,
    /// The log's name, if its key attested every byte of this.
    pub attested_by: Option<String>,
    /// Which witnesses have seen the checkpoint, and when.
    pub cosigned: Vec<(Item, CosignedAt)>,
    /// Where the keys come from that signatures were checked with.
    pub trust: TrustFrom,
    /// What disagrees. Some, if there are very many.
    pub problems: Vec<String>,
    /// Nothing disagrees, but it was not signed by those who should have.
    pub policy: Option<String>,
}

impl Checked {
    /// How many of the figures are proved so.
    #[must_use]
    pub fn count(&self, proof: Proof) -> usize {
        self.figures.iter().filter(|figure| figure.proof == proof).count()
    }
}

/// Checks evidence. Without a trust that the inspector brings, the key in the evidence is taken, which proves nothing
/// against whoever made it.
///
/// # Errors
/// If it is no evidence, or cannot be read.
pub fn check(file: impl Read + Seek, trust: Option<&Trust>) -> Result<Checked, EvidenceError> {
    let files = Files::open(file)?;
    if files.bytes.is_empty() || !files.bytes.contains_key(ENTRIES) && files.problems.is_empty() {
        return Err(EvidenceError::NotOne(format!("{ENTRIES} tidak ada")));
    }
    let own = files.text(VKEY).and_then(|vkey| vkey.trim_end().parse().ok());
    let own = own.as_ref().map(Trust::directory);
    let trust = trust.or(own.as_ref());
    let mut checking = Checking {
        checked: Checked {
            stated: files
                .text(FIGURES)
                .and_then(|text| serde_json::from_str(text).ok()),
            proved: 0,
            hashes_only: 0,
            figures: Vec::new(),
            documents: files.documents().count(),
            attested_by: None,
            cosigned: Vec::new(),
            trust: trust.map_or(TrustFrom::Nowhere, Trust::from),
            problems: Vec::new(),
            policy: None,
        },
    };
    for problem in &files.problems {
        checking.accuse(problem.clone());
    }
    checking.run(&files, trust);
    Ok(checking.checked)
}

struct Checking {
    checked: Checked,
}

impl Checking {
    fn accuse(&mut self, what: String) {
        if self.checked.problems.len() < FINDINGS_LISTED_MAX {
            self.checked.problems.push(what);
        }
    }

    fn run(&mut self, files: &Files, trust: Option<&Trust>) {
        let attestation = self.attestation(files);
        let checkpoint = files
            .bytes
            .get(CHECKPOINT)
            .map(|note| SignedCheckpoint::parse(note));
        let Some(Ok(checkpoint)) = checkpoint else {
            self.accuse(format!("{CHECKPOINT} hilang atau rusak"));
            return;
        };
        match trust {
            None => self.accuse(format!("{VKEY} hilang atau rusak")),
            Some(trust) => {
                self.signatures(&checkpoint, trust);
                if let Some(attestation) = attestation {
                    self.attested(&attestation, checkpoint.checkpoint().origin(), trust);
                }
            }
        }
        let head = checkpoint.checkpoint().head();
        let events = self.entries(files, head);
        let Some(stated) = self.checked.stated.clone() else {
            self.accuse(format!("{FIGURES} tidak terbaca"));
            return;
        };
        if stated.format != FORMAT {
            self.accuse(format!("{FIGURES}: bentuk {:?} tidak dikenal", stated.format));
        }
        if stated.size != head.size {
            self.accuse(format!(
                "{FIGURES} menyebut {} peristiwa, checkpoint {}",
                stated.size, head.size
            ));
        }
        for (name, document) in files.documents() {
            if !stated.with_answers && !document.is_for_the_public() {
                self.accuse(format!(
                    "{name} tidak untuk umum, padahal bundel ini tanpa jawaban"
                ));
            }
        }
        let method = files
            .text(METHOD)
            .and_then(|text| serde_json::from_str(text).ok());
        let (figures, problems) = judged(&stated, method.as_ref(), &events, head);
        self.checked.figures = figures;
        for problem in problems {
            self.accuse(problem);
        }
    }

    /// The attestation, if it can be read. It is of the list of contents, and so of each byte of them.
    fn attestation(&mut self, files: &Files) -> Option<SignedNote> {
        let note = files.bytes.get(ATTESTATION).map(|note| SignedNote::parse(note));
        let Some(Ok(note)) = note else {
            self.accuse(format!("{ATTESTATION} hilang atau rusak"));
            return None;
        };
        let list = files.bytes.get(CONTENTS).map(Vec::as_slice).unwrap_or_default();
        if note.text() != format!("{FORMAT}\n{}\n", hex(&Sha256::digest(list))) {
            self.accuse(format!("{CONTENTS} diubah: bukan yang disegel {ATTESTATION}"));
        }
        Some(note)
    }

    /// Whether the key of the log of that name made the attestation.
    fn attested(&mut self, attestation: &SignedNote, origin: &str, trust: &Trust) {
        match trust.attested(attestation, origin) {
            Ok(()) => self.checked.attested_by = Some(origin.into()),
            Err(VerifyError::BadSignature) => self.accuse(format!("{ATTESTATION}: tanda tangan tidak sah")),
            Err(VerifyError::NotSigned) => {
                let why = format!("{ATTESTATION} tidak ditandatangani oleh kunci log yang dipakai");
                self.checked.policy.get_or_insert(why);
            }
        }
    }

    fn signatures(&mut self, checkpoint: &SignedCheckpoint, trust: &Trust) {
        match trust.judge(checkpoint) {
            Judgement::Accepted(cosigned) => self.checked.cosigned = cosigned,
            Judgement::NoQuorum { cosigned, witnesses } => {
                let seen = cosigned.len();
                self.checked.cosigned = cosigned;
                self.checked.policy = Some(format!(
                    "baru {seen} dari {witnesses} saksi menandatangani checkpoint ini, belum cukup"
                ));
            }
            Judgement::Foreign { origin } => {
                self.checked.policy = Some(format!(
                    "checkpoint atas nama {origin} tidak ditandatangani oleh kunci yang dipakai"
                ));
            }
            Judgement::Altered { signer } => {
                self.accuse(format!("{CHECKPOINT}: tanda tangan atas nama {signer} tidak sah"));
            }
        }
    }

    /// The events of the entries that stand in the log, in order.
    fn entries(&mut self, files: &Files, head: TreeHead) -> Vec<Told> {
        let mut events = Vec::new();
        let mut before = None;
        for (number, text) in files.text(ENTRIES).unwrap_or_default().lines().enumerate() {
            let Ok(line) = serde_json::from_str::<Line>(text) else {
                self.accuse(format!("{ENTRIES}: baris {} rusak", number + 1));
                continue;
            };
            if before
                .replace(line.position)
                .is_some_and(|last| last >= line.position)
            {
                self.accuse(format!(
                    "{ENTRIES}: posisi {} tidak menurut urutan",
                    line.position
                ));
            }
            match prove(&line, head) {
                Err(why) => self.accuse(format!("posisi {}: {why}", line.position)),
                Ok(recorded) => {
                    self.checked.proved += 1;
                    self.checked.hashes_only += u64::from(recorded.is_none());
                    match recorded.as_ref().map(told) {
                        None => {}
                        Some(Ok(told)) => events.push(told),
                        Some(Err(why)) => self.accuse(format!("posisi {}: {why}", line.position)),
                    }
                }
            }
        }
        events
    }
}

/// The entry, if it is here, that the line proves to stand in the log.
fn prove(line: &Line, head: TreeHead) -> Result<Option<RecordedEvent>, String> {
    let hash = |text: &String| Hash::from_base64(text).ok_or("sidik tidak terbaca");
    let leaf = hash(&line.leaf)?;
    let entry = line.entry.as_ref().map(|entry| BASE64_STANDARD.decode(entry));
    let entry = entry.transpose().map_err(|_| "entri tidak terbaca")?;
    if entry.as_ref().is_some_and(|entry| leaf_hash(entry) != leaf) {
        return Err("isi entri diubah: bukan yang bersidik ini".into());
    }
    let proof = line.proof.iter().map(hash).collect::<Result<Vec<_>, _>>()?;
    verify_inclusion(&leaf, line.position, &head, &proof)
        .map_err(|_| "entri atau buktinya tidak berada pada checkpoint: salah satunya diubah")?;
    let recorded = entry.map(|entry| RecordedEvent::from_entry(Position(line.position), leaf, entry.into()));
    recorded.transpose().map_err(|error| error.to_string())
}

fn told(recorded: &RecordedEvent) -> Result<Told, String> {
    let event = Event::from_stored(recorded.event_type(), recorded.type_version(), recorded.payload());
    Ok(Told {
        position: recorded.position().0,
        stream: recorded.stream().into(),
        recorded_at: moment(recorded.recorded_at()),
        event: event.map_err(|error| error.to_string())?,
    })
}
