//! The register as it was. Between two of its events it never changes, so of the past it is kept by how many of them
//! it is made of: whoever looks back and forth reads the log once.

use std::sync::{Arc, Mutex, PoisonError};

use eventlog::{Position, ReadEvents, Tag};
use survey::{REGISTER_TAG, Registry};

use crate::{
    AsOf, Views, ViewsError,
    interpret::{decode, moment},
};

const EVENTS_AT_ONCE: usize = 1024;

/// Registers of the past that are kept; of more the one used longest ago goes.
const KEPT_MAX: usize = 16;

/// A register, and where the events stand that it is made of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Register {
    pub(crate) registry: Registry,
    pub(crate) positions: Vec<u64>,
}

impl Register {
    /// The register of the first `size` events.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub(crate) fn read(log: &dyn ReadEvents, size: u64) -> Result<Self, ViewsError> {
        let mut register = Self::default();
        register.go_on(log, 0, size)?;
        Ok(register)
    }

    /// Takes in the events of the register from `from` to before `to`.
    fn go_on(&mut self, log: &dyn ReadEvents, from: u64, to: u64) -> Result<(), ViewsError> {
        let tag = Tag::new(REGISTER_TAG).expect("a well-formed tag");
        let mut from = Position(from);
        loop {
            let events = log.read_tag(&tag, from, EVENTS_AT_ONCE)?;
            for recorded in &events {
                if recorded.position().0 >= to {
                    return Ok(());
                }
                self.registry
                    .evolve(&decode(recorded)?, moment(recorded.recorded_at().0));
                self.positions.push(recorded.position().0);
            }
            match events.last() {
                Some(last) if events.len() == EVENTS_AT_ONCE => from = last.position().next(),
                _ => return Ok(()),
            }
        }
    }
}

/// Registers of the past, each by the number of events that it is made of; the one used last stands last.
#[derive(Debug, Default)]
pub(crate) struct Registers(Mutex<Vec<(usize, Arc<Registry>)>>);

impl Registers {
    fn get(&self, events: usize) -> Option<Arc<Registry>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(of, _)| *of == events)?;
        let found = kept.remove(at);
        let registry = Arc::clone(&found.1);
        kept.push(found);
        Some(registry)
    }

    /// The largest that has fewer events.
    fn below(&self, events: usize) -> Option<(usize, Arc<Registry>)> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fewer = kept.iter().filter(|(of, _)| *of < events);
        fewer.max_by_key(|(of, _)| *of).cloned()
    }

    fn keep(&self, events: usize, registry: Arc<Registry>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.remove(0);
        }
        kept.push((events, registry));
    }
}

impl Views {
    /// The registry as of a size of the log.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn registry_as_of(&self, log: &dyn ReadEvents, as_of: AsOf) -> Result<Arc<Registry>, ViewsError> {
        let shared = self.shared();
        let events = shared.registered.partition_point(|position| *position < as_of.0);
        if events == shared.registered.len() && as_of.0 <= shared.progress {
            return Ok(shared.registry);
        }
        if as_of.0 > shared.progress {
            return Ok(Arc::new(Register::read(log, as_of.0)?.registry));
        }
        if let Some(kept) = self.registers.get(events) {
            return Ok(kept);
        }
        let mut register = Register::default();
        let mut from = 0;
        if let Some((of, registry)) = self.registers.below(events) {
            register.registry = Registry::clone(&registry);
            from = shared.registered.get(of).copied().unwrap_or(as_of.0);
        }
        register.go_on(log, from, as_of.0)?;
        let registry = Arc::new(register.registry);
        self.registers.keep(events, Arc::clone(&registry));
        Ok(registry)
    }
}
