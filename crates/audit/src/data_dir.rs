//! Auditing a data directory, also beside the server that writes it.

use std::{path::PathBuf, sync::Arc};

use eventlog::{LogReader, Options, ReadEvents, ReadTree};
use notary::{ArchiveReader, FileError, Files};
use tlog::{checkpoint::SignedCheckpoint, note::VerifierKey, tree::TreeHead};

use crate::{
    Error, Head, Inspection, Judgement, KeptIn, Part, PartName, Remedy, Report, Step, Trust, TrustFrom,
    Watch, Weight,
    brackets::moment,
    events::{self, Beside},
    fold::Fold,
    heads::{self, Settled},
    limits::CHECKPOINTS_AT_ONCE,
    results,
};

/// Where the parts of a data directory lie.
#[derive(Clone, Debug)]
pub struct DataFiles {
    /// The log.
    pub log: PathBuf,
    /// The directory of the vault.
    pub vault: PathBuf,
    /// The file of the views.
    pub views: PathBuf,
    /// What the notary keeps.
    pub notary: Files,
}

/// Looks at everything in a data directory. Changes nothing.
///
/// # Errors
/// If the log cannot be opened, or a disk fails. What disagrees is no error; it stands in the report.
pub fn audit(files: &DataFiles, inspection: Inspection, watch: &mut dyn Watch) -> Result<Report, Error> {
    // In this order: a log that grows meanwhile is then never shorter than what was said of it before.
    let vault = Beside::open(&files.vault);
    let kept = Kept::read(files, inspection.kept);
    let log = Arc::new(LogReader::open(&files.log, &Options::default())?);
    let found = log.verify(|done, total| watch.done(Step::Tree, done, total))?;
    let trust = match inspection.trust {
        Some(trust) => Some(trust),
        None => kept.vkey.as_ref().map(Trust::directory),
    };
    let size = found.head.size;
    let mut report = Report {
        size,
        root: found.root.filter(|_| found.is_clean()),
        recorded_at: (size > 0).then(|| moment(found.head.recorded_at)),
        witnessed: None,
        trust: trust.as_ref().map_or(TrustFrom::Nowhere, Trust::from),
        parts: Vec::new(),
    };
    let mut on_log = Part::checked(PartName::Log, format!("{size} peristiwa"));
    for problem in &found.problems {
        on_log.accuse(problem.position.map(|position| position.0), problem.what.clone());
    }
    on_log.problem_count = found.problem_count;
    if !on_log.is_sound() {
        report.parts = unchecked_beside(on_log);
        return Ok(report);
    }
    let judged = heads::judge(&kept.heads, trust.as_ref(), watch);
    let compared = judged.compare(size, |size| log.root(size))?;
    let said = events::read(
        &*log,
        size,
        &compared.brackets,
        inspection.skew,
        &mut on_log,
        watch,
        |_, _| (),
    )?;
    let Settled {
        signatures,
        mut checkpoints,
        witnessed,
    } = compared.settle(&said.declared);
    kept.tell(&mut checkpoints);
    report.witnessed = witnessed;
    let vault = said.texts.check(&vault)?;
    let events: Arc<dyn ReadEvents> = log.clone();
    let mut fold = Fold::new(events, size)?;
    // Events without their shape cannot be folded, and were told above.
    let (views, results) = if on_log.is_sound() {
        let views = fold.check_views(&files.views, watch)?;
        let mut results = results::check_roots(&said.results, |size| log.root(size))?;
        if inspection.results && results.is_sound() {
            results::recompute(&said.results, &mut fold, &mut results, watch)?;
        }
        (views, results)
    } else {
        (unchecked(PartName::Views), unchecked(PartName::Results))
    };
    report.parts = vec![
        signatures,
        on_log,
        checkpoints,
        kept.check_lock(&log, size, trust.as_ref())?,
        said.times,
        vault,
        said.devices,
        said.answers,
        views,
        results,
    ];
    Ok(report)
}

/// Everything else is held against the log, so nothing can be said of it.
fn unchecked_beside(log: Part) -> Vec<Part> {
    let others = [
        PartName::Checkpoints,
        PartName::Lock,
        PartName::Times,
        PartName::Vault,
        PartName::Devices,
        PartName::Answers,
        PartName::Views,
        PartName::Results,
    ];
    let mut parts = vec![unchecked(PartName::Signatures), log];
    parts.extend(others.map(unchecked));
    parts
}

fn unchecked(name: PartName) -> Part {
    Part::unchecked(name, "tidak diperiksa, karena log sendiri tidak sesuai")
}

/// What was kept of signed heads, and what kept us from reading it.
struct Kept {
    heads: Vec<Head>,
    vkey: Option<VerifierKey>,
    lock: Result<Option<SignedCheckpoint>, FileError>,
    newest: Option<TreeHead>,
    unreadable: Vec<FileError>,
}

impl Kept {
    /// The archive first: while a server signs, the lock is ahead of it, and the log ahead of both.
    fn read(files: &DataFiles, brought: Vec<Head>) -> Self {
        let mut unreadable = Vec::new();
        let mut heads = match archived(files) {
            Ok(heads) => heads,
            Err(error) => {
                unreadable.push(error);
                Vec::new()
            }
        };
        let newest = heads.iter().map(|head| head.checkpoint.checkpoint().head());
        let newest = newest.max_by_key(|head| head.size);
        let lock = files.notary.lock.read();
        heads.extend(brought);
        let vkey = notary::read_vkey(&files.notary.vkey).unwrap_or_else(|error| {
            unreadable.push(error);
            None
        });
        Self {
            heads,
            vkey,
            lock,
            newest,
            unreadable,
        }
    }

    fn tell(&self, part: &mut Part) {
        for error in &self.unreadable {
            part.miss(None, error.to_string());
        }
    }

    /// The lock: whether it is there, is the log's own, is in the tree, and is not older than the archive.
    fn check_lock(&self, log: &LogReader, size: u64, trust: Option<&Trust>) -> Result<Part, Error> {
        let lock = match &self.lock {
            Err(error) => {
                let mut part = Part::unchecked(PartName::Lock, "tidak terbaca");
                part.miss(None, error.to_string());
                return Ok(part);
            }
            Ok(None) => return Ok(self.without_a_lock()),
            Ok(Some(lock)) => lock,
        };
        let signed = lock.checkpoint().head();
        let mut part = Part::checked(
            PartName::Lock,
            format!("{} peristiwa ditandatangani", signed.size),
        );
        match trust.map(|trust| trust.judge(lock)) {
            Some(Judgement::Foreign { origin }) => {
                let what = format!("atas nama {origin}, tidak ditandatangani oleh kunci yang dipakai");
                part.add(Weight::Policy, None, what, Remedy::CheckTheKey);
            }
            Some(Judgement::Altered { signer }) => {
                part.accuse(None, format!("tanda tangan atas nama {signer} tidak sah"));
            }
            // How far witnesses have come is not the lock's to say.
            Some(Judgement::Accepted(_) | Judgement::NoQuorum { .. }) | None => {}
        }
        if signed.size > size {
            let what = format!(
                "{} peristiwa sudah ditandatangani, log hanya memuat {size}: {} peristiwa terakhir hilang, atau ini \
                 salinan lama",
                signed.size,
                signed.size - size
            );
            part.accuse(size, what);
        } else if log.root(signed.size)? != signed.root {
            let what = format!(
                "{} peristiwa pertama bukan yang terakhir ditandatangani",
                signed.size
            );
            part.accuse(None, what);
        }
        if let Some(newest) = self.newest.filter(|newest| newest.size > signed.size) {
            let what = format!(
                "arsip memuat checkpoint {} peristiwa: catatan ini sudah lama",
                newest.size
            );
            part.notice(None, what);
        }
        Ok(part)
    }

    fn without_a_lock(&self) -> Part {
        let mut part = Part::unchecked(PartName::Lock, "tidak ada");
        if let Some(newest) = self.newest {
            let what = format!(
                "{} peristiwa sudah ditandatangani, tetapi catatan tanda tangan terakhir tidak ada; sebut tempatnya \
                 dengan --lock",
                newest.size
            );
            part.notice(None, what);
        }
        part
    }
}

/// Every checkpoint of the archive; none if there is no archive yet.
fn archived(files: &DataFiles) -> Result<Vec<Head>, FileError> {
    if !files.notary.archive.exists() {
        return Ok(Vec::new());
    }
    let archive = ArchiveReader::open(&files.notary.archive)?;
    let mut heads = Vec::new();
    let mut before = None;
    loop {
        let page = archive.after(before, CHECKPOINTS_AT_ONCE)?;
        let Some(last) = page.last() else {
            return Ok(heads);
        };
        before = Some(last.head());
        heads.extend(page.into_iter().map(|archived| Head {
            checkpoint: archived.checkpoint,
            signed_at: Some(archived.signed_at),
            kept_in: KeptIn::Archive,
        }));
    }
}
