//! A log as a witness knows it, and the file that it keeps for each.
//!
//! ```text
//! skm witness log v1
//! skm.example/log+6f12a3b4+AQ...
//!
//! skm.example/log
//! 1204
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//!
//! — skm.example/log bxKjtA...
//! — witness.example jWbPPw...
//! ```
//!
//! Keys, and after an empty line the checkpoint that was cosigned last, with our cosignature. If there is none yet it
//! says `none`, so that a file that was cut is not one of a log that is new.

use std::fmt;

use tlog::checkpoint::SignedCheckpoint;
use tlog::cosignature::CosignerKey;
use tlog::note::VerifierKey;
use tlog::tree::TreeHead;
use tlog::{empty_root, leaf_hash};

use crate::limits::KEYS_MAX;

const FIRST_LINE: &str = "skm witness log v1";
const NONE: &str = "none\n";

/// A log, its keys, and the checkpoint of it that was cosigned last. `Display` writes its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownLog {
    keys: Vec<VerifierKey>,
    last: Option<SignedCheckpoint>,
}

impl KnownLog {
    /// A log of which nothing was cosigned yet.
    #[must_use]
    pub fn new(key: VerifierKey) -> KnownLog {
        KnownLog {
            keys: vec![key],
            last: None,
        }
    }

    /// Who the log is: the name of its keys.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.keys[0].name()
    }

    /// The keys by which it may sign; at least one.
    #[must_use]
    pub fn keys(&self) -> &[VerifierKey] {
        &self.keys
    }

    /// The checkpoint that was cosigned last, with the cosignature.
    #[must_use]
    pub const fn last(&self) -> Option<&SignedCheckpoint> {
        self.last.as_ref()
    }

    /// The head that was cosigned last; of a log that never was, the empty tree.
    #[must_use]
    pub fn last_head(&self) -> TreeHead {
        let empty = TreeHead {
            size: 0,
            root: empty_root(),
        };
        self.last.as_ref().map_or(empty, |last| last.checkpoint().head())
    }

    /// The same log after a checkpoint of it was cosigned.
    #[must_use]
    pub fn cosigned(&self, last: SignedCheckpoint) -> KnownLog {
        KnownLog {
            keys: self.keys.clone(),
            last: Some(last),
        }
    }

    /// The key by which the log signed the checkpoint; `None` if it did not.
    pub(crate) fn signer_of(&self, checkpoint: &SignedCheckpoint) -> Option<&VerifierKey> {
        self.keys.iter().find(|key| checkpoint.verify(key).is_ok())
    }

    /// The same log with one more key; `None` if it is of another log, known already, or one too many.
    pub(crate) fn with_key(mut self, key: VerifierKey) -> Option<KnownLog> {
        let fits = key.name() == self.origin() && !self.keys.contains(&key) && self.keys.len() < KEYS_MAX;
        self.keys.push(key);
        fits.then_some(self)
    }

    /// Reads the file. The checkpoint in it must be signed by a key of the log and cosigned by ours, so that a file
    /// that was changed is told from one that was written here. `None` for anything else.
    pub(crate) fn parse(text: &str, ours: &CosignerKey) -> Option<KnownLog> {
        let text = text.strip_prefix(FIRST_LINE)?.strip_prefix('\n')?;
        let (keys, last) = text.split_once("\n\n")?;
        let last = match last {
            NONE => None,
            last => Some(SignedCheckpoint::parse(last.as_bytes()).ok()?),
        };
        let mut keys = keys.split('\n').map(|key| key.parse::<VerifierKey>().ok());
        let first = KnownLog::new(keys.next()??);
        let log = keys.try_fold(first, |log, key| log.with_key(key?))?;
        if let Some(last) = &last {
            log.signer_of(last)?;
            ours.verify_cosignature(last).ok()?;
        }
        Some(KnownLog { last, ..log })
    }

    /// What the file of a log is called: enough of the origin for people, and of its hash for telling apart.
    pub(crate) fn file_name(origin: &str) -> String {
        let readable = origin.chars().take(64).map(|c| match c {
            'a'..='z' | '0'..='9' | '.' | '-' => c,
            _ => '_',
        });
        let hash = format!("{:x}", leaf_hash(origin.as_bytes()));
        format!("{}-{}.log", readable.collect::<String>(), &hash[..16])
    }
}

impl fmt::Display for KnownLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        self.keys.iter().try_for_each(|key| writeln!(f, "{key}"))?;
        match &self.last {
            None => write!(f, "\n{NONE}"),
            Some(last) => write!(f, "\n{last}"),
        }
    }
}
