//! Interpreting events: what each of them changes in the rows. Knows the register and the numbers of codes, and
//! nothing of the rows themselves, so that it can run ahead of whoever writes them.

use std::{collections::HashMap, mem, sync::Arc};

use eventlog::{Position, ReadEvents, RecordedEvent, StreamId, Version};
use ikm::{RESPONDENT_ANSWERS_MAX, UnsurCode};
use jiff::Timestamp;
use smallvec::SmallVec;
use survey::{
    Admission, ChannelClass, Event, InstrumentRef, Registry, Response, ResponseSubmitted, ResultAnnounced,
    ResultPublished, Standing, UnitCode, Zone,
};
use uuid::Uuid;

use crate::{
    Views, ViewsError,
    comments::CommentChanges,
    devices::DeviceChanges,
    dictionary::{Dictionary, Kind},
    figures::FacetKey,
    kept::KeptEvent,
    ledger::{Contribution, Delta},
    month_row::Line,
    registers::Register,
    subjects::{SubjectKey, SubjectKind},
    tables::write_row,
    tokens::TokenChanges,
    visits::VisitChanges,
};

/// A unit and a month, by number.
pub(crate) type MonthKey = (u32, u16);

/// A unit and a position.
pub(crate) type EventKey = (u32, u64);

/// A line, and where it belongs.
pub(crate) struct PlacedLine {
    pub(crate) month: MonthKey,
    pub(crate) position: u64,
    pub(crate) line: Line,
}

/// What some events change, one after the other.
#[derive(Default)]
pub(crate) struct Changes {
    /// How many events of the log are interpreted.
    pub(crate) progress: u64,
    /// The mark of the last of them.
    pub(crate) last: Option<u64>,
    /// Codes that got a number.
    pub(crate) codes: Vec<(Kind, u32, Box<str>)>,
    /// Lines of the ledger.
    pub(crate) lines: Vec<PlacedLine>,
    /// Service events recorded, and again those withdrawn.
    pub(crate) service_events: Vec<(EventKey, Vec<u8>)>,
    /// New subjects, and the streams that tell of them.
    pub(crate) subjects: Vec<(SubjectKey, Box<str>)>,
    /// Streams of follow-ups and complaints that say more now.
    pub(crate) acted: Vec<Box<str>>,
    /// Results published and announced, and again announcements withdrawn.
    pub(crate) results: Vec<(EventKey, Vec<u8>)>,
    /// One-time codes issued and used.
    pub(crate) tokens: TokenChanges,
    /// Answers of devices.
    pub(crate) devices: DeviceChanges,
    /// Visits counted.
    pub(crate) visits: VisitChanges,
    /// Comments left.
    pub(crate) comments: CommentChanges,
    /// The register, if it changed.
    pub(crate) registry: Option<Arc<Registry>>,
    /// Where all of its events stand, if it changed.
    pub(crate) registered: Option<Arc<Vec<u64>>>,
    /// Every number of a code, if codes got one.
    pub(crate) dictionary: Option<Arc<Dictionary>>,
}

/// Interprets events, in order, each once.
pub(crate) struct Interpreter {
    log: Arc<dyn ReadEvents>,
    register: Register,
    register_changed: bool,
    dictionary: Dictionary,
    changes: Changes,
    /// Zones of units, by number: they never change.
    zones: HashMap<u32, Zone>,
    /// The instrument asked last, with its number: mostly it is asked next, too.
    instrument: Option<(InstrumentRef, u32)>,
    /// The unsur answered last, with their numbers: mostly the same are answered next, too.
    unsur: Vec<(UnsurCode, u32)>,
    /// For putting a facet's name together.
    name: String,
}

impl Interpreter {
    /// An interpreter that goes on where the rows end.
    pub(crate) fn new(views: &Views, log: Arc<dyn ReadEvents>) -> Result<Self, ViewsError> {
        let shared = views.shared();
        let progress = shared.progress;
        let last = last_mark(&*log, progress)?;
        if last != views.stored_last()? {
            let size = log.read_head()?.size;
            return Err(ViewsError::OtherLog { progress, size });
        }
        Ok(Self {
            register: Register::read(&*log, progress)?,
            register_changed: false,
            log,
            dictionary: Dictionary::clone(&shared.dictionary),
            changes: Changes {
                progress,
                last,
                ..Changes::default()
            },
            zones: HashMap::new(),
            instrument: None,
            unsur: Vec::new(),
            name: String::new(),
        })
    }

    /// The register as it stands after the last event.
    pub(crate) const fn register(&self) -> &Register {
        &self.register
    }

    /// How many events are interpreted.
    pub(crate) const fn progress(&self) -> u64 {
        self.changes.progress
    }

    /// Hands over what has changed since the last time.
    pub(crate) fn take(&mut self) -> Changes {
        if mem::take(&mut self.register_changed) {
            self.changes.registry = Some(Arc::new(self.register.registry.clone()));
            self.changes.registered = Some(Arc::new(self.register.positions.clone()));
        }
        if !self.changes.codes.is_empty() {
            self.changes.dictionary = Some(Arc::new(self.dictionary.clone()));
        }
        let (progress, last) = (self.changes.progress, self.changes.last);
        let next = Changes {
            progress,
            last,
            ..Changes::default()
        };
        mem::replace(&mut self.changes, next)
    }

    /// Interprets the next event.
    pub(crate) fn interpret(&mut self, recorded: &RecordedEvent, event: &Event) -> Result<(), ViewsError> {
        let position = recorded.position().0;
        assert_eq!(
            position, self.changes.progress,
            "events are applied in order, each once"
        );
        if event.is_register() {
            self.register
                .registry
                .evolve(event, moment(recorded.recorded_at().0));
            self.register.positions.push(position);
            self.register_changed = true;
        }
        self.subject(recorded, event)?;
        match event {
            Event::ResponseSubmitted(submitted) => {
                let standings = (None, Some(Standing::Plain));
                self.add_line(recorded, (position, submitted), standings)?;
                self.changes.devices.answer(submitted);
                if submitted.admission == Admission::Code {
                    self.changes.tokens.redeem(&submitted.survey);
                }
            }
            Event::ResponseFlagged(_) | Event::ResponseExcluded(_) | Event::ResponseReinstated(_) => {
                self.change_standing(recorded, event)?;
            }
            Event::ServiceEvent(service_event) => {
                let (unit, _) = self.unit(recorded, &service_event.unit)?;
                let row = write_row(&KeptEvent::of(recorded))?;
                self.changes.visits.record(unit, position, service_event);
                self.changes.service_events.push(((unit, position), row));
            }
            Event::ServiceEventWithdrawn(withdrawn) => {
                if let Some(((unit, at), first)) = self.withdrawn(recorded, &withdrawn.unit)? {
                    let row = write_row(&KeptEvent::withdrawn(&first, position))?;
                    if let Event::ServiceEvent(service_event) = decode(&first)? {
                        let visits = &mut self.changes.visits;
                        visits.withdraw(unit, at, &service_event, position);
                    }
                    self.changes.service_events.push(((unit, at), row));
                }
            }
            Event::ResultPublished(ResultPublished { unit, .. })
            | Event::ResultAnnounced(ResultAnnounced { unit, .. }) => {
                let (unit, _) = self.unit(recorded, unit)?;
                let row = write_row(&KeptEvent::of(recorded))?;
                self.changes.results.push(((unit, position), row));
            }
            Event::AnnouncementWithdrawn(withdrawn) => {
                if let Some((key, first)) = self.withdrawn(recorded, &withdrawn.unit)? {
                    let row = write_row(&KeptEvent::withdrawn(&first, position))?;
                    self.changes.results.push((key, row));
                }
            }
            Event::TokensIssued(batch) => {
                let recorded_at_ms = recorded.recorded_at().0;
                self.changes.tokens.issue(position, recorded_at_ms, batch);
            }
            Event::FollowUp(_) | Event::Complaint(_) => self.changes.acted.push(recorded.stream().into()),
            Event::ContentErased(erased) => self.erase_comment(recorded, erased.content)?,
            Event::SubmissionConflicted(_)
            | Event::RowsRead(_)
            | Event::ReviewProposed(_)
            | Event::ReviewDecided(_)
            | Event::LogOpened(_)
            | Event::SigningResumed(_)
            | Event::UnitRegistered(_)
            | Event::UnitRenamed(_)
            | Event::UnitRegionSet(_)
            | Event::UnitMoved(_)
            | Event::UnitClosed(_)
            | Event::UnitMerged(_)
            | Event::ServiceRegistered(_)
            | Event::ServiceChanged(_)
            | Event::ServiceRetired(_)
            | Event::InstrumentPublished(_)
            | Event::TranslationPublished(_)
            | Event::MethodAdopted(_)
            | Event::SurveyOpened(_)
            | Event::SurveyClosed(_)
            | Event::DeviceEnrolled(_)
            | Event::DeviceRevoked(_)
            | Event::HolidaysPublished(_)
            | Event::Account(_)
            | Event::TrendRebased(_)
            | Event::TrendRebaseWithdrawn(_) => {}
        }
        self.changes.progress += 1;
        self.changes.last = Some(mark(recorded));
        Ok(())
    }

    /// A subject comes to a unit: whatever else is said of it stands in the event's stream.
    fn subject(&mut self, recorded: &RecordedEvent, event: &Event) -> Result<(), ViewsError> {
        if let Some((kind, unit)) = SubjectKind::comes_by(event) {
            let (unit, _) = self.unit(recorded, unit)?;
            let key = (kind.number(), unit, recorded.position().0);
            self.changes.subjects.push((key, recorded.stream().into()));
        }
        Ok(())
    }

    /// What an event withdraws, and where its row stands: the first of its stream. Nothing if that was withdrawn before.
    fn withdrawn(
        &mut self,
        recorded: &RecordedEvent,
        unit: &UnitCode,
    ) -> Result<Option<(EventKey, RecordedEvent)>, ViewsError> {
        let (unit, _) = self.unit(recorded, unit)?;
        let so_far = usize::try_from(recorded.version().0).unwrap_or(usize::MAX);
        let earlier = self.log.read_stream(&stream(recorded), Version(0), so_far)?;
        let again = earlier
            .iter()
            .any(|earlier| earlier.event_type() == recorded.event_type());
        let first = earlier.into_iter().next();
        let first = first.ok_or_else(|| missing(recorded, "peristiwa yang ditarik"))?;
        Ok((!again).then(|| ((unit, first.position().0), first)))
    }

    fn change_standing(&mut self, recorded: &RecordedEvent, event: &Event) -> Result<(), ViewsError> {
        let mut response = Response::default();
        let mut first = recorded.position();
        for earlier in self.log.read_stream(&stream(recorded), Version(0), usize::MAX)? {
            if earlier.version() >= recorded.version() {
                break;
            }
            if earlier.version() == Version(0) {
                first = earlier.position();
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
            self.add_line(recorded, (first.0, submitted), (before, after))
        }
    }

    fn add_line(
        &mut self,
        recorded: &RecordedEvent,
        (response, submitted): (u64, &ResponseSubmitted),
        (from, to): (Option<Standing>, Option<Standing>),
    ) -> Result<(), ViewsError> {
        if !(1..=RESPONDENT_ANSWERS_MAX).contains(&submitted.answers.len()) {
            return Err(missing(recorded, "jawaban untuk 1 sampai 16 unsur"));
        }
        let (unit, zone) = self.unit(recorded, &submitted.unit)?;
        let month = submitted.occurred_at.month(zone);
        self.changes
            .comments
            .change((unit, month.number()), response, submitted, (from, to));
        let line = Line {
            response,
            delta: Delta::new(from, to, self.contribution(submitted)),
            late: moment(recorded.recorded_at().0) >= month.end(zone),
            known_to_staff: submitted.channel.is_entered_by_staff(),
        };
        self.changes.lines.push(PlacedLine {
            month: (unit, month.number()),
            position: recorded.position().0,
            line,
        });
        Ok(())
    }

    /// A text that is gone leaves no place behind.
    fn erase_comment(&mut self, recorded: &RecordedEvent, content: Uuid) -> Result<(), ViewsError> {
        for first in self.log.read_stream(&stream(recorded), Version(0), 1)? {
            if let Event::ResponseSubmitted(submitted) = decode(&first)?
                && submitted
                    .comment
                    .as_ref()
                    .is_some_and(|comment| comment.content == content)
            {
                let (unit, zone) = self.unit(recorded, &submitted.unit)?;
                let month = (unit, submitted.occurred_at.month(zone).number());
                self.changes.comments.remove(month, first.position().0);
            }
        }
        Ok(())
    }

    fn contribution(&mut self, submitted: &ResponseSubmitted) -> Contribution {
        let mut facets = SmallVec::new();
        facets.push(self.facet(Kind::Service, &[submitted.service.as_str()]));
        facets.push(self.facet(Kind::Channel, &[ChannelClass::of(submitted).as_str()]));
        facets.push(self.instrument(&submitted.instrument));
        facets.push(self.facet(Kind::Admission, &[submitted.admission.as_str()]));
        for (question, option) in &submitted.profile {
            facets.push(self.facet(Kind::Profile, &[question, "=", option]));
        }
        for (unsur, reasons) in &submitted.reasons {
            for reason in reasons {
                facets.push(self.facet(Kind::Reason, &[unsur.as_str(), "=", reason]));
            }
        }
        let answers = submitted.answers.iter().enumerate();
        let answers = answers.map(|(at, (unsur, score))| (self.unsur(at, unsur), score));
        Contribution {
            facets,
            answers: answers.collect(),
        }
    }

    /// The number of the unsur that was answered at that place.
    fn unsur(&mut self, at: usize, unsur: UnsurCode) -> u32 {
        match self.unsur.get(at) {
            Some((last, number)) if *last == unsur => *number,
            _ => {
                let number = self.number(Kind::Unsur, unsur.as_str());
                self.unsur.truncate(at);
                self.unsur.push((unsur, number));
                number
            }
        }
    }

    fn instrument(&mut self, asked: &InstrumentRef) -> FacetKey {
        if let Some((last, number)) = &self.instrument
            && last == asked
        {
            return (Kind::Instrument.number(), *number);
        }
        let (kind, number) = self.facet(Kind::Instrument, &[&asked.to_string()]);
        self.instrument = Some((asked.clone(), number));
        (kind, number)
    }

    fn facet(&mut self, kind: Kind, parts: &[&str]) -> FacetKey {
        let mut name = mem::take(&mut self.name);
        name.clear();
        parts.iter().for_each(|part| name.push_str(part));
        let number = self.number(kind, &name);
        self.name = name;
        (kind.number(), number)
    }

    fn unit(&mut self, recorded: &RecordedEvent, code: &UnitCode) -> Result<(u32, Zone), ViewsError> {
        let known = self.dictionary.number(Kind::Unit, code.as_str());
        if let Some((number, zone)) = known.and_then(|number| Some((number, *self.zones.get(&number)?))) {
            return Ok((number, zone));
        }
        let unit = self.register.registry.unit(code);
        let zone = unit.ok_or_else(|| missing(recorded, "unit yang terdaftar"))?.zone;
        let number = self.number(Kind::Unit, code.as_str());
        self.zones.insert(number, zone);
        Ok((number, zone))
    }

    fn number(&mut self, kind: Kind, code: &str) -> u32 {
        let (number, new) = self.dictionary.number_or_new(kind, code);
        if new {
            self.changes.codes.push((kind, number, code.into()));
        }
        number
    }
}

/// What the rows remember of the last event that they hold.
fn mark(recorded: &RecordedEvent) -> u64 {
    let leaf_hash = recorded.leaf_hash().0;
    u64::from_be_bytes(*leaf_hash.first_chunk().expect("32 bytes"))
}

/// The mark of the last of the first `size` events, as the log has it; `None` if there is no such event.
fn last_mark(log: &dyn ReadEvents, size: u64) -> Result<Option<u64>, ViewsError> {
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
