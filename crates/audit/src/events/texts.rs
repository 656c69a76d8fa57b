//! Whether every text that the log binds lies in the vault as it was written, or was erased by the log's word.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use eventlog::RecordedEvent;
use survey::{ContentErased, SealedText};
use uuid::Uuid;
use vault::Vault;

use crate::{Part, PartName};

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

    pub(super) fn erase(&mut self, recorded: &RecordedEvent, event: ContentErased) {
        let position = recorded.position().0;
        let approved_by = event.approved_by.trim();
        if approved_by.is_empty() || approved_by == recorded.actor() || event.basis.trim().is_empty() {
            self.alone.push(position);
        }
        self.erased.entry(event.content).or_insert(position);
    }

    /// Looks for each text in the vault. `None` where there is no vault to look into, as in an export.
    pub(crate) fn check(&self, vault: Option<&Path>) -> Result<Part, vault::Error> {
        let mut part = match vault {
            None => Part::unchecked(PartName::Vault, "tidak diperiksa: ekspor tidak memuat brankas"),
            Some(path) if !path.exists() => self.without_a_vault(),
            Some(path) => match Vault::open(path) {
                Ok(vault) => self.in_the(&vault)?,
                Err(error @ vault::Error::InUse(_)) => {
                    Part::unchecked(PartName::Vault, format!("tidak diperiksa: {error}"))
                }
                Err(error) => {
                    let mut part = Part::unchecked(PartName::Vault, "tidak terbaca");
                    part.miss(None, error.to_string());
                    part
                }
            },
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

    fn in_the(&self, vault: &Vault) -> Result<Part, vault::Error> {
        let note = format!("{} teks, {} dihapus", self.bound.len(), self.erased.len());
        let mut part = Part::checked(PartName::Vault, note);
        for (position, text) in &self.bound {
            if let Some(what) = objection(vault, text, self.erased.contains_key(&text.content))? {
                part.accuse(*position, what);
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

/// What is wrong with a text, if anything is.
fn objection(vault: &Vault, text: &SealedText, erased: bool) -> Result<Option<String>, vault::Error> {
    let found = match vault.read(text.content) {
        Ok(found) => found,
        Err(error @ vault::Error::Damaged { .. }) => return Ok(Some(error.to_string())),
        Err(error) => return Err(error),
    };
    Ok(match (found, erased) {
        (None, true) => None,
        (None, false) => Some("teksnya tidak ada di brankas, padahal tidak pernah dihapus".into()),
        (Some(_), true) => Some("teksnya sudah dinyatakan dihapus, tetapi masih terbaca di brankas".into()),
        (Some(found), false) => {
            let same = vault.matches(text.content, &text.commitment.0, &found)? == Some(true);
            (!same).then(|| "teks di brankas bukan yang diikat oleh peristiwa ini".into())
        }
    })
}
