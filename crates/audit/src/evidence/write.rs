//! Writing evidence: whatever a figure is made of, each entry with its inclusion proof.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Seek, Write},
};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use eventlog::{Position, ReadTree, RecordedEvent, StreamId, Tag, TreeError, Version};
use notary::{Archived, Attester, Entries};
use sha2::{Digest, Sha256};
use survey::{Event, LogHead, Period, REGISTER_TAG, ResultBasis, RootHash, Unit, UnitCode, unit_tag};
use tlog::note::VerifierKey;
use views::{AsOf, Basis, Look, Reading, ViewsError};
use zip::result::ZipError;

use super::{
    ATTESTATION, CHECKPOINT, CONTENTS, DOCUMENTS, ENTRIES, FIGURES, FORMAT, Line, METHOD, README, Stated,
    StatedResult, VKEY,
    container::{Container, hex},
};
use crate::limits::EVENTS_AT_ONCE;

const BACA_SAYA: &str = include_str!("BACA-SAYA.md");

/// What goes along with the entries.
#[derive(Clone, Debug, Default)]
pub struct Enclosed {
    /// Published documents.
    pub documents: Vec<Document>,
    /// Positions of publications that few answered, or that would tell of few beside others: evidence without answers
    /// says nothing of them.
    pub withheld: Vec<u64>,
}

/// A published document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name, without a folder.
    pub name: String,
    /// What it is, in a few words.
    pub about: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Why there is no evidence.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Name a unit that the log knew by then.
    #[error("unit {0} tidak terdaftar pada checkpoint itu")]
    UnitUnknown(UnitCode),
    /// Too many responses for one file that is made while somebody waits.
    #[error("periode ini memuat lebih dari {0} jawaban; buat bukti dengan `skm evidence`")]
    TooMany(u64),
    /// Log or views failed.
    #[error(transparent)]
    Views(#[from] ViewsError),
    /// The tree failed.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The file cannot be written.
    #[error("bukti tidak dapat ditulis: {0}")]
    Zip(#[from] ZipError),
    /// As above.
    #[error("bukti tidak dapat ditulis: {0}")]
    Io(#[from] io::Error),
}

/// What was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// What it is about.
    pub stated: Stated,
    /// How many entries or hashes there are.
    pub entries: u64,
}

/// Writes the evidence of a unit's figures for a period, as of a signed checkpoint, with at most `responses_max`
/// responses, and attests it with the log's key.
///
/// Without answers there is nothing in it that one answer could be read off: no figure but what the public may see.
///
/// # Errors
/// [`WriteError`]; a part of the file may be written then.
#[expect(
    clippy::too_many_arguments,
    reason = "each is another thing that the file carries"
)]
pub fn write(
    reading: Reading<'_>,
    tree: &dyn ReadTree,
    (newest, attester): (&Archived, &Attester),
    (unit, period): (&UnitCode, Period),
    entries: Entries,
    enclosed: &Enclosed,
    responses_max: u64,
    out: impl Write + Seek,
) -> Result<Written, WriteError> {
    let head = newest.head();
    let look = Look::AtSize(head.size);
    let unknown = || WriteError::UnitUnknown(unit.clone());
    let found = reading
        .unit_index(unit, period, None, Basis::SETTLED, look)?
        .ok_or_else(unknown)?;
    if found.received > responses_max {
        return Err(WriteError::TooMany(responses_max));
    }
    let program = env!("CARGO_PKG_VERSION");
    let made_of = LogHead {
        size: head.size,
        root: RootHash(head.root.0),
    };
    let published = reading.views.results(unit)?.into_iter();
    let with_answers = entries == Entries::Written;
    let shown =
        |position: u64| position < head.size && (with_answers || !enclosed.withheld.contains(&position));
    let published = published
        .filter(|published| published.result.period == period && shown(published.position.0))
        .map(|published| StatedResult {
            position: published.position.0,
            result: published.result,
        });
    let stated = Stated {
        format: FORMAT.into(),
        demo: reading.views.registry().is_demo(),
        unit: unit.clone(),
        unit_name: found.unit.name.clone(),
        period,
        size: head.size,
        with_answers,
        now: with_answers
            .then(|| found.to_result(made_of, program, ResultBasis::Shown))
            .flatten(),
        published: published.collect(),
    };
    let behind = Behind::gather(reading, &stated)?;
    let vkey = attester.vkey();
    let mut bundle = Container::new(out);
    bundle.put(README, readme(&stated, vkey, &enclosed.documents).as_bytes())?;
    bundle.put(FIGURES, json(&stated).as_bytes())?;
    bundle.put(METHOD, json(&found.method).as_bytes())?;
    bundle.put(CHECKPOINT, newest.checkpoint.to_string().as_bytes())?;
    bundle.put(VKEY, format!("{vkey}\n").as_bytes())?;
    bundle.begin(ENTRIES)?;
    for (position, recorded) in &behind.0 {
        let answer = matches!(
            recorded.event_type(),
            "response_submitted" | "submission_conflicted"
        );
        let proof = tree.inclusion_proof(Position(*position), head.size)?;
        let line = Line {
            position: *position,
            leaf: recorded.leaf_hash().to_string(),
            entry: (with_answers || !answer).then(|| BASE64_STANDARD.encode(recorded.entry())),
            proof: proof.iter().map(ToString::to_string).collect(),
        };
        bundle.write(serde_json::to_string(&line).map_err(io::Error::from)?.as_bytes())?;
        bundle.write(b"\n")?;
    }
    bundle.end();
    for document in &enclosed.documents {
        bundle.put(&format!("{DOCUMENTS}{}", document.name), &document.bytes)?;
    }
    let list = bundle.list().to_owned();
    bundle.put(CONTENTS, list.as_bytes())?;
    let attestation = attester.attest(FORMAT, &hex(&Sha256::digest(&list)));
    bundle.put(ATTESTATION, attestation.to_string().as_bytes())?;
    bundle.finish()?;
    Ok(Written {
        stated,
        entries: behind.0.len() as u64,
    })
}

fn json(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("made of maps with text keys");
    format!("{text}\n")
}

fn readme(stated: &Stated, vkey: &VerifierKey, documents: &[Document]) -> String {
    let line = |document: &Document| format!("| `{DOCUMENTS}{}` | {} |\n", document.name, document.about);
    let documents: String = documents.iter().map(line).collect();
    let answers = if stated.with_answers {
        "Bundel ini memuat jawaban satu per satu. Simpan seperti dokumen rahasia."
    } else {
        "Bundel ini memuat sidik jawaban, bukan isinya, sehingga boleh diserahkan kepada siapa pun."
    };
    let (now, figures) = if stated.with_answers {
        (
            ", dan menurut log sampai checkpoint ini",
            "| angka yang diterbitkan, dan angka menurut checkpoint | dihitung ulang dari entri di bundel ini |\n",
        )
    } else {
        (
            "",
            "| angka yang diterbitkan | tercatat dalam log; dihitung ulang hanya dapat dengan jawabannya |\n",
        )
    };
    let demo = if stated.demo {
        "**DATA CONTOH: semua isi log ini karangan.**\n\n"
    } else {
        ""
    };
    BACA_SAYA
        .replace("{contoh}", demo)
        .replace("{unit}", &format!("{} ({})", stated.unit_name, stated.unit))
        .replace("{periode}", &stated.period.to_string())
        .replace("{posisi}", &stated.size.to_string())
        .replace("{kunci}", &vkey.to_string())
        .replace("{jawaban}", answers)
        .replace("{sekarang}", now)
        .replace("{angka}", figures)
        .replace("{dokumen}", &documents)
}

/// Every event that the figures follow from, by position.
struct Behind(BTreeMap<u64, RecordedEvent>);

impl Behind {
    fn gather(reading: Reading<'_>, stated: &Stated) -> Result<Self, ViewsError> {
        let mut behind = Self(BTreeMap::new());
        let sizes = stated.published.iter().map(|published| published.result.log_size);
        let (mut units, mut above) = (BTreeSet::new(), BTreeSet::new());
        for size in sizes.chain([stated.size]) {
            let registry = reading.views.registry_as_of(reading.log, AsOf(size))?;
            let subtree = registry.subtree(&stated.unit);
            units.extend(subtree.iter().map(|(_, unit)| unit.code.clone()));
            above.extend(registry.ancestors(&stated.unit).map(|unit| unit.code.clone()));
        }
        let about = |event: &Event| match event.unit() {
            Some(unit) => units.contains(unit) || above.contains(unit),
            None => matches!(event, Event::LogOpened(_) | Event::InstrumentPublished(_)),
        };
        behind.take_tag(reading, REGISTER_TAG, stated.size, |recorded| {
            Ok(about(&decode(recorded)?))
        })?;
        for published in &stated.published {
            behind.take(reading, published.position)?;
        }
        let registry = reading.views.registry_as_of(reading.log, AsOf(stated.size))?;
        let around = units.iter().chain(&above);
        let around: Vec<&Unit> = around.filter_map(|unit| registry.unit(unit)).collect();
        for event in reading.views.service_events(&around, Some(AsOf(stated.size)))? {
            behind.take(reading, event.position.0)?;
        }
        for unit in &units {
            behind.take_tag(reading, &unit_tag(unit), stated.size, |recorded| {
                Ok(matches!(
                    decode(recorded)?,
                    Event::FollowUp(_) | Event::ResultAnnounced(_) | Event::AnnouncementWithdrawn(_)
                ))
            })?;
        }
        for unit in &units {
            for month in stated.period.months() {
                behind.take_answers(reading, unit, month, stated.size)?;
            }
        }
        Ok(behind)
    }

    fn take(&mut self, reading: Reading<'_>, position: u64) -> Result<(), ViewsError> {
        let found = reading.log.read_all(Position(position), 1)?;
        self.0
            .extend(found.into_iter().map(|recorded| (position, recorded)));
        Ok(())
    }

    fn take_tag(
        &mut self,
        reading: Reading<'_>,
        tag: &str,
        size: u64,
        wanted: impl Fn(&RecordedEvent) -> Result<bool, ViewsError>,
    ) -> Result<(), ViewsError> {
        let tag = Tag::new(tag).expect("a well-formed tag");
        let mut from = Position(0);
        loop {
            let events = reading.log.read_tag(&tag, from, EVENTS_AT_ONCE)?;
            let Some(last) = events.last() else {
                return Ok(());
            };
            from = last.position().next();
            for recorded in events {
                if recorded.position().0 >= size {
                    return Ok(());
                }
                if wanted(&recorded)? {
                    self.0.insert(recorded.position().0, recorded);
                }
            }
        }
    }

    /// The answers of a unit's month, each with everything that became of it.
    fn take_answers(
        &mut self,
        reading: Reading<'_>,
        unit: &UnitCode,
        month: survey::Month,
        size: u64,
    ) -> Result<(), ViewsError> {
        let mut from = Position(0);
        loop {
            let positions = reading.views.positions(unit, month, from, EVENTS_AT_ONCE)?;
            let Some(last) = positions.last() else {
                return Ok(());
            };
            from = last.next();
            for position in positions.into_iter().filter(|position| position.0 < size) {
                let found = reading.log.read_all(position, 1)?;
                let Some(first) = found.first().filter(|found| found.version() == Version(0)) else {
                    continue;
                };
                let stream = StreamId::new(first.stream()).expect("it was read as a stream id");
                for recorded in reading.log.read_stream(&stream, Version(0), usize::MAX)? {
                    if recorded.position().0 < size {
                        self.0.insert(recorded.position().0, recorded);
                    }
                }
            }
        }
    }
}

fn decode(recorded: &RecordedEvent) -> Result<Event, ViewsError> {
    Event::from_stored(recorded.event_type(), recorded.type_version(), recorded.payload()).map_err(|error| {
        ViewsError::Event {
            position: recorded.position().0,
            error,
        }
    })
}
