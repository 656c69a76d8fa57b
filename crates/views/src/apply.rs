//! Applying events: the one place where rows change.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use eventlog::{Position, ReadEvents, RecordedEvent, StreamId, Version};
use ikm::RESPONDENT_ANSWERS_MAX;
use jiff::Timestamp;
use redb::{Durability, ReadableDatabase, Table, WriteTransaction};
use survey::{Event, Registry, Response, ResponseSubmitted, Standing, UnitCode};

use crate::{
    Views, ViewsError,
    dictionary::{Dictionary, Kind},
    figures::{FacetKey, Facets},
    ledger::{Contribution, Delta},
    month_row::{Line, MonthRow, Total},
    read::{KeptEvent, registry_at},
    tables::{
        DICTIONARY, FACETS, LAST, LEDGER, META, PROGRESS, RESULTS, SERVICE_EVENTS, SNAPSHOTS, Shared, TOTALS,
        read_row, write_row,
    },
};

/// Months kept unpacked between batches. Each takes a few kilobytes.
const MONTHS_CACHED_MAX: usize = 8192;

/// Lets this many events pass between two syncs. The views can be rebuilt, so a crash costs only time.
const EVENTS_PER_SYNC: u64 = 200_000;

type MonthKey = (u32, u16);

/// Applies events to the views, in order, each once.
pub struct Projector {
    views: Arc<Views>,
    log: Arc<dyn ReadEvents>,
    registry: Registry,
    dictionary: Dictionary,
    progress: u64,
    /// The mark of the last event applied; `None` before the first.
    last: Option<u64>,
    synced: u64,
    months: HashMap<MonthKey, MonthRow>,
    batch: Batch,
}

/// What a batch of events changes, until it is written.
#[derive(Default)]
struct Batch {
    codes: Vec<(Kind, u32, Box<str>)>,
    months: std::collections::BTreeSet<MonthKey>,
    lines: BTreeMap<(u32, u16, u64), Vec<u8>>,
    snapshots: Vec<((u32, u16, u64), Vec<u8>)>,
    service_events: BTreeMap<(u32, u64), Option<Vec<u8>>>,
    results: Vec<((u32, u64), Vec<u8>)>,
    register_changed: bool,
}

impl Projector {
    /// A projector that goes on where the rows end.
    ///
    /// # Errors
    /// If the log or the rows cannot be read; [`ViewsError::OtherLog`] if the rows were not made from this log.
    pub fn new(views: Arc<Views>, log: Arc<dyn ReadEvents>) -> Result<Self, ViewsError> {
        let shared = views.shared();
        let progress = shared.progress;
        let last = last_applied(&*log, progress)?;
        if last != views.stored_last()? {
            let size = log.read_head()?.size;
            return Err(ViewsError::OtherLog { progress, size });
        }
        let registry = registry_at(&*log, progress)?;
        let dictionary = Dictionary::clone(&shared.dictionary);
        views.share(Shared {
            registry: Arc::new(registry.clone()),
            ..shared
        });
        Ok(Self {
            views,
            log,
            registry,
            dictionary,
            progress,
            last,
            synced: progress,
            months: HashMap::new(),
            batch: Batch::default(),
        })
    }

    /// How many events are applied.
    #[must_use]
    pub const fn progress(&self) -> u64 {
        self.progress
    }

    /// Applies events that follow the ones applied so far, and makes them visible to readers.
    ///
    /// # Errors
    /// If an event cannot be applied or the rows cannot be written. Nothing of the batch is visible then, and the
    /// projector must not be used again.
    ///
    /// # Panics
    /// If the events do not follow: the caller skipped some.
    pub fn apply(&mut self, events: &[(RecordedEvent, Event)]) -> Result<(), ViewsError> {
        for (recorded, event) in events {
            assert_eq!(
                recorded.position().0,
                self.progress,
                "events are applied in order, each once"
            );
            self.apply_one(recorded, event)?;
            self.progress += 1;
            self.last = Some(mark(recorded));
        }
        self.write()
    }

    /// Makes everything applied so far survive a power cut.
    ///
    /// # Errors
    /// If the rows cannot be written.
    pub fn sync(&mut self) -> Result<(), ViewsError> {
        let mut write = self.views.database.begin_write()?;
        write.set_durability(Durability::Immediate)?;
        write.commit()?;
        self.synced = self.progress;
        Ok(())
    }

    fn apply_one(&mut self, recorded: &RecordedEvent, event: &Event) -> Result<(), ViewsError> {
        if event.is_register() {
            self.registry.evolve(event, moment(recorded.recorded_at().0));
            self.batch.register_changed = true;
        }
        match event {
            Event::ResponseSubmitted(submitted) => {
                self.add_line(recorded, submitted, None, Some(Standing::Plain))
            }
            Event::ResponseFlagged(_) | Event::ResponseExcluded(_) | Event::ResponseReinstated(_) => {
                self.change_standing(recorded, event)
            }
            Event::ServiceEvent(service_event) => {
                let unit = self.unit(recorded, &service_event.unit)?;
                let row = write_row(&KeptEvent::of(recorded))?;
                self.batch
                    .service_events
                    .insert((unit, recorded.position().0), Some(row));
                Ok(())
            }
            Event::ServiceEventWithdrawn(withdrawn) => {
                let unit = self.unit(recorded, &withdrawn.unit)?;
                let first = self.log.read_stream(&stream(recorded), Version(0), 1)?;
                let first = first
                    .first()
                    .ok_or_else(|| missing(recorded, "peristiwa yang ditarik"))?;
                self.batch.service_events.insert((unit, first.position().0), None);
                Ok(())
            }
            Event::ResultPublished(result) => {
                let unit = self.unit(recorded, &result.unit)?;
                let row = write_row(&KeptEvent::of(recorded))?;
                self.batch.results.push(((unit, recorded.position().0), row));
                Ok(())
            }
            Event::SubmissionConflicted(_)
            | Event::ContentErased(_)
            | Event::LogOpened(_)
            | Event::UnitRegistered(_)
            | Event::UnitRenamed(_)
            | Event::UnitMoved(_)
            | Event::UnitClosed(_)
            | Event::ServiceRegistered(_)
            | Event::ServiceChanged(_)
            | Event::ServiceRetired(_)
            | Event::InstrumentPublished(_)
            | Event::MethodAdopted(_)
            | Event::SurveyOpened(_)
            | Event::SurveyClosed(_) => Ok(()),
        }
    }

    fn change_standing(&mut self, recorded: &RecordedEvent, event: &Event) -> Result<(), ViewsError> {
        let mut response = Response::default();
        for earlier in self.log.read_stream(&stream(recorded), Version(0), usize::MAX)? {
            if earlier.version() >= recorded.version() {
                break;
            }
            response.evolve(&decode(&earlier)?);
        }
        let before = response.standing();
        response.evolve(event);
        let after = response.standing();
        let submitted = response
            .submitted()
            .ok_or_else(|| missing(recorded, "jawaban yang dimaksud"))?;
        if before == after {
            Ok(())
        } else {
            self.add_line(recorded, submitted, before, after)
        }
    }

    fn add_line(
        &mut self,
        recorded: &RecordedEvent,
        submitted: &ResponseSubmitted,
        from: Option<Standing>,
        to: Option<Standing>,
    ) -> Result<(), ViewsError> {
        let unit = self.unit(recorded, &submitted.unit)?;
        let zone = self
            .registry
            .unit(&submitted.unit)
            .ok_or_else(|| missing(recorded, "unit yang terdaftar"))?
            .zone;
        let month = submitted.occurred_at.month(zone);
        let line = Line {
            delta: Delta::new(from, to, self.contribution(recorded, submitted)?),
            late: moment(recorded.recorded_at().0) >= month.end(zone),
            known_to_staff: submitted.channel.is_entered_by_staff(),
        };
        let key = (unit, month.number());
        let position = recorded.position().0;
        self.batch
            .lines
            .insert((unit, key.1, position), write_row(&line)?);
        let row = match self.months.entry(key) {
            std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(self.views.month_row(key)?.unwrap_or_default())
            }
        };
        if row.apply(&line, position) {
            self.batch
                .snapshots
                .push(((unit, key.1, position), write_row(row)?));
        }
        self.batch.months.insert(key);
        Ok(())
    }

    fn contribution(
        &mut self,
        recorded: &RecordedEvent,
        submitted: &ResponseSubmitted,
    ) -> Result<Contribution, ViewsError> {
        if !(1..=RESPONDENT_ANSWERS_MAX).contains(&submitted.answers.len()) {
            return Err(missing(recorded, "jawaban untuk 1 sampai 16 unsur"));
        }
        let mut facets = Vec::with_capacity(3 + submitted.profile.len());
        facets.push(self.facet(Kind::Service, submitted.service.as_str()));
        facets.push(self.facet(Kind::Channel, submitted.channel.as_str()));
        facets.push(self.facet(Kind::Instrument, &submitted.instrument.to_string()));
        for (question, option) in &submitted.profile {
            facets.push(self.facet(Kind::Profile, &format!("{question}={option}")));
        }
        let answers = submitted.answers.iter();
        let answers = answers
            .map(|(unsur, score)| (self.number(Kind::Unsur, unsur.as_str()), score))
            .collect();
        Ok(Contribution { facets, answers })
    }

    fn facet(&mut self, kind: Kind, value: &str) -> FacetKey {
        (kind.number(), self.number(kind, value))
    }

    fn unit(&mut self, recorded: &RecordedEvent, unit: &UnitCode) -> Result<u32, ViewsError> {
        if self.registry.unit(unit).is_none() {
            return Err(missing(recorded, "unit yang terdaftar"));
        }
        Ok(self.number(Kind::Unit, unit.as_str()))
    }

    fn number(&mut self, kind: Kind, code: &str) -> u32 {
        let (number, new) = self.dictionary.number_or_new(kind, code);
        if new {
            self.batch.codes.push((kind, number, code.into()));
        }
        number
    }

    /// Writes the batch in one transaction. A crash before the commit leaves the rows as they were; one after it
    /// leaves them with the whole batch and the progress that says so.
    fn write(&mut self) -> Result<(), ViewsError> {
        let batch = std::mem::take(&mut self.batch);
        if !batch.codes.is_empty() {
            // Before the commit: whoever sees the rows must know their numbers.
            let dictionary = Arc::new(self.dictionary.clone());
            self.views.share(Shared {
                dictionary,
                ..self.views.shared()
            });
        }
        let mut write = self.views.database.begin_write()?;
        let sync = self.progress - self.synced >= EVENTS_PER_SYNC;
        write.set_durability(if sync {
            Durability::Immediate
        } else {
            Durability::None
        })?;
        self.write_rows(&write, &batch)?;
        {
            let mut meta = write.open_table(META)?;
            meta.insert(PROGRESS, self.progress)?;
            if let Some(last) = self.last {
                meta.insert(LAST, last)?;
            }
        }
        write.commit()?;
        if sync {
            self.synced = self.progress;
        }
        if self.months.len() > MONTHS_CACHED_MAX {
            self.months.clear();
        }
        self.show(&batch);
        Ok(())
    }

    fn write_rows(&self, write: &WriteTransaction, batch: &Batch) -> Result<(), ViewsError> {
        let mut dictionary = write.open_table(DICTIONARY)?;
        for (kind, number, code) in &batch.codes {
            dictionary.insert((kind.number(), *number), &**code)?;
        }
        insert_all(
            &mut write.open_table(LEDGER)?,
            batch.lines.iter().map(|(key, row)| (*key, row)),
        )?;
        insert_all(
            &mut write.open_table(SNAPSHOTS)?,
            batch.snapshots.iter().map(|(key, row)| (*key, row)),
        )?;
        insert_all(
            &mut write.open_table(RESULTS)?,
            batch.results.iter().map(|(key, row)| (*key, row)),
        )?;
        let (mut totals, mut facets) = (write.open_table(TOTALS)?, write.open_table(FACETS)?);
        for key in &batch.months {
            let row = &self.months[key];
            totals.insert(*key, write_row(&row.total)?.as_slice())?;
            facets.insert(*key, write_row(&row.facets)?.as_slice())?;
        }
        let mut service_events = write.open_table(SERVICE_EVENTS)?;
        for (key, row) in &batch.service_events {
            match row {
                Some(row) => service_events.insert(*key, row.as_slice())?,
                None => service_events.remove(*key)?,
            };
        }
        Ok(())
    }

    fn show(&self, batch: &Batch) {
        let before = self.views.shared();
        let registry = if batch.register_changed {
            Arc::new(self.registry.clone())
        } else {
            Arc::clone(&before.registry)
        };
        self.views.share(Shared {
            registry,
            progress: self.progress,
            ..before
        });
    }
}

impl Views {
    /// The whole row of a month, unpacked.
    pub(crate) fn month_row(&self, key: MonthKey) -> Result<Option<MonthRow>, ViewsError> {
        let read = self.database.begin_read()?;
        let Some(total) = read.open_table(TOTALS)?.get(key)? else {
            return Ok(None);
        };
        let total: Total = read_row(total.value())?;
        let facets = match read.open_table(FACETS)?.get(key)? {
            Some(row) => read_row(row.value())?,
            None => Facets::default(),
        };
        Ok(Some(MonthRow { total, facets }))
    }
}

fn insert_all<'a, K: redb::Key + 'static>(
    table: &mut Table<'_, K, &'static [u8]>,
    rows: impl Iterator<Item = (K::SelfType<'a>, &'a Vec<u8>)>,
) -> Result<(), ViewsError>
where
    K::SelfType<'a>: Copy,
{
    for (key, row) in rows {
        table.insert(key, row.as_slice())?;
    }
    Ok(())
}

/// What the rows remember of the last event that they hold.
fn mark(recorded: &RecordedEvent) -> u64 {
    let leaf_hash = recorded.leaf_hash();
    u64::from_be_bytes(*leaf_hash.first_chunk().expect("32 bytes"))
}

/// The mark of the last of the first `size` events, as the log has it; `None` if there is no such event.
fn last_applied(log: &dyn ReadEvents, size: u64) -> Result<Option<u64>, ViewsError> {
    let Some(last) = size.checked_sub(1) else {
        return Ok(None);
    };
    Ok(log.read_all(Position(last), 1)?.first().map(mark))
}

pub(crate) fn decode(recorded: &RecordedEvent) -> Result<Event, ViewsError> {
    Event::from_stored(recorded.event_type(), recorded.type_version(), recorded.payload()).map_err(|error| {
        ViewsError::Event {
            position: recorded.position().0,
            error,
        }
    })
}

/// The moment of so many milliseconds since 1970.
pub(crate) fn moment(recorded_at_ms: u64) -> Timestamp {
    let ms = i64::try_from(recorded_at_ms).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX)
}

fn stream(recorded: &RecordedEvent) -> StreamId {
    StreamId::new(recorded.stream()).expect("it was read as a stream id")
}

fn missing(recorded: &RecordedEvent, what: &str) -> ViewsError {
    ViewsError::Reference {
        position: recorded.position().0,
        what: format!("{what} tidak ada dalam log"),
    }
}
