//! The edge: where time and chance enter. Everything below takes them as arguments.

use jiff::Timestamp;
use survey::Nonce;
use uuid::Uuid;
use vault::SealSecrets;

/// A clock and a source of chance.
pub trait Edge: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;

    /// Fills the bytes with chance that nobody can guess.
    fn fill(&self, bytes: &mut [u8]);

    /// True if times are stated instead of measured. Only a demo log takes those.
    fn states_times(&self) -> bool {
        false
    }
}

/// The machine's own clock and chance.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEdge;

impl Edge for SystemEdge {
    #[expect(clippy::disallowed_methods, reason = "this is where time enters")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system has a source of chance");
    }
}

pub(crate) fn chance<const N: usize>(edge: &dyn Edge) -> [u8; N] {
    let mut bytes = [0; N];
    edge.fill(&mut bytes);
    bytes
}

/// A new id that sorts by time (UUIDv7).
pub(crate) fn new_id(edge: &dyn Edge) -> Uuid {
    let ms = u64::try_from(edge.now().as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(ms, &chance(edge)).into_uuid()
}

pub(crate) fn new_nonce(edge: &dyn Edge) -> Nonce {
    Nonce(chance(edge))
}

pub(crate) fn new_seal_secrets(edge: &dyn Edge) -> SealSecrets {
    SealSecrets {
        content: new_id(edge),
        key: chance(edge),
        salt: chance(edge),
        aead_nonce: chance(edge),
    }
}

pub(crate) fn new_secret(edge: &dyn Edge) -> [u8; 32] {
    chance(edge)
}

impl crate::App {
    /// A random token that nobody can guess: 64 hex digits.
    #[must_use]
    pub fn new_token(&self) -> String {
        crate::hex::hex(&new_secret(&*self.edge))
    }
}
