//! Reading a log event by event, as what the events mean: one walk that serves every check of meaning.

mod answers;
mod devices;
mod texts;
mod times;

use eventlog::{LogError, Position, ReadEvents, RecordedEvent};
use survey::{ComplaintEvent, Event, FollowUpEvent, ResultPublished, SigningResumed};

pub(crate) use self::texts::Beside;
use self::{answers::Answers, devices::Devices, texts::Texts, times::Times};
use crate::{Part, Skew, Step, Watch, brackets::Brackets, limits::EVENTS_AT_ONCE};

/// A published result as it stands in the log.
#[derive(Clone, Debug)]
pub(crate) struct Published {
    pub(crate) position: u64,
    pub(crate) result: ResultPublished,
    /// The stored bytes, if they are of the shape that is written today.
    pub(crate) payload: Option<Box<[u8]>>,
}

/// What the events say, as far as an audit asks.
pub(crate) struct Said {
    pub(crate) texts: Texts,
    pub(crate) devices: Part,
    pub(crate) answers: Part,
    pub(crate) times: Part,
    pub(crate) results: Vec<Published>,
    pub(crate) declared: Vec<(u64, SigningResumed)>,
}

/// Reads the first `size` events of a log whose hashes were found sound. An event without its shape still disproves it:
/// `on_log` hears of that, and `each` sees every event.
pub(crate) fn read(
    log: &dyn ReadEvents,
    size: u64,
    brackets: &Brackets,
    skew: Skew,
    on_log: &mut Part,
    watch: &mut dyn Watch,
    mut each: impl FnMut(&RecordedEvent, &mut Part),
) -> Result<Said, LogError> {
    let mut reader = Reader::new(Times::new(brackets, skew));
    let mut next = Position(0);
    while next.0 < size {
        let limit = usize::try_from(size - next.0).map_or(EVENTS_AT_ONCE, |left| left.min(EVENTS_AT_ONCE));
        let events = log.read_all(next, limit)?;
        let Some(last) = events.last() else { break };
        next = last.position().next();
        for recorded in &events {
            each(recorded, on_log);
            reader.take(recorded, on_log);
        }
        watch.done(Step::Events, next.0, size);
    }
    Ok(reader.finish())
}

struct Reader<'a> {
    texts: Texts,
    devices: Devices,
    answers: Answers,
    times: Times<'a>,
    results: Vec<Published>,
    declared: Vec<(u64, SigningResumed)>,
}

impl<'a> Reader<'a> {
    fn new(times: Times<'a>) -> Self {
        Self {
            texts: Texts::default(),
            devices: Devices::default(),
            answers: Answers::default(),
            times,
            results: Vec::new(),
            declared: Vec::new(),
        }
    }

    fn take(&mut self, recorded: &RecordedEvent, on_log: &mut Part) {
        let position = recorded.position().0;
        self.times.recorded(recorded);
        let event = Event::from_stored(recorded.event_type(), recorded.type_version(), recorded.payload());
        match event {
            Ok(Event::ResponseSubmitted(event)) => {
                self.times.claimed(recorded, &event);
                self.answers.take(recorded, &event);
                self.devices.take(position, &event);
                self.texts.bind(position, event.comment);
            }
            Ok(Event::SubmissionConflicted(event)) => self.texts.bind(position, event.comment),
            Ok(Event::FollowUp(FollowUpEvent::Planned(event))) => self.texts.bind(position, event.person),
            Ok(Event::Complaint(ComplaintEvent::Received(event))) => {
                self.texts.bind(position, event.text);
                self.texts.bind(position, event.contact);
            }
            Ok(Event::ContentErased(event)) => self.texts.erase(recorded, &event),
            Ok(Event::Account(event)) => self.texts.of_account(recorded, &event),
            Ok(Event::TokensIssued(event)) => self.answers.issue(position, &event),
            Ok(Event::SigningResumed(event)) => self.declared.push((position, event)),
            Ok(Event::ResultPublished(result)) => {
                let today = Event::ResultPublished(result.clone()).type_version() == recorded.type_version();
                self.results.push(Published {
                    position,
                    result,
                    payload: today.then(|| recorded.payload().into()),
                });
            }
            Ok(
                Event::ResponseFlagged(_)
                | Event::ResponseExcluded(_)
                | Event::ResponseReinstated(_)
                | Event::LogOpened(_)
                | Event::RowsRead(_)
                | Event::ReviewProposed(_)
                | Event::ReviewDecided(_)
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
                | Event::DeviceEnrolled(_)
                | Event::ResultAnnounced(_)
                | Event::AnnouncementWithdrawn(_)
                | Event::DeviceRevoked(_)
                | Event::MethodAdopted(_)
                | Event::SurveyOpened(_)
                | Event::SurveyClosed(_)
                | Event::ServiceEvent(_)
                | Event::ServiceEventWithdrawn(_)
                | Event::HolidaysPublished(_)
                | Event::FollowUp(_)
                | Event::Complaint(_)
                | Event::TrendRebased(_)
                | Event::TrendRebaseWithdrawn(_),
            ) => {}
            Err(error) => on_log.accuse(position, error.to_string()),
        }
    }

    fn finish(self) -> Said {
        Said {
            texts: self.texts,
            devices: self.devices.into_part(),
            answers: self.answers.into_part(),
            times: self.times.into_part(),
            results: self.results,
            declared: self.declared,
        }
    }
}
