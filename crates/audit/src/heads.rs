//! Every head of the log that somebody kept: who signed it, and whether the tree has it.
//!
//! All of them are looked at, not only the ends: a log that showed another history for an hour is found by what was
//! signed in that hour.

use std::collections::BTreeMap;

use eventlog::TimestampMs;
use jiff::Timestamp;
use survey::SigningResumed;
use tlog::{Hash, checkpoint::SignedCheckpoint, cosignature::CosignedAt, policy::Item, tree::TreeHead};

use crate::{
    Judgement, Part, PartName, Remedy, Step, Trust, TrustFrom, Watch, Weight,
    brackets::{Brackets, Witnessed, moment},
};

/// Where a head was kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeptIn {
    /// The archive of the log.
    Archive,
    /// The exported directory: what its tree is said to be.
    Export,
    /// Somewhere else; the inspector brought it, and calls it this.
    Elsewhere(String),
}

/// A head that was kept.
#[derive(Clone, Debug)]
pub struct Head {
    /// The signed head.
    pub checkpoint: SignedCheckpoint,
    /// When the log says that it signed it.
    pub signed_at: Option<TimestampMs>,
    /// Where it was kept.
    pub kept_in: KeptIn,
}

impl Head {
    fn head(&self) -> TreeHead {
        self.checkpoint.checkpoint().head()
    }

    /// In a sentence: `checkpoint 1204 peristiwa (arsip)`.
    fn named(&self) -> String {
        let place = match &self.kept_in {
            KeptIn::Archive => "arsip",
            KeptIn::Export => "folder ekspor",
            KeptIn::Elsewhere(name) => name,
        };
        format!("checkpoint {} peristiwa ({place})", self.head().size)
    }
}

/// A head that the log signed itself.
#[derive(Clone, Copy, Debug)]
struct Own<'a> {
    head: &'a Head,
    /// Whether it is signed as the policy asks.
    accepted: bool,
    /// When witnesses have seen it.
    seen: Option<Witnessed>,
}

/// What the signatures of all heads say.
pub(crate) struct Judged<'a> {
    signatures: Part,
    own: Vec<Own<'a>>,
    foreign: Vec<&'a Head>,
    from: TrustFrom,
    asks_for_witnesses: bool,
}

/// Checks the signatures of every head.
pub(crate) fn judge<'a>(heads: &'a [Head], trust: Option<&Trust>, watch: &mut dyn Watch) -> Judged<'a> {
    let mut judged = Judged {
        signatures: Part::checked(PartName::Signatures, String::new()),
        own: Vec::new(),
        foreign: Vec::new(),
        from: trust.map_or(TrustFrom::Nowhere, Trust::from),
        asks_for_witnesses: trust.is_some_and(|trust| !trust.as_policy().witnesses().is_empty()),
    };
    let Some(trust) = trust else {
        judged.signatures = Part::unchecked(PartName::Signatures, "tidak diperiksa: tidak ada kunci log");
        if !heads.is_empty() {
            let what = "ada checkpoint, tetapi tidak ada kunci untuk memeriksanya";
            judged.signatures.miss(None, what);
        }
        return judged;
    };
    for (head, done) in heads.iter().zip(1..) {
        judged.take(head, trust.judge(&head.checkpoint));
        watch.done(Step::Signatures, done, heads.len() as u64);
    }
    judged.signatures.note = match judged.own.iter().map(|own| own.head.head().size).max() {
        None => "belum ada yang ditandatangani".into(),
        Some(size) => format!("{size} peristiwa ditandatangani"),
    };
    judged
}

impl<'a> Judged<'a> {
    /// What can be said where there is no tree to hold a head against.
    pub(crate) fn into_signatures(mut self) -> Part {
        for head in &self.foreign {
            self.signatures
                .add(Weight::Policy, None, foreign(head), Remedy::CheckTheKey);
        }
        self.signatures
    }

    fn take(&mut self, head: &'a Head, judgement: Judgement) {
        let (accepted, cosigned) = match judgement {
            Judgement::Accepted(cosigned) => (true, cosigned),
            Judgement::NoQuorum { cosigned, .. } => (false, cosigned),
            Judgement::Foreign { .. } => {
                self.foreign.push(head);
                return;
            }
            Judgement::Altered { signer } => {
                let what = format!("{}: tanda tangan atas nama {signer} tidak sah", head.named());
                self.signatures.accuse(None, what);
                return;
            }
        };
        let seen = witnessed(head, &cosigned);
        self.own.push(Own { head, accepted, seen });
    }

    /// Holds every head that the log signed against the tree, which has `size` events.
    pub(crate) fn compare<E>(
        self,
        size: u64,
        root: impl Fn(u64) -> Result<Hash, E>,
    ) -> Result<Compared<'a>, E> {
        let mut roots = BTreeMap::new();
        let (mut stands, mut falls) = (Vec::new(), Vec::new());
        for own in self.own {
            let stated = own.head.head();
            let found = match roots.get(&stated.size) {
                Some(found) => *found,
                None if stated.size <= size => *roots.entry(stated.size).or_insert(Some(root(stated.size)?)),
                None => None,
            };
            let side = if found == Some(stated.root) {
                &mut stands
            } else {
                &mut falls
            };
            side.push(own);
        }
        let accepted = stands
            .iter()
            .filter(|own| own.accepted)
            .map(|own| own.head.head());
        Ok(Compared {
            brackets: Brackets::new(stands.iter().filter_map(|own| own.seen).collect()),
            accepted: accepted.max_by_key(|head| head.size),
            signatures: self.signatures,
            foreign: self.foreign,
            from: self.from,
            asks_for_witnesses: self.asks_for_witnesses,
            stands,
            falls,
            size,
        })
    }
}

fn foreign(head: &Head) -> String {
    let origin = head.checkpoint.checkpoint().origin();
    format!(
        "{} atas nama {origin} tidak ditandatangani oleh kunci yang dipakai",
        head.named()
    )
}

/// When witnesses have seen a head: the earliest that it can have been, and the latest that one of them states.
fn witnessed(head: &Head, cosigned: &[(Item, CosignedAt)]) -> Option<Witnessed> {
    let times = cosigned.iter().filter_map(|(_, at)| {
        let seconds = i64::try_from(at.posix_seconds()).ok()?;
        Timestamp::from_second(seconds).ok()
    });
    let until = times.clone().max()?;
    let earliest = times.min()?;
    let claimed = head.signed_at.map(moment);
    Some(Witnessed {
        size: head.head().size,
        from: claimed.map_or(earliest, |claimed| claimed.min(earliest)),
        until,
    })
}

/// Every head of the log, held against its tree.
pub(crate) struct Compared<'a> {
    pub(crate) brackets: Brackets,
    /// The largest head that is in the tree and signed as the policy asks.
    accepted: Option<TreeHead>,
    signatures: Part,
    foreign: Vec<&'a Head>,
    from: TrustFrom,
    asks_for_witnesses: bool,
    stands: Vec<Own<'a>>,
    falls: Vec<Own<'a>>,
    size: u64,
}

/// What there is to say of all heads.
pub(crate) struct Settled {
    pub(crate) signatures: Part,
    pub(crate) checkpoints: Part,
    pub(crate) witnessed: Option<TreeHead>,
}

impl Compared<'_> {
    /// Says what stands, what falls, and which of it the log itself has declared.
    pub(crate) fn settle(mut self, declared: &[(u64, SigningResumed)]) -> Settled {
        let note = format!("{} checkpoint sesuai dengan pohon", self.stands.len());
        let mut checkpoints = Part::checked(PartName::Checkpoints, note);
        for (position, resumed) in declared {
            let what = format!(
                "penandatanganan dilanjutkan setelah terputus; alasan yang dinyatakan: {}",
                resumed.reason
            );
            checkpoints.notice(*position, what);
        }
        for own in &self.falls {
            self.fall(own.head, declared, &mut checkpoints);
        }
        self.tell_foreign(!declared.is_empty());
        self.tell_policy();
        let seen = self
            .stands
            .iter()
            .filter(|own| own.seen.is_some())
            .map(|own| own.head.head());
        Settled {
            witnessed: seen.max_by_key(|head| head.size),
            signatures: self.signatures,
            checkpoints,
        }
    }

    fn fall(&self, head: &Head, declared: &[(u64, SigningResumed)], part: &mut Part) {
        let stated = head.head();
        let covered =
            |resumed: &SigningResumed| resumed.signed.is_some_and(|signed| stated.size <= signed.size);
        if let Some((position, _)) = declared.iter().find(|(_, resumed)| covered(resumed)) {
            let what = format!(
                "{} tidak lagi dimuat log; terputusnya dinyatakan di posisi ini",
                head.named()
            );
            part.notice(*position, what);
        } else if stated.size > self.size {
            let what = format!(
                "{} pernah ditandatangani, log hanya memuat {}: ekor log hilang, atau ini salinan lama",
                head.named(),
                self.size
            );
            part.accuse(self.size, what);
        } else {
            let agreed = self.stands.iter().map(|own| own.head.head().size);
            let from = agreed.filter(|size| *size < stated.size).max().unwrap_or(0);
            let what = format!(
                "{} menyatakan akar {}, isi log memberi akar lain: sesuatu dari posisi {from} sampai {} diganti, atau dua \
                 isi ditunjukkan kepada pihak yang berbeda",
                head.named(),
                stated.root,
                stated.size.saturating_sub(1)
            );
            part.accuse(from, what);
        }
    }

    fn tell_foreign(&mut self, after_a_ceremony: bool) {
        for head in &self.foreign {
            let what = foreign(head);
            // The key that lies in the directory is the one since the last ceremony; it says nothing of those before.
            if self.from == TrustFrom::Directory && after_a_ceremony {
                self.signatures.notice(None, what);
            } else {
                self.signatures
                    .add(Weight::Policy, None, what, Remedy::CheckTheKey);
            }
        }
    }

    fn tell_policy(&mut self) {
        match self.accepted {
            Some(accepted) if self.asks_for_witnesses && accepted.size < self.size => {
                let what = format!(
                    "{} peristiwa terakhir belum disaksikan",
                    self.size - accepted.size
                );
                self.signatures.notice(accepted.size, what);
            }
            Some(_) => {}
            // Nobody asked for more than what the directory says of itself.
            None if matches!(self.from, TrustFrom::Directory | TrustFrom::Nowhere) => {}
            None if self.stands.is_empty() => {
                let what = "tidak ada checkpoint dari log ini yang ditandatangani oleh kunci yang dipakai";
                self.signatures
                    .add(Weight::Policy, None, what, Remedy::CheckTheKey);
            }
            None => {
                let what = "tidak ada checkpoint dari log ini yang ditandatangani cukup banyak saksi";
                self.signatures
                    .add(Weight::Policy, None, what, Remedy::AskTheWitnesses);
            }
        }
    }
}
