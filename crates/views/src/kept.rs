//! Events that rows keep as the log has them: service events, publications, announcements.

use eventlog::{Position, RecordedEvent};
use jiff::Timestamp;
use redb::TableDefinition;
use serde::{Deserialize, Serialize};
use survey::{Event, UnitCode};

use crate::{AsOf, ViewsError, interpret::moment, rows::Rows};

impl Rows {
    /// Hands out the events that a table keeps for a unit and that stood as of a size, in order of position.
    pub(crate) fn kept(
        &self,
        table: TableDefinition<'_, (u32, u64), &'static [u8]>,
        unit: &UnitCode,
        AsOf(size): AsOf,
        mut each: impl FnMut(Position, Timestamp, Event),
    ) -> Result<(), ViewsError> {
        let Some(number) = self.unit(unit) else {
            return Ok(());
        };
        for row in self.read.open_table(table)?.range((number, 0)..(number, size))? {
            let (key, bytes) = row?;
            let position = key.value().1;
            let kept: KeptEvent<'_> = postcard::from_bytes(bytes.value())?;
            if kept.withdrawn_at.is_some_and(|at| at < size) {
                continue;
            }
            each(
                Position(position),
                moment(kept.recorded_at_ms),
                kept.decode(position)?,
            );
        }
        Ok(())
    }
}

/// An event as a row keeps it: as it is stored in the log, and where another withdrew it.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptEvent<'a> {
    withdrawn_at: Option<u64>,
    event_type: &'a str,
    type_version: u16,
    recorded_at_ms: u64,
    payload: &'a [u8],
}

impl<'a> KeptEvent<'a> {
    pub(crate) fn of(recorded: &'a RecordedEvent) -> Self {
        Self {
            withdrawn_at: None,
            event_type: recorded.event_type(),
            type_version: recorded.type_version(),
            recorded_at_ms: recorded.recorded_at().0,
            payload: recorded.payload(),
        }
    }

    /// The same, withdrawn by the event at a position.
    pub(crate) fn withdrawn(recorded: &'a RecordedEvent, at: u64) -> Self {
        Self {
            withdrawn_at: Some(at),
            ..Self::of(recorded)
        }
    }

    fn decode(&self, position: u64) -> Result<Event, ViewsError> {
        Event::from_stored(self.event_type, self.type_version, self.payload)
            .map_err(|error| ViewsError::Event { position, error })
    }
}
