//! The tables of `views.redb`, and opening them.
//!
//! | table | key | row |
//! |---|---|---|
//! | `meta` | name | `format` of the rows; `progress`, how many events they hold; `last`, which event was the last |
//! | `dictionary` | kind, number | code |
//! | `totals` | unit, month | the month's sums over all respondents, and what is held back |
//! | `facets` | unit, month | the same sums, told apart by service, channel, instrument, profile, admission and reason |
//! | `ledger` | unit, month, position | one signed line |
//! | `snapshots` | unit, month, position | both rows as they were after that position |
//! | `service_events` | unit, position | a service event, and where it was withdrawn |
//! | `subjects` | kind, unit, position | the stream of a service event, follow-up or complaint that came to the unit there |
//! | `results` | unit, position | a published result, or an announcement of one, and where that was withdrawn |
//! | `tokens` | hash of a one-time code | the survey to which it admits |
//! | `batches` | survey, position | how many one-time codes were issued, when, under which key |
//! | `tokens_used` | survey, key | how many one-time codes were used |
//! | `devices` | device | how many answers came from it, and under which of its numbers |
//! | `closed_facets` | unit, month | the month's facets before the first answer that came too late for it |
//! | `comments` | unit, month, position | the content in the vault of a comment that stands |
//! | `visits` | unit, month, position | people served, as a service event counts them, and where that was withdrawn |

use std::{
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use eventlog::LogError;
use redb::{Database, Durability, ReadableDatabase, ReadableTable, TableDefinition};
use serde::{Serialize, de::DeserializeOwned};
use survey::Registry;

use crate::{
    comments::COMMENTS,
    devices::DEVICES,
    dictionary::{Dictionary, Kind},
    groups::CLOSED_FACETS,
    marks::Marks,
    registers::Registers,
    spans::Spans,
    subjects::SUBJECTS,
    tokens::{BATCHES, TOKENS, TOKENS_USED},
    visits::VISITS,
};

pub(crate) const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");
pub(crate) const DICTIONARY: TableDefinition<'_, (u8, u32), &str> = TableDefinition::new("dictionary");
pub(crate) const TOTALS: TableDefinition<'_, (u32, u16), &[u8]> = TableDefinition::new("totals");
pub(crate) const FACETS: TableDefinition<'_, (u32, u16), &[u8]> = TableDefinition::new("facets");
pub(crate) const LEDGER: TableDefinition<'_, (u32, u16, u64), &[u8]> = TableDefinition::new("ledger");
pub(crate) const SNAPSHOTS: TableDefinition<'_, (u32, u16, u64), &[u8]> = TableDefinition::new("snapshots");
pub(crate) const SERVICE_EVENTS: TableDefinition<'_, (u32, u64), &[u8]> =
    TableDefinition::new("service_events");
pub(crate) const RESULTS: TableDefinition<'_, (u32, u64), &[u8]> = TableDefinition::new("results");

pub(crate) const PROGRESS: &str = "progress";
/// The first eight bytes of the last event's leaf hash: rows and log belong together if the log agrees.
pub(crate) const LAST: &str = "last";
const FORMAT: &str = "format";

/// Changes whenever rows of the same events would differ; older files are rebuilt.
const FORMAT_NUMBER: u64 = 9;

const CACHE_BYTES: usize = 256 << 20;

/// Why the views cannot be read or written. They may always be deleted and rebuilt.
#[derive(Debug, thiserror::Error)]
pub enum ViewsError {
    /// The storage failed. Delete the file of the views and start again; the log is not touched.
    #[error("tampilan tidak dapat dibaca atau ditulis: {0}. Hapus berkas views.redb lalu jalankan kembali")]
    Storage(#[from] Box<redb::Error>),
    /// A row is not of its form. As above.
    #[error("baris tampilan rusak: {0}. Hapus berkas views.redb lalu jalankan kembali")]
    Row(#[from] postcard::Error),
    /// The log could not be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// An event in the log cannot be read by this version of the program.
    #[error("posisi {position}: {error}")]
    Event {
        /// Where it stands.
        position: u64,
        /// Why not.
        error: survey::EventError,
    },
    /// The rows were made from another log, or from events that this log has lost. Find out which: a log never
    /// shrinks by itself. Then delete the file of the views and start again.
    #[error(
        "views.redb memuat {progress} peristiwa dari log lain, atau log ini kehilangan peristiwa (sekarang {size}). \
         Periksa log dengan `skm verify`, lalu hapus views.redb dan jalankan kembali"
    )]
    OtherLog {
        /// How many events the rows hold.
        progress: u64,
        /// How many events the log holds.
        size: u64,
    },
    /// An event refers to something that the log does not hold.
    #[error("posisi {position}: {what}")]
    Reference {
        /// Where it stands.
        position: u64,
        /// What is missing.
        what: String,
    },
}

macro_rules! from_redb {
    ($($error:ident),*) => {$(
        impl From<redb::$error> for ViewsError {
            fn from(error: redb::$error) -> Self {
                Self::Storage(Box::new(error.into()))
            }
        }
    )*};
}
from_redb!(
    DatabaseError,
    TransactionError,
    TableError,
    StorageError,
    CommitError,
    SetDurabilityError
);

/// What every reader needs beside the rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shared {
    pub(crate) registry: Arc<Registry>,
    pub(crate) dictionary: Arc<Dictionary>,
    pub(crate) progress: u64,
    /// Where the events stand that the registry is made of.
    pub(crate) registered: Arc<Vec<u64>>,
}

/// The views, for reading. Writing is the [`Projector`](crate::Projector)'s.
pub struct Views {
    pub(crate) database: Database,
    pub(crate) marks: Marks,
    pub(crate) registers: Registers,
    pub(crate) spans: Spans,
    shared: RwLock<Shared>,
}

impl Views {
    /// Opens the file of the views, or makes an empty one. Rows of an older format are dropped.
    ///
    /// # Errors
    /// If the file cannot be opened or is in use.
    pub fn open(path: &Path) -> Result<Self, ViewsError> {
        let database = redb::Builder::new().set_cache_size(CACHE_BYTES).create(path)?;
        Self::with(database)
    }

    /// Views that live in memory, for a fold that nobody keeps.
    ///
    /// # Errors
    /// If memory runs out.
    pub fn in_memory() -> Result<Self, ViewsError> {
        Self::with(redb::Builder::new().create_with_backend(redb::backends::InMemoryBackend::new())?)
    }

    fn with(database: Database) -> Result<Self, ViewsError> {
        let mut write = database.begin_write()?;
        write.set_durability(Durability::Immediate)?;
        let format = write.open_table(META)?.get(FORMAT)?.map(|format| format.value());
        if format != Some(FORMAT_NUMBER) {
            clear(&write)?;
            write.open_table(META)?.insert(FORMAT, FORMAT_NUMBER)?;
        }
        make(&write)?;
        write.commit()?;
        let (dictionary, progress) = stored(&database)?;
        Ok(Self {
            spans: Spans::stored(&database, &dictionary)?,
            database,
            marks: Marks::default(),
            registers: Registers::default(),
            shared: RwLock::new(Shared {
                dictionary: Arc::new(dictionary),
                progress,
                registry: Arc::default(),
                registered: Arc::default(),
            }),
        })
    }

    /// The mark of the last event that the rows hold, as they have it.
    pub(crate) fn stored_last(&self) -> Result<Option<u64>, ViewsError> {
        let read = self.database.begin_read()?;
        let last = read.open_table(META)?.get(LAST)?;
        Ok(last.map(|last| last.value()))
    }

    /// How many events the rows hold: the first so many of the log.
    #[must_use]
    pub fn progress(&self) -> u64 {
        self.shared().progress
    }

    /// The registry as of [`progress`](Self::progress).
    #[must_use]
    pub fn registry(&self) -> Arc<Registry> {
        self.shared().registry
    }

    pub(crate) fn shared(&self) -> Shared {
        self.shared.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn share(&self, shared: Shared) {
        *self.shared.write().unwrap_or_else(PoisonError::into_inner) = shared;
    }
}

/// The numbers of the codes, and how many events the rows hold.
fn stored(database: &Database) -> Result<(Dictionary, u64), ViewsError> {
    let read = database.begin_read()?;
    let mut dictionary = Dictionary::default();
    for row in read.open_table(DICTIONARY)?.range::<(u8, u32)>(..)? {
        let (key, code) = row?;
        let kind = Kind::from_number(key.value().0).ok_or(postcard::Error::DeserializeBadEnum)?;
        dictionary.number_or_new(kind, code.value());
    }
    let progress = read
        .open_table(META)?
        .get(PROGRESS)?
        .map_or(0, |progress| progress.value());
    Ok((dictionary, progress))
}

/// Drops every table, also those that only another format knows.
fn clear(write: &redb::WriteTransaction) -> Result<(), ViewsError> {
    let tables: Vec<_> = write.list_tables()?.collect();
    for table in tables {
        write.delete_table(table)?;
    }
    Ok(())
}

/// Readers may come before the first event, so every table exists from the start.
fn make(write: &redb::WriteTransaction) -> Result<(), ViewsError> {
    write.open_table(META)?;
    write.open_table(DICTIONARY)?;
    write.open_table(TOTALS)?;
    write.open_table(FACETS)?;
    write.open_table(LEDGER)?;
    write.open_table(SNAPSHOTS)?;
    write.open_table(SERVICE_EVENTS)?;
    write.open_table(RESULTS)?;
    write.open_table(SUBJECTS)?;
    write.open_table(TOKENS)?;
    write.open_table(BATCHES)?;
    write.open_table(TOKENS_USED)?;
    write.open_table(DEVICES)?;
    write.open_table(CLOSED_FACETS)?;
    write.open_table(COMMENTS)?;
    write.open_table(VISITS)?;
    Ok(())
}

pub(crate) fn write_row<T: Serialize>(row: &T) -> Result<Vec<u8>, ViewsError> {
    Ok(postcard::to_allocvec(row)?)
}

pub(crate) fn read_row<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ViewsError> {
    Ok(postcard::from_bytes(bytes)?)
}

/// The first of several values that a row holds one after the other.
pub(crate) fn read_first<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ViewsError> {
    Ok(postcard::take_from_bytes(bytes)?.0)
}
