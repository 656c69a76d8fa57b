//! Recording where a publication was made known, and withdrawing what was recorded by mistake.

use eventlog::{Actor, Position};
use survey::{Event, Refusal, ResultAnnounced, Stream, UnitCode};
use uuid::Uuid;
use views::RecordedAnnouncement;

use crate::{App, AppError, app::stream_id, edge::new_id};

impl App {
    /// Records that a publication was made known; returns the position. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn announce(&self, actor: &Actor, announced: ResultAnnounced) -> Result<u64, AppError> {
        let _one_at_a_time = self.deciding();
        self.wait_for(self.log.head().size)?;
        let registry = self.registry();
        let zone = registry
            .unit(&announced.unit)
            .map_or_else(Default::default, |unit| unit.zone);
        let published = self.results(&announced.unit)?.into_iter();
        let of_period = published.filter(|published| published.result.period == announced.period);
        let positions: Vec<u64> = of_period.map(|published| published.position.0).collect();
        let today = zone.wall_clock(self.edge.now()).date();
        let event = survey::announce(&registry, &positions, announced, today)?;
        let stream = Stream::Announcement(new_id(&*self.edge));
        let append = self.to_append(&stream, eventlog::Version(0), None, actor, &[event]);
        Ok(self.append_all(vec![append])?[0])
    }

    /// Withdraws the announcement of a unit's publication that was recorded at a position. Blocks; not for use inside an
    /// async task.
    ///
    /// # Errors
    /// [`Refusal::AnnouncementUnknown`] if there is none there that stands; a refusal if no reason is given.
    pub fn withdraw_announcement(
        &self,
        actor: &Actor,
        unit: &UnitCode,
        position: u64,
        reason: String,
    ) -> Result<(), AppError> {
        let _one_at_a_time = self.deciding();
        self.wait_for(self.log.head().size)?;
        let recorded = self.announcements(unit)?.into_iter();
        let stands = recorded
            .into_iter()
            .any(|recorded| recorded.position.0 == position);
        let entries = self.log.read_all(Position(position), 1)?;
        let stream = entries
            .first()
            .filter(|_| stands)
            .and_then(|entry| announcement(entry.stream()));
        let stream = stream.ok_or(Refusal::AnnouncementUnknown)?;
        let (events, next) = self.stream(&stream)?;
        let event: Event = survey::withdraw_announcement(&events, reason)?;
        self.append_all(vec![self.to_append(&stream, next, None, actor, &[event])])?;
        Ok(())
    }

    /// Where a unit's publications were made known, in order of recording.
    ///
    /// # Errors
    /// If the views cannot be read.
    pub fn announcements(&self, unit: &UnitCode) -> Result<Vec<RecordedAnnouncement>, AppError> {
        Ok(self.views.announcements(unit)?)
    }
}

/// The stream of an announcement by its id.
fn announcement(stream: &str) -> Option<Stream> {
    let id: Uuid = stream.split_once('-')?.1.parse().ok()?;
    let found = Stream::Announcement(id);
    (stream_id(&found).as_str() == stream).then_some(found)
}
