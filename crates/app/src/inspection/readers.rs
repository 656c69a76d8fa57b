//! Who looked: every time that single answers were opened, by whom, when, and what for.

use std::collections::BTreeSet;

use eventlog::{Position, Tag};
use jiff::Timestamp;
use survey::{Event, Refusal, RowsRead, UnitCode, unit_tag};

use crate::{
    App, AppError,
    app::{decode, moment},
    limits::EVENTS_AT_ONCE,
};

/// Somebody to whom single answers were open.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Where the event stands that opened them.
    pub position: u64,
    /// When.
    pub at: Timestamp,
    /// Who: a pseudonym.
    pub actor: String,
    /// Of which unit and period, and what for.
    pub read: RowsRead,
}

impl App {
    /// Whoever opened answers that are the unit's: of it, of what lies below it, or of a unit above with everything below
    /// that. The newest first, at most `limit`, from before a position on.
    ///
    /// Costs the events about these units, which are few: answers are not among them.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit.
    pub fn readings(
        &self,
        unit: &UnitCode,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Reader>, AppError> {
        let registry = self.registry();
        let below = registry.subtree(unit);
        if below.is_empty() {
            return Err(Refusal::UnitUnknown(unit.clone()).into());
        }
        let below = below.iter().map(|(_, unit)| *unit);
        let units: BTreeSet<_> = below
            .chain(registry.ancestors(unit))
            .map(|unit| &unit.code)
            .collect();
        let mut found = Vec::new();
        for unit in units {
            found.extend(self.readers(unit, 0)?);
        }
        found.retain(|reader| before.is_none_or(|before| reader.position < before));
        found.sort_unstable_by_key(|reader| std::cmp::Reverse(reader.position));
        found.truncate(limit);
        Ok(found)
    }

    /// Who opened the answers of a unit from a position on, and what for.
    pub(super) fn readers(&self, unit: &UnitCode, from: u64) -> Result<Vec<Reader>, AppError> {
        let tag = Tag::new(unit_tag(unit)).expect("a code is short printable ASCII");
        let mut found = Vec::new();
        let mut from = Position(from);
        loop {
            let events = self.log.read_tag(&tag, from, EVENTS_AT_ONCE)?;
            let Some(last) = events.last() else {
                return Ok(found);
            };
            from = last.position().next();
            for recorded in events.iter().filter(|event| event.event_type() == "rows_read") {
                if let Event::RowsRead(read) = decode(recorded)? {
                    found.push(Reader {
                        position: recorded.position().0,
                        at: moment(recorded.recorded_at()),
                        actor: recorded.actor().into(),
                        read,
                    });
                }
            }
        }
    }
}
