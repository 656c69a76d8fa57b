//! One hash over every row of every view: two folds agree if and only if their rows do.

use std::fmt;

use redb::{Key, ReadTransaction, ReadableDatabase, ReadableTable, TableDefinition, TableHandle, Value};
use sha2::{Digest, Sha256};

use crate::{
    Views, ViewsError,
    comments::COMMENTS,
    devices::DEVICES,
    groups::CLOSED_FACETS,
    subjects::SUBJECTS,
    tables::{DICTIONARY, FACETS, LEDGER, META, RESULTS, SERVICE_EVENTS, SNAPSHOTS, TOTALS},
    tokens::{BATCHES, TOKENS, TOKENS_USED},
    visits::VISITS,
};

/// SHA-256 over every row of every view, shown as hex digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct StateHash([u8; 32]);

impl fmt::Display for StateHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for StateHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StateHash({self})")
    }
}

impl Views {
    /// The hash of the state: of each table its name, then each row's key and value, each with its length.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn state_hash(&self) -> Result<StateHash, ViewsError> {
        let read = self.database.begin_read()?;
        let mut hash = Sha256::new();
        table(&mut hash, &read, META)?;
        table(&mut hash, &read, DICTIONARY)?;
        table(&mut hash, &read, TOTALS)?;
        table(&mut hash, &read, FACETS)?;
        table(&mut hash, &read, LEDGER)?;
        table(&mut hash, &read, SNAPSHOTS)?;
        table(&mut hash, &read, SERVICE_EVENTS)?;
        table(&mut hash, &read, SUBJECTS)?;
        table(&mut hash, &read, RESULTS)?;
        table(&mut hash, &read, TOKENS)?;
        table(&mut hash, &read, BATCHES)?;
        table(&mut hash, &read, TOKENS_USED)?;
        table(&mut hash, &read, DEVICES)?;
        table(&mut hash, &read, CLOSED_FACETS)?;
        table(&mut hash, &read, COMMENTS)?;
        table(&mut hash, &read, VISITS)?;
        Ok(StateHash(hash.finalize().into()))
    }
}

fn table<K: Key + 'static, V: Value + 'static>(
    hash: &mut Sha256,
    read: &ReadTransaction,
    definition: TableDefinition<'_, K, V>,
) -> Result<(), ViewsError> {
    let rows = read.open_table(definition)?;
    part(hash, definition.name().as_bytes());
    for row in rows.iter()? {
        let (key, value) = row?;
        part(hash, K::as_bytes(&key.value()).as_ref());
        part(hash, V::as_bytes(&value.value()).as_ref());
    }
    // No part is this long, so no row can stand in for the end of a table.
    hash.update(u64::MAX.to_be_bytes());
    Ok(())
}

fn part(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}
