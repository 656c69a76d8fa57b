//! Which streams tell of a unit's service events, follow-ups and complaints. What they tell is folded by whoever asks: a unit has
//! few of each.

use eventlog::StreamId;
use redb::{AccessGuard, ReadableDatabase, StorageError, TableDefinition};
use survey::{ComplaintEvent, Event, FollowUpEvent, UnitCode};

use crate::{AsOf, Views, ViewsError, dictionary::Kind};

/// A kind, a unit by number, and the position where the subject came to that unit.
pub(crate) type SubjectKey = (u8, u32, u64);

pub(crate) const SUBJECTS: TableDefinition<'_, SubjectKey, &str> = TableDefinition::new("subjects");

/// What a stream is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// A service event.
    ServiceEvent,
    /// A follow-up.
    FollowUp,
    /// A complaint: of each unit that ever had it, once for each time that it came there.
    Complaint,
}

impl SubjectKind {
    /// What comes to a unit by an event, and to which.
    pub(crate) const fn comes_by(event: &Event) -> Option<(Self, &UnitCode)> {
        if let Event::ServiceEvent(recorded) = event {
            Some((Self::ServiceEvent, &recorded.unit))
        } else if let Event::FollowUp(FollowUpEvent::Planned(planned)) = event {
            Some((Self::FollowUp, &planned.unit))
        } else if let Event::Complaint(ComplaintEvent::Received(received)) = event {
            Some((Self::Complaint, &received.unit))
        } else if let Event::Complaint(ComplaintEvent::Forwarded(forwarded)) = event {
            Some((Self::Complaint, &forwarded.to))
        } else {
            None
        }
    }

    /// Stored in the rows.
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::ServiceEvent => 0,
            Self::FollowUp => 1,
            Self::Complaint => 2,
        }
    }
}

impl Views {
    /// The streams of a unit's subjects of one kind, the newest first, at most so many.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn subjects(
        &self,
        kind: SubjectKind,
        unit: &UnitCode,
        limit: usize,
    ) -> Result<Vec<StreamId>, ViewsError> {
        self.subjects_as_of(kind, unit, AsOf(u64::MAX), limit)
    }

    /// The same of the events that were there by then: subjects that came to the unit later are left out.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn subjects_as_of(
        &self,
        kind: SubjectKind,
        unit: &UnitCode,
        as_of: AsOf,
        limit: usize,
    ) -> Result<Vec<StreamId>, ViewsError> {
        let read = self.database.begin_read()?;
        let Some(unit) = self.shared().dictionary.number(Kind::Unit, unit.as_str()) else {
            return Ok(Vec::new());
        };
        let of_unit = (kind.number(), unit, 0)..(kind.number(), unit, as_of.0);
        let rows = read.open_table(SUBJECTS)?.range(of_unit)?.rev().take(limit);
        rows.map(stream_of).collect()
    }

    /// The streams of every subject of one kind, of whatever unit; one that came to several units once for each.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn all_subjects(&self, kind: SubjectKind) -> Result<Vec<StreamId>, ViewsError> {
        let read = self.database.begin_read()?;
        let of_kind = (kind.number(), 0, 0)..=(kind.number(), u32::MAX, u64::MAX);
        read.open_table(SUBJECTS)?
            .range(of_kind)?
            .map(stream_of)
            .collect()
    }
}

/// The stream that a row names.
fn stream_of(
    row: Result<(AccessGuard<'_, SubjectKey>, AccessGuard<'_, &'static str>), StorageError>,
) -> Result<StreamId, ViewsError> {
    let (_, stream) = row?;
    Ok(StreamId::new(stream.value()).expect("it was read as a stream id"))
}
