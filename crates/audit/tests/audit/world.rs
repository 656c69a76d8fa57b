//! A log of the small world in files, with a notary and witnesses that a test can order about.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use audit::{
    Finding, Head, Inspection, KeptIn, Outcome, PartName, Report, Skew, Trust,
    data_dir::{self, DataFiles},
};
use eventlog::{EventLog, Options, ReadTree, RedbLog, TimestampMs};
use jiff::Timestamp;
use notary::{Archived, Attester, Files, LockFile, Notary};
use survey::{Event, Hour, ResponseSubmitted, Stream};
use tempfile::TempDir;
use testkit::{Chronicle, moment, notary_in, response_id, submitted};
use tlog::{
    checkpoint::SignedCheckpoint,
    cosignature::{CosignedAt, CosigningKey},
    note::SigningKey,
    tree::TreeHead,
};

/// The name of every log here, and the seed of its key: those of the test kit.
pub(crate) const ORIGIN: &str = "skm.example/log";

/// The key that the notary of the test kit signs with.
pub(crate) fn log_key() -> SigningKey {
    SigningKey::from_seed(ORIGIN, &[7; 32]).unwrap()
}

/// A witness.
pub(crate) fn witness(name: &str) -> CosigningKey {
    let seed = std::array::from_fn(|at| name.as_bytes()[at % name.len()]);
    CosigningKey::from_seed(name, &seed).unwrap()
}

/// A policy that asks for so many of two witnesses.
pub(crate) fn policy(threshold: usize) -> Trust {
    let (one, two) = (witness("inspektorat"), witness("provinsi"));
    let text = format!(
        "log {}\nwitness satu {}\nwitness dua {}\ngroup saksi {threshold} satu dua\nquorum saksi\n",
        log_key().public(),
        one.public(),
        two.public()
    );
    Trust::policy(text.as_bytes()).unwrap()
}

pub(crate) struct World {
    pub(crate) dir: TempDir,
    pub(crate) log: Arc<RedbLog>,
    pub(crate) pen: Chronicle,
    notary: Notary,
}

impl World {
    /// The kabupaten, registered at that moment, and nothing signed.
    pub(crate) fn new(now: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(|| TimestampMs(0));
        let log =
            Arc::new(RedbLog::create(&dir.path().join("log.redb"), clock, &Options::default()).unwrap());
        let shared: Arc<dyn EventLog> = Arc::<RedbLog>::clone(&log);
        let mut pen = Chronicle::of(shared, now);
        pen.register_kabupaten();
        let notary = notary_in(dir.path(), &*log);
        Self {
            dir,
            log,
            pen,
            notary,
        }
    }

    /// A world in which answers were given, signed and witnessed: two heads, nine minutes apart, nobody late.
    pub(crate) fn witnessed() -> Self {
        let mut world = Self::new("2026-09-14T02:00:00Z");
        world.answer(1..=20);
        world.sign("2026-09-14T02:01:00Z");
        world.cosign("inspektorat", "2026-09-14T02:01:02Z");
        world.pen.set(moment("2026-09-14T02:05:00Z"));
        world.answer(21..=40);
        world.sign("2026-09-14T02:10:00Z");
        world.cosign("inspektorat", "2026-09-14T02:10:01Z");
        world
    }

    pub(crate) fn size(&self) -> u64 {
        self.log.head().size
    }

    /// One answer to each number.
    pub(crate) fn answer(&mut self, numbers: impl IntoIterator<Item = u64>) {
        for number in numbers {
            self.answer_with(number, |_| ());
        }
    }

    /// An answer of this hour, changed; its position.
    pub(crate) fn answer_with(&mut self, number: u64, change: impl FnOnce(&mut ResponseSubmitted)) -> u64 {
        let mut event = submitted("DUKCAPIL", Hour::containing(self.pen.now()), [3; 9]);
        change(&mut event);
        self.pen.record(
            &Stream::Response(response_id(number)),
            &[Event::ResponseSubmitted(event)],
        )
    }

    /// What attests in the name of this log.
    pub(crate) fn attester(&self) -> Attester {
        self.notary.attester()
    }

    /// Signs all that is there.
    pub(crate) fn sign(&mut self, now: &str) -> SignedCheckpoint {
        let size = self.size();
        let signed = self.notary.sign(&*self.log, size, at(now)).unwrap();
        signed.unwrap().checkpoint.clone()
    }

    /// Lets a witness cosign what was signed last, and keeps that.
    pub(crate) fn cosign(&mut self, name: &str, now: &str) -> SignedCheckpoint {
        let mut archived = self.notary.newest().unwrap().clone();
        archived
            .checkpoint
            .add(cosignature(&archived.checkpoint, name, now));
        self.notary.keep_cosigned(&archived).unwrap().checkpoint
    }

    /// Puts a head into the archive that the log never had, as a log that shows two faces would.
    pub(crate) fn forge(&mut self, head: TreeHead, now: &str) -> SignedCheckpoint {
        let mut checkpoint = SignedCheckpoint::sign(head, &log_key());
        checkpoint.add(cosignature(&checkpoint, "inspektorat", now));
        let archived = Archived {
            checkpoint,
            signed_at: at(now),
        };
        self.notary.keep_cosigned(&archived).unwrap().checkpoint
    }

    pub(crate) fn head(&self, size: u64) -> TreeHead {
        let root = self.log.root(size).unwrap();
        TreeHead { size, root }
    }

    /// Closes every file.
    pub(crate) fn close(self) -> Closed {
        let Self {
            dir,
            log,
            pen,
            notary,
        } = self;
        drop((pen, notary));
        drop(Arc::into_inner(log).expect("nobody else has it"));
        Closed { dir }
    }
}

/// A data directory that nobody has open.
pub(crate) struct Closed {
    pub(crate) dir: TempDir,
}

impl Closed {
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn files(&self) -> DataFiles {
        DataFiles {
            log: self.path("log.redb"),
            vault: self.path("vault"),
            views: self.path("views.redb"),
            notary: Files {
                key: self.path("log.key"),
                vkey: self.path("log.pub"),
                archive: self.path("checkpoints.redb"),
                lock: LockFile::new(self.path("signed")),
            },
        }
    }

    pub(crate) fn audit(&self, inspection: Inspection) -> Report {
        data_dir::audit(&self.files(), inspection, &mut |_, _, _| ()).unwrap()
    }

    /// As [`audit`](Self::audit), by an inspector with this trust and nothing else.
    pub(crate) fn audit_by(&self, trust: Trust) -> Report {
        self.audit(with(trust))
    }
}

/// An inspector with this trust and nothing else.
pub(crate) fn with(trust: Trust) -> Inspection {
    Inspection {
        trust: Some(trust),
        kept: Vec::new(),
        skew: Skew::default(),
        results: false,
    }
}

/// An inspector who kept a checkpoint.
pub(crate) fn with_kept(trust: Trust, checkpoint: &SignedCheckpoint) -> Inspection {
    Inspection {
        kept: vec![Head {
            checkpoint: checkpoint.clone(),
            signed_at: None,
            kept_in: KeptIn::Elsewhere("saksi.txt".into()),
        }],
        ..with(trust)
    }
}

pub(crate) fn at(text: &str) -> TimestampMs {
    let at: Timestamp = text.parse().unwrap();
    TimestampMs(u64::try_from(at.as_millisecond()).unwrap())
}

pub(crate) fn cosignature(checkpoint: &SignedCheckpoint, name: &str, now: &str) -> tlog::note::Signature {
    let seconds = at(now).0 / 1000;
    witness(name).cosign(checkpoint, CosignedAt::from_posix_seconds(seconds).unwrap())
}

/// Nothing disagrees; a test sees at once what does.
#[track_caller]
pub(crate) fn is_clean(report: &Report) {
    let problems: Vec<_> = report.parts.iter().flat_map(|part| &part.problems).collect();
    assert!(
        report.outcome() == Outcome::Clean && problems.is_empty(),
        "{problems:#?}"
    );
}

/// The one problem of a report, which is in this part.
#[track_caller]
pub(crate) fn the_problem(report: &Report, part: PartName) -> Finding {
    let problems: Vec<_> = report
        .parts
        .iter()
        .flat_map(|part| part.problems.iter().map(move |finding| (part.name, finding)))
        .collect();
    match problems.as_slice() {
        [(name, finding)] if *name == part => (*finding).clone(),
        other => panic!("not one problem of {part:?}: {other:#?}"),
    }
}

/// What a part only mentions.
pub(crate) fn notices(report: &Report, part: PartName) -> Vec<(Option<u64>, String)> {
    let notices = &report.part(part).unwrap().notices;
    notices
        .iter()
        .map(|finding| (finding.position, finding.what.clone()))
        .collect()
}

/// Copies a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
