//! The receipt that a citizen keeps: their own entry of the log, to be held against the log later. Nothing of it is
//! stored here. The file is described in `docs/format.md`.

use std::{fmt, str::FromStr};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use eventlog::{EventId, Position};
use survey::{Channel, Event, ResponseId};
use tlog::{
    Hash, checkpoint::SignedCheckpoint, leaf_hash, note::VerifierKey, policy::PolicyFailure, proof::Proof,
    tree::verify_inclusion,
};

use crate::{App, AppError, app::decode};

const FIRST_LINE: &str = "skm tanda terima v1";
/// Bytes of a leaf hash that a short code shows.
const CODE_BYTES: usize = 5;

/// Short enough to read out: position and the first 40 bits of the leaf hash, `1204-8F3A2C91B0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceiptCode {
    /// Where the entry stands.
    pub position: u64,
    begins: [u8; CODE_BYTES],
}

/// The text is no such code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "kode tanda terima terdiri atas posisi, tanda hubung, dan 10 huruf atau angka, misalnya 1204-8F3A2C91B0"
)]
pub struct ReceiptCodeError;

impl ReceiptCode {
    /// The code of a leaf at a position.
    #[must_use]
    pub fn new(position: u64, leaf: &[u8; 32]) -> Self {
        let mut begins = [0; CODE_BYTES];
        begins.copy_from_slice(&leaf[..CODE_BYTES]);
        Self { position, begins }
    }
}

impl fmt::Display for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-", self.position)?;
        self.begins.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl FromStr for ReceiptCode {
    type Err = ReceiptCodeError;

    fn from_str(text: &str) -> Result<Self, ReceiptCodeError> {
        let (position, hash) = text.trim().split_once('-').ok_or(ReceiptCodeError)?;
        Ok(Self {
            position: decimal(position).ok_or(ReceiptCodeError)?,
            begins: hex(hash).ok_or(ReceiptCodeError)?,
        })
    }
}

/// What a citizen keeps of an answer. `Display` writes the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptFile {
    /// The key that checks what the log signs. Its name is the log's origin.
    pub log: VerifierKey,
    /// Where the entry stands.
    pub position: u64,
    /// The entry, as the log has it.
    pub entry: Vec<u8>,
}

/// Why bytes are no receipt. Each names what is wrong with the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptFileError {
    /// The line that a receipt begins with is not there.
    #[error("berkas ini bukan tanda terima: tidak ada baris \"{FIRST_LINE}\"")]
    NotOne,
    /// A line is missing or not of its form.
    #[error("baris \"{0}\" pada tanda terima hilang atau rusak")]
    Line(&'static str),
    /// The entry does not have the leaf hash that the receipt states.
    #[error("isi pada baris \"entri\" tidak cocok dengan sidik pada baris \"daun\": salah satunya diubah")]
    Altered,
}

impl ReceiptFile {
    /// Reads a receipt, and whatever text stands in front of it or behind it: what mail, forms and people add.
    ///
    /// # Errors
    /// [`ReceiptFileError`] if there is none, or it contradicts itself.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptFileError> {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.lines().map(str::trim_end);
        if !lines.any(|line| line == FIRST_LINE) {
            return Err(ReceiptFileError::NotOne);
        }
        let mut value = |name: &'static str| {
            let line = lines.next().and_then(|line| line.strip_prefix(name));
            let value = line.and_then(|line| line.strip_prefix(' '));
            value.ok_or(ReceiptFileError::Line(name))
        };
        let (log, position) = (value("log")?, value("posisi")?);
        let (leaf, entry) = (value("daun")?, value("entri")?);
        let leaf: [u8; 32] = hex(leaf).ok_or(ReceiptFileError::Line("daun"))?;
        let receipt = Self {
            log: log.parse().map_err(|_| ReceiptFileError::Line("log"))?,
            position: decimal(position).ok_or(ReceiptFileError::Line("posisi"))?,
            entry: BASE64_STANDARD
                .decode(entry)
                .map_err(|_| ReceiptFileError::Line("entri"))?,
        };
        if receipt.leaf().0 == leaf {
            Ok(receipt)
        } else {
            Err(ReceiptFileError::Altered)
        }
    }

    /// The leaf hash of the entry.
    #[must_use]
    pub fn leaf(&self) -> Hash {
        leaf_hash(&self.entry)
    }

    /// The short code.
    #[must_use]
    pub fn code(&self) -> ReceiptCode {
        ReceiptCode::new(self.position, &self.leaf().0)
    }
}

impl fmt::Display for ReceiptFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        writeln!(f, "log {}", self.log)?;
        writeln!(f, "posisi {}", self.position)?;
        writeln!(f, "daun {:x}", self.leaf())?;
        writeln!(f, "entri {}", BASE64_STANDARD.encode(&self.entry))?;
        write!(
            f,
            "\nKode tanda terima: {}\n\n\
             Berkas ini memuat jawaban Saudara sebagaimana dicatat dalam log, tanpa nama dan tanpa teks saran.\n\
             Simpan sendiri: kami tidak menyimpan berkas ini, dan siapa yang memegangnya dapat membaca\n\
             pilihan jawaban Saudara.\n\n\
             Bukalah /bukti di situs survei ini dan unggah berkas ini untuk memeriksa bahwa jawaban itu\n\
             masih berdiri utuh di log. Jangan ubah lima baris pertama.\n",
            self.code()
        )
    }
}

/// What the log says to a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It stands in the log, and so is signed.
    Proved(Box<Proof>),
    /// It stands in the log, and no checkpoint covers it yet.
    NotCovered,
    /// Something else stands in its place.
    Other,
    /// The log has no such position.
    Beyond {
        /// How many events it has.
        size: u64,
    },
    /// It is for another log, or another key.
    OtherLog,
}

/// What the signed log says to a short code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeStanding {
    /// The leaf hash at the position begins so.
    Begins,
    /// It begins otherwise.
    Other,
    /// The position lies beyond what is signed.
    NotCovered,
}

impl App {
    /// The receipt for a response that a citizen sent from a device of their own, to whoever knows the id that its
    /// page minted. `None` for every other id, also that of another event. Blocks.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn receipt_file(&self, sent: ResponseId) -> Result<Option<ReceiptFile>, AppError> {
        let Some(Position(position)) = self.log.position_of(EventId(sent.0))? else {
            return Ok(None);
        };
        let found = self.log.read_all(Position(position), 1)?;
        let own = match found.first().map(decode).transpose()? {
            Some(Event::ResponseSubmitted(submitted)) => {
                matches!(submitted.channel, Channel::Qr | Channel::Web)
            }
            Some(_) | None => false,
        };
        let entries = own
            .then(|| self.log.entries(position..position + 1))
            .transpose()?;
        let entry = entries.and_then(|entries| entries.into_iter().next());
        Ok(entry.map(|entry| ReceiptFile {
            log: self.vkey().clone(),
            position,
            entry: entry.into(),
        }))
    }

    /// Holds a receipt against the log. A checkpoint that witnesses have cosigned is preferred. Blocks.
    ///
    /// # Errors
    /// If the log cannot be read; [`AppError::Evidence`] if it is not what was signed.
    pub fn standing(&self, receipt: &ReceiptFile) -> Result<Standing, AppError> {
        let ReceiptFile { log, position, entry } = receipt;
        if log != self.vkey() {
            return Ok(Standing::OtherLog);
        }
        let size = self.log.head().size;
        if *position >= size {
            return Ok(Standing::Beyond { size });
        }
        let leaf = receipt.leaf();
        if self.log.hashes(0, *position..*position + 1)? != [leaf] {
            return Ok(Standing::Other);
        }
        let signed = self.signed().borrow().clone();
        let covering = [signed.cosigned, signed.newest];
        let covering = covering
            .into_iter()
            .flatten()
            .find(|archived| archived.head().size > *position);
        let Some(archived) = covering else {
            return Ok(Standing::NotCovered);
        };
        let head = archived.head();
        let hashes = self.log.inclusion_proof(Position(*position), head.size)?;
        verify_inclusion(&leaf, *position, &head, &hashes).map_err(|error| {
            AppError::Evidence(format!(
                "log tidak sesuai dengan checkpoint {} peristiwa ({error}); jalankan `skm verify`, simpan folder sebagai bukti",
                head.size
            ))
        })?;
        Ok(Standing::Proved(Box::new(Proof {
            extra: Some(entry.clone()),
            index: *position,
            hashes,
            checkpoint: archived.checkpoint.clone(),
        })))
    }

    /// How many witnesses of the policy have cosigned a checkpoint of this log.
    #[must_use]
    pub fn witnesses_of(&self, checkpoint: &SignedCheckpoint) -> usize {
        match self.policy().map(|policy| policy.check(checkpoint)) {
            Some(Ok(satisfied)) => satisfied.cosigned.len(),
            Some(Err(PolicyFailure::Quorum { cosigned, .. })) => cosigned.len(),
            Some(Err(_)) | None => 0,
        }
    }

    /// Holds a short code against the signed log. Says no more than the public hashes do. Blocks.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn code_standing(&self, code: &ReceiptCode) -> Result<CodeStanding, AppError> {
        if code.position >= self.signed().borrow().size() {
            return Ok(CodeStanding::NotCovered);
        }
        let leaves = self.log.hashes(0, code.position..code.position + 1)?;
        let begins = leaves
            .first()
            .is_some_and(|leaf| ReceiptCode::new(code.position, &leaf.0) == *code);
        Ok(if begins {
            CodeStanding::Begins
        } else {
            CodeStanding::Other
        })
    }
}

/// A number as it is written: digits alone, none too many.
fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !digits || text.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(bytes)
}
