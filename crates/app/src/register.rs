//! Changing what is registered, and what is known of single responses: decisions one after the other.

use std::collections::HashMap;

use eventlog::{Actor, Append, AppendError, Appended, Version};
use survey::{Command, Event, Refusal, Registry, Response, ResponseId, Stream};
use uuid::Uuid;

use crate::{App, AppError, edge::new_id, limits::APPENDS_AT_ONCE};

impl App {
    /// Changes what is registered; returns the position once the change is on disk and visible. Blocks; not for use
    /// inside an async task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn register(&self, actor: &Actor, command: Command) -> Result<u64, AppError> {
        let positions = self.register_many(actor, vec![command])?;
        Ok(positions[0])
    }

    /// Makes several changes, each decided on as if those before it were made; none of them if one is refused.
    /// Returns their positions once all are on disk and visible; a crash on the way leaves the first few. Blocks;
    /// not for use inside an async task.
    ///
    /// # Errors
    /// The first refusal. [`AppError::Busy`] if the log was: some may be made then.
    pub fn register_many(&self, actor: &Actor, commands: Vec<Command>) -> Result<Vec<u64>, AppError> {
        let _one_at_a_time = self.deciding();
        // The decision before this one is in the log; wait until the registry knows it.
        self.wait_for(self.log.head().size)?;
        let mut registry = Registry::clone(&self.views.registry());
        let mut next_versions = HashMap::new();
        let mut appends = Vec::with_capacity(commands.len());
        for command in commands {
            if self.edge.states_times() && !registry.is_demo() && !opens_demo(&command) {
                return Err(Refusal::OnlyInDemo.into());
            }
            let event = survey::decide(&registry, command)?;
            registry.evolve(&event, self.edge.now());
            let stream = self.subject(&event);
            let next = match next_versions.get(&stream) {
                Some(next) => *next,
                None => self.stream(&stream)?.1,
            };
            appends.push(self.to_append(&stream, next, None, actor, &[event]));
            next_versions.insert(stream, next.next());
        }
        self.append_all(appends)
    }

    /// Takes a response out of the figures; `approved_by` is the second person. Blocks.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn exclude(
        &self,
        actor: &Actor,
        id: ResponseId,
        reason: String,
        approved_by: String,
    ) -> Result<u64, AppError> {
        self.review(actor, id, |response| {
            survey::exclude(response, reason.clone(), actor.as_str(), approved_by.clone())
        })
    }

    /// Lets an excluded response count again; `approved_by` is the second person. Blocks.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn reinstate(
        &self,
        actor: &Actor,
        id: ResponseId,
        reason: String,
        approved_by: String,
    ) -> Result<u64, AppError> {
        self.review(actor, id, |response| {
            survey::reinstate(response, reason.clone(), actor.as_str(), approved_by.clone())
        })
    }

    pub(crate) fn review(
        &self,
        actor: &Actor,
        id: ResponseId,
        decide: impl Fn(&Response) -> Result<Event, Refusal>,
    ) -> Result<u64, AppError> {
        let _one_at_a_time = self.deciding();
        let stream = Stream::Response(id);
        loop {
            let (response, next) = self.response(&stream)?;
            let event = decide(&response)?;
            let append = self.to_append(&stream, next, None, actor, &[event]);
            match self.log.append(append).wait() {
                // Other answers came under the same id meanwhile. That happens a limited number of times.
                Err(AppendError::WrongExpectedVersion { .. }) => {}
                outcome => return self.visible(outcome?),
            }
        }
    }

    pub(crate) fn response(&self, stream: &Stream) -> Result<(Response, Version), AppError> {
        let (events, next) = self.stream(stream)?;
        let mut response = Response::default();
        events.iter().for_each(|event| response.evolve(event));
        Ok((response, next))
    }

    /// The position, once the views hold it.
    fn visible(&self, appended: Appended) -> Result<u64, AppError> {
        let position = appended.position.0;
        self.wait_for(position + 1)?;
        Ok(position)
    }

    /// Appends in the order given, sharing waits for the disk; the position of each.
    pub(crate) fn append_all(&self, appends: Vec<Append>) -> Result<Vec<u64>, AppError> {
        let mut positions = Vec::with_capacity(appends.len());
        let mut waiting = appends.into_iter().peekable();
        while waiting.peek().is_some() {
            let queued = waiting.by_ref().take(APPENDS_AT_ONCE);
            let queued: Vec<_> = queued.map(|append| self.log.append(append)).collect();
            for pending in queued {
                positions.push(pending.wait()?.position.0);
            }
        }
        self.wait_for(self.log.head().size)?;
        Ok(positions)
    }

    /// The stream that a change of the register belongs to.
    fn subject(&self, event: &Event) -> Stream {
        match event {
            Event::LogOpened(_) | Event::SigningResumed(_) => Stream::Log,
            Event::InstrumentPublished(instrument) => Stream::Instrument(instrument.reference()),
            Event::TranslationPublished(translation) => Stream::Instrument(translation.instrument.clone()),
            Event::SurveyOpened(event) => Stream::Survey(event.survey.clone()),
            Event::SurveyClosed(event) => Stream::Survey(event.survey.clone()),
            Event::ServiceEvent(_) => Stream::ServiceEvent(self.new_uuid()),
            Event::TokensIssued(_) => Stream::Tokens(self.new_uuid()),
            Event::HolidaysPublished(event) => Stream::Holidays(event.year),
            Event::DeviceEnrolled(event) => Stream::Device(event.device.clone()),
            Event::DeviceRevoked(event) => Stream::Device(event.device.clone()),
            Event::Account(event) => Stream::Account(event.account()),
            Event::UnitRegistered(_)
            | Event::UnitRenamed(_)
            | Event::UnitRegionSet(_)
            | Event::UnitMoved(_)
            | Event::UnitClosed(_)
            | Event::UnitMerged(_)
            | Event::ServiceRegistered(_)
            | Event::ServiceChanged(_)
            | Event::ServiceRetired(_)
            | Event::MethodAdopted(_)
            | Event::TrendRebased(_)
            | Event::TrendRebaseWithdrawn(_)
            | Event::ServiceEventWithdrawn(_)
            | Event::ResponseSubmitted(_)
            | Event::ResponseFlagged(_)
            | Event::ResponseExcluded(_)
            | Event::ResponseReinstated(_)
            | Event::SubmissionConflicted(_)
            | Event::ContentErased(_)
            | Event::RowsRead(_)
            | Event::ReviewProposed(_)
            | Event::ReviewDecided(_)
            | Event::ResultPublished(_)
            | Event::FollowUp(_)
            | Event::Complaint(_)
            | Event::ResultAnnounced(_)
            | Event::AnnouncementWithdrawn(_) => {
                Stream::Unit(event.unit().expect("every other change is one of a unit").clone())
            }
        }
    }

    fn new_uuid(&self) -> Uuid {
        new_id(&*self.edge)
    }
}

fn opens_demo(command: &Command) -> bool {
    matches!(command, Command::OpenLog(opened) if opened.demo)
}
