//! What an audit found, part by part.

use std::fmt;

use jiff::Timestamp;
use serde::{Serialize, Serializer, ser::SerializeMap};
use tlog::tree::TreeHead;

use crate::{limits::FINDINGS_LISTED_MAX, trust::TrustFrom};

/// What a finding means for whoever asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Worth knowing, and no accusation: late answers, gaps in a kiosk's count, a declared ceremony.
    Notice,
    /// What the inspector asks for is not there: a signature, a quorum.
    Policy,
    /// Something that should be there is missing or unreadable, so that it could not be checked.
    Missing,
    /// Two things disagree that cannot both be true: something was changed, dropped or back-dated.
    Tampering,
}

/// What to do about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Somebody changed something, or the disk did.
    KeepAsEvidence,
    /// A file is missing.
    FetchTheFile,
    /// The keys do not fit.
    CheckTheKey,
    /// Witnesses are missing.
    AskTheWitnesses,
    /// What was declared erased is still there.
    FinishErasing,
    /// Somebody can explain it.
    AskTheOffice,
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KeepAsEvidence => {
                "simpan folder ini sebagai bukti, jangan diubah; bandingkan dengan cadangan dan salinan di luar"
            }
            Self::FetchTheFile => "lengkapi berkas yang disebut, atau ekspor ulang, lalu periksa lagi",
            Self::CheckTheKey => {
                "pastikan kunci atau kebijakan yang dipakai memang untuk log ini; mintalah lewat jalan lain daripada folder ini"
            }
            Self::AskTheWitnesses => {
                "mintalah saksi menandatangani checkpoint terbaru; saksi yang menolak punya alasan yang perlu didengar"
            }
            Self::FinishErasing => "jalankan `skm serve`, yang menyelesaikan penghapusan, lalu periksa lagi",
            Self::AskTheOffice => "mintalah penjelasan kepada pengelola; ini belum tentu kesalahan",
        })
    }
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it means.
    pub weight: Weight,
    /// Where, if it is about one event or those from there on.
    pub position: Option<u64>,
    /// What disagrees with what, in Bahasa Indonesia.
    pub what: String,
    /// What to do about it.
    pub remedy: Remedy,
}

/// The parts of an audit, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartName {
    /// Who signed, and who has seen it.
    Signatures,
    /// Entries, leaf hashes, tree, indexes.
    Log,
    /// Every checkpoint that was kept, against the tree.
    Checkpoints,
    /// The head that was signed last, kept outside of backups.
    Lock,
    /// Claimed times against the times that witnesses stated.
    Times,
    /// Texts in the vault, and their erasure.
    Vault,
    /// The counts that kiosks keep.
    Devices,
    /// Each response, and each one-time code, once.
    Answers,
    /// The views, against a fold of the log.
    Views,
    /// Published results.
    Results,
}

/// What was found of one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Which.
    #[serde(skip)]
    pub name: PartName,
    /// Whether it was checked.
    pub checked: bool,
    /// What was checked, or why it was not.
    pub note: String,
    /// How many findings are more than a notice.
    pub problem_count: u64,
    /// The first hundred of them.
    pub problems: Vec<Finding>,
    /// How many are no more than that.
    pub notice_count: u64,
    /// The first hundred of them.
    pub notices: Vec<Finding>,
    #[serde(skip)]
    heaviest: Option<Weight>,
}

impl Part {
    pub(crate) fn checked(name: PartName, note: impl Into<String>) -> Self {
        Self {
            name,
            checked: true,
            note: note.into(),
            problem_count: 0,
            problems: Vec::new(),
            notice_count: 0,
            notices: Vec::new(),
            heaviest: None,
        }
    }

    pub(crate) fn unchecked(name: PartName, why: impl Into<String>) -> Self {
        Self {
            checked: false,
            ..Self::checked(name, why)
        }
    }

    pub(crate) fn add(
        &mut self,
        weight: Weight,
        position: impl Into<Option<u64>>,
        what: impl Into<String>,
        remedy: Remedy,
    ) {
        let (count, list) = match weight {
            Weight::Notice => (&mut self.notice_count, &mut self.notices),
            Weight::Policy | Weight::Missing | Weight::Tampering => {
                (&mut self.problem_count, &mut self.problems)
            }
        };
        *count += 1;
        if list.len() < FINDINGS_LISTED_MAX {
            list.push(Finding {
                weight,
                position: position.into(),
                what: what.into(),
                remedy,
            });
        }
        self.heaviest = self.heaviest.max(Some(weight));
    }

    /// Something was changed, dropped or back-dated.
    pub(crate) fn accuse(&mut self, position: impl Into<Option<u64>>, what: impl Into<String>) {
        self.add(Weight::Tampering, position, what, Remedy::KeepAsEvidence);
    }

    /// Something is not there to be checked.
    pub(crate) fn miss(&mut self, position: impl Into<Option<u64>>, what: impl Into<String>) {
        self.add(Weight::Missing, position, what, Remedy::FetchTheFile);
    }

    /// Something to know.
    pub(crate) fn notice(&mut self, position: impl Into<Option<u64>>, what: impl Into<String>) {
        self.add(Weight::Notice, position, what, Remedy::AskTheOffice);
    }

    pub(crate) const fn is_sound(&self) -> bool {
        self.problem_count == 0
    }
}

/// What it comes down to, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing disagrees in what was checked.
    Clean,
    /// Nothing disagrees, and it was not signed by those who should.
    PolicyNotMet,
    /// Something could not be checked because it is missing.
    Incomplete,
    /// There is evidence that something was changed, dropped or back-dated.
    Tampered,
}

/// What an audit found.
#[derive(Clone, Debug)]
pub struct Report {
    /// How far the log goes, and the root over it; no root where the log contradicts itself.
    pub size: u64,
    /// The root over all of it, made anew.
    pub root: Option<tlog::Hash>,
    /// When the last event was recorded, by the clock of the log.
    pub recorded_at: Option<Timestamp>,
    /// The largest head that was witnessed.
    pub witnessed: Option<TreeHead>,
    /// Where the keys come from that signatures were checked with.
    pub trust: TrustFrom,
    /// What was found, part by part.
    pub parts: Vec<Part>,
}

impl Report {
    /// What it comes down to.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self.parts.iter().filter_map(|part| part.heaviest).max() {
            None | Some(Weight::Notice) => Outcome::Clean,
            Some(Weight::Policy) => Outcome::PolicyNotMet,
            Some(Weight::Missing) => Outcome::Incomplete,
            Some(Weight::Tampering) => Outcome::Tampered,
        }
    }

    /// Findings that are more than a notice.
    #[must_use]
    pub fn problem_count(&self) -> u64 {
        self.parts.iter().map(|part| part.problem_count).sum()
    }

    /// What to do, heaviest first, each once.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        let mut findings: Vec<_> = self.parts.iter().flat_map(|part| &part.problems).collect();
        findings.sort_by_key(|finding| (std::cmp::Reverse(finding.weight), finding.remedy));
        let mut remedies: Vec<_> = findings.into_iter().map(|finding| finding.remedy).collect();
        remedies.dedup();
        remedies
    }

    /// One part of it.
    #[must_use]
    pub fn part(&self, name: PartName) -> Option<&Part> {
        self.parts.iter().find(|part| part.name == name)
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("clean", &(self.outcome() == Outcome::Clean))?;
        map.serialize_entry("outcome", &self.outcome())?;
        map.serialize_entry("events", &self.size)?;
        map.serialize_entry("root", &self.root.map(|root| root.to_string()))?;
        map.serialize_entry("recorded_at", &self.recorded_at)?;
        map.serialize_entry("witnessed", &self.witnessed.map(|head| head.size))?;
        map.serialize_entry("trust", &self.trust)?;
        for part in &self.parts {
            map.serialize_entry(&part.name, part)?;
        }
        map.end()
    }
}
