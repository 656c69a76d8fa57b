//! Checking evidence: signatures, proofs, figures. What disagrees is named by the file or the position it stands in.

use std::io::{Read, Seek};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use eventlog::{Position, RecordedEvent};
use survey::{Event, LogHead, ResultPublished, RootHash};
use tlog::{
    Hash,
    checkpoint::SignedCheckpoint,
    cosignature::CosignedAt,
    leaf_hash,
    policy::Item,
    tree::{TreeHead, verify_inclusion},
};

use super::{
    CHECKPOINT, ENTRIES, EvidenceError, FIGURES, FORMAT, Line, METHOD, Stated, VKEY,
    read::Files,
    recompute::{Told, result},
};
use crate::{
    Judgement, Trust, TrustFrom, brackets::moment, limits::FINDINGS_LISTED_MAX, results::difference,
};

/// What became of checking.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What the evidence says it is about; `None` if that cannot be read.
    pub stated: Option<Stated>,
    /// Entries that stand in the log.
    pub proved: u64,
    /// Of these, how many are here as a hash alone.
    pub hashes_only: u64,
    /// How often figures were computed again and came out the same.
    pub recomputed: u64,
    /// Which witnesses have seen the checkpoint, and when.
    pub cosigned: Vec<(Item, CosignedAt)>,
    /// Where the keys come from that signatures were checked with.
    pub trust: TrustFrom,
    /// What disagrees. Some, if there are very many.
    pub problems: Vec<String>,
    /// Nothing disagrees, but it was not signed by those who should have.
    pub policy: Option<String>,
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
            recomputed: 0,
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
        let Some(head) = self.head(files, trust) else {
            return;
        };
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
        self.figures(files, &stated, &events, head);
    }

    /// The head that the checkpoint signs, if it can be read.
    fn head(&mut self, files: &Files, trust: Option<&Trust>) -> Option<TreeHead> {
        let checkpoint = files
            .bytes
            .get(CHECKPOINT)
            .map(|note| SignedCheckpoint::parse(note));
        let Some(Ok(checkpoint)) = checkpoint else {
            self.accuse(format!("{CHECKPOINT} hilang atau rusak"));
            return None;
        };
        match trust.map(|trust| trust.judge(&checkpoint)) {
            Some(Judgement::Accepted(cosigned)) => self.checked.cosigned = cosigned,
            Some(Judgement::NoQuorum { cosigned, witnesses }) => {
                let seen = cosigned.len();
                self.checked.cosigned = cosigned;
                self.checked.policy = Some(format!(
                    "baru {seen} dari {witnesses} saksi menandatangani checkpoint ini, belum cukup"
                ));
            }
            Some(Judgement::Foreign { origin }) => {
                self.checked.policy = Some(format!(
                    "checkpoint atas nama {origin} tidak ditandatangani oleh kunci yang dipakai"
                ));
            }
            Some(Judgement::Altered { signer }) => {
                self.accuse(format!("{CHECKPOINT}: tanda tangan atas nama {signer} tidak sah"));
            }
            None => self.accuse(format!("{VKEY} hilang atau rusak")),
        }
        Some(checkpoint.checkpoint().head())
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

    fn figures(&mut self, files: &Files, stated: &Stated, events: &[Told], head: TreeHead) {
        for published in &stated.published {
            let stands = events.iter().any(|told| {
                told.position == published.position
                    && matches!(&told.event, Event::ResultPublished(result) if *result == published.result)
            });
            if !stands {
                self.accuse(format!(
                    "{FIGURES}: hasil pada posisi {} bukan yang berdiri di log",
                    published.position
                ));
            }
        }
        let root = RootHash(head.root.0);
        let now = stated.now.iter().map(|now| (now, "angka menurut checkpoint"));
        let published = stated
            .published
            .iter()
            .map(|published| (&published.result, "hasil yang diterbitkan"));
        let mut method = None;
        for (one, what) in published.chain(now) {
            method = Some(one.method.clone());
            if stated.with_answers {
                self.recompute(stated, events, one, what, root);
            }
        }
        let written = files
            .text(METHOD)
            .and_then(|text| serde_json::from_str(text).ok());
        let Some::<ikm::Method>(written) = written else {
            self.accuse(format!("{METHOD} tidak terbaca"));
            return;
        };
        if method.is_some_and(|method| method != written.id()) {
            self.accuse(format!("{METHOD} bukan metode angka-angka ini"));
        }
    }

    fn recompute(
        &mut self,
        stated: &Stated,
        events: &[Told],
        one: &ResultPublished,
        what: &str,
        root: RootHash,
    ) {
        if one.unit != stated.unit || one.period != stated.period {
            self.accuse(format!("{FIGURES}: {what} untuk unit atau periode lain"));
            return;
        }
        let made_of = LogHead {
            size: one.log_size,
            root: one.log_root.unwrap_or(root),
        };
        if one.log_size == stated.size && one.log_root.is_some_and(|stated| stated != root) {
            self.accuse(format!(
                "{FIGURES}: {what} menyebut akar yang bukan akar checkpoint"
            ));
        }
        let again = result(events, one, made_of);
        let Some(mut again) = again else {
            self.accuse(format!("{FIGURES}: {what} tidak mengikuti dari entri-entri ini"));
            return;
        };
        again.log_root = one.log_root;
        match difference(one, &again) {
            Some(field) => self.accuse(format!("{FIGURES}: {what}: {field}")),
            None => self.checked.recomputed += 1,
        }
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
