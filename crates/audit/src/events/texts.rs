//! Whether every text that the log binds lies in the vault as it was written, or was erased by the log's word.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::Path,
};

use eventlog::RecordedEvent;
use survey::{AccountEvent, ContentErased, SealedText};
use uuid::Uuid;
use vault::VaultReader;

use crate::{Part, PartName, Remedy, Weight};

/// Where the texts of a log lie.
pub(crate) enum Beside {
    /// Elsewhere: an export has none.
    Nothing,
    /// There should be a vault, and there is none.
    Absent,
    /// It is there, and cannot be read.
    Unreadable(vault::Error),
    /// It is there. Nothing is erased from it while it is looked at.
    Vault(VaultReader),
}

impl Beside {
    /// Opens the vault in a directory. Open it before the log is read: every text that the log names is then there, or
    /// the log says that it was erased.
    pub(crate) fn open(directory: &Path) -> Self {
        let is_empty = fs::read_dir(directory).map_or(true, |mut files| files.next().is_none());
        if is_empty {
            return Self::Absent;
        }
        VaultReader::open(directory).map_or_else(Self::Unreadable, Self::Vault)
    }
}

/// What the log says of texts.
#[derive(Default)]
pub(crate) struct Texts {
    bound: Vec<(u64, SealedText)>,
    /// Where each erasure stands.
    erased: HashMap<Uuid, u64>,
    /// Erasures that nobody else agreed to.
    alone: Vec<u64>,
}

impl Texts {
    pub(super) fn bind(&mut self, position: u64, text: Option<SealedText>) {
        self.bound.extend(text.map(|text| (position, text)));
    }

    pub(super) fn erase(&mut self, recorded: &RecordedEvent, event: &ContentErased) {
        self.erase_text(recorded, event.content, &event.basis, &event.approved_by);
    }

    /// Whose an account is, is a text like any other.
    pub(super) fn of_account(&mut self, recorded: &RecordedEvent, event: &AccountEvent) {
        match event {
            AccountEvent::Invited(event) => self.bind(recorded.position().0, Some(event.person)),
            AccountEvent::Erased(event) => {
                self.erase_text(recorded, event.content, &event.basis, &event.approved_by);
            }
            AccountEvent::Activated(_)
            | AccountEvent::RoleGranted(_)
            | AccountEvent::RoleRevoked(_)
            | AccountEvent::PasswordChanged(_)
            | AccountEvent::Reset(_)
            | AccountEvent::Disabled(_)
            | AccountEvent::Enabled(_)
            | AccountEvent::SessionsEnded(_) => {}
        }
    }

    fn erase_text(&mut self, recorded: &RecordedEvent, content: Uuid, basis: &str, approved_by: &str) {
        let position = recorded.position().0;
        let approved_by = approved_by.trim();
        if approved_by.is_empty() || approved_by == recorded.actor() || basis.trim().is_empty() {
            self.alone.push(position);
        }
        self.erased.entry(content).or_insert(position);
    }

    /// Looks for each text in the vault.
    pub(crate) fn check(&self, vault: &Beside) -> Result<Part, vault::Error> {
        let mut part = match vault {
            Beside::Nothing => {
                Part::unchecked(PartName::Vault, "tidak diperiksa: ekspor tidak memuat brankas")
            }
            Beside::Absent => self.without_a_vault(),
            Beside::Vault(vault) => self.in_the(vault)?,
            Beside::Unreadable(error) => {
                let mut part = Part::unchecked(PartName::Vault, "tidak terbaca");
                part.miss(None, error.to_string());
                part
            }
        };
        self.check_erasures(&mut part);
        Ok(part)
    }

    fn without_a_vault(&self) -> Part {
        let mut part = Part::checked(PartName::Vault, "tidak ada brankas");
        for (position, text) in &self.bound {
            if !self.erased.contains_key(&text.content) {
                part.accuse(
                    *position,
                    "teksnya hilang: tidak ada brankas, padahal tidak pernah dihapus",
                );
            }
        }
        part
    }

    fn in_the(&self, vault: &VaultReader) -> Result<Part, vault::Error> {
        let note = format!("{} teks, {} dihapus", self.bound.len(), self.erased.len());
        let mut part = Part::checked(PartName::Vault, note);
        for (position, text) in &self.bound {
            let erased = self.erased.get(&text.content);
            match (vault.read(text.content), erased) {
                (Err(error @ vault::Error::Damaged { .. }), _) => part.accuse(*position, error.to_string()),
                (Err(error), _) => return Err(error),
                (Ok(None), Some(_)) => {}
                (Ok(None), None) => {
                    part.accuse(*position, "teksnya tidak ada di brankas, padahal tidak pernah dihapus");
                }
                // Nobody forged anything: a crash, or a server that is at it, leaves this for a while.
                (Ok(Some(_)), Some(erased)) => part.add(
                    Weight::Missing,
                    *erased,
                    format!("teks dari posisi {position} sudah dinyatakan dihapus, tetapi masih terbaca di brankas"),
                    Remedy::FinishErasing,
                ),
                (Ok(Some(found)), None) => {
                    if vault.matches(text.content, &text.commitment.0, &found)? != Some(true) {
                        part.accuse(*position, "teks di brankas bukan yang diikat oleh peristiwa ini");
                    }
                }
            }
        }
        Ok(part)
    }

    /// An erasure needs a basis, two people, and a text to erase.
    fn check_erasures(&self, part: &mut Part) {
        for position in &self.alone {
            part.accuse(
                *position,
                "penghapusan tanpa dasar hukum atau tanpa orang kedua yang menyetujui",
            );
        }
        let bound: HashSet<Uuid> = self.bound.iter().map(|(_, text)| text.content).collect();
        let mut strange: Vec<u64> = self
            .erased
            .iter()
            .filter(|(content, _)| !bound.contains(content))
            .map(|(_, position)| *position)
            .collect();
        strange.sort_unstable();
        for position in strange {
            part.accuse(
                position,
                "menghapus teks yang tidak diikat oleh peristiwa mana pun",
            );
        }
    }
}
