//! Changing what is registered, and what is known of single responses: decisions one after the other.

use eventlog::{Actor, Append, AppendError, Appended};
use survey::{Command, Event, FlagRule, Refusal, Response, ResponseId, Stream};
use uuid::Uuid;

use crate::{App, AppError, edge::new_id};

impl App {
    /// Changes what is registered; returns the position once the change is on disk and visible. Blocks; not for use
    /// inside an async task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn register(&self, actor: &Actor, command: Command) -> Result<u64, AppError> {
        let _one_at_a_time = self.deciding();
        // The decision before this one is in the log; wait until the registry knows it.
        self.wait_for(self.log.head().size)?;
        let registry = self.views.registry();
        if self.edge.states_times() && !registry.is_demo() && !opens_demo(&command) {
            return Err(Refusal::OnlyInDemo.into());
        }
        let event = survey::decide(&registry, command)?;
        let stream = self.subject(&event);
        let (_, next) = self.stream(&stream)?;
        self.append_and_wait(self.to_append(&stream, next, None, actor, &[event]))
    }

    /// Marks a response as suspicious. Blocks.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn flag(&self, actor: &Actor, id: ResponseId, rule: FlagRule, version: u16) -> Result<u64, AppError> {
        self.review(actor, id, |response| survey::flag(response, rule, version))
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

    fn review(
        &self,
        actor: &Actor,
        id: ResponseId,
        decide: impl Fn(&Response) -> Result<Event, Refusal>,
    ) -> Result<u64, AppError> {
        let _one_at_a_time = self.deciding();
        let stream = Stream::Response(id);
        loop {
            let (events, next) = self.stream(&stream)?;
            let mut response = Response::default();
            events.iter().for_each(|event| response.evolve(event));
            let event = decide(&response)?;
            let append = self.to_append(&stream, next, None, actor, &[event]);
            match self.log.append(append).wait() {
                // Other answers came under the same id meanwhile. That happens a limited number of times.
                Err(AppendError::WrongExpectedVersion { .. }) => {}
                outcome => return self.visible(outcome?),
            }
        }
    }

    pub(crate) fn append_and_wait(&self, append: Append) -> Result<u64, AppError> {
        self.visible(self.log.append(append).wait()?)
    }

    /// The position, once the views hold it.
    fn visible(&self, appended: Appended) -> Result<u64, AppError> {
        let position = appended.position.0;
        self.wait_for(position + 1)?;
        Ok(position)
    }

    /// The stream that a change of the register belongs to.
    fn subject(&self, event: &Event) -> Stream {
        match event {
            Event::LogOpened(_) => Stream::Log,
            Event::InstrumentPublished(instrument) => Stream::Instrument(instrument.reference()),
            Event::SurveyOpened(event) => Stream::Survey(event.survey.clone()),
            Event::SurveyClosed(event) => Stream::Survey(event.survey.clone()),
            Event::ServiceEvent(_) => Stream::ServiceEvent(self.new_uuid()),
            Event::UnitRegistered(_)
            | Event::UnitRenamed(_)
            | Event::UnitMoved(_)
            | Event::UnitClosed(_)
            | Event::ServiceRegistered(_)
            | Event::ServiceChanged(_)
            | Event::ServiceRetired(_)
            | Event::MethodAdopted(_)
            | Event::ServiceEventWithdrawn(_)
            | Event::ResponseSubmitted(_)
            | Event::ResponseFlagged(_)
            | Event::ResponseExcluded(_)
            | Event::ResponseReinstated(_)
            | Event::SubmissionConflicted(_)
            | Event::ContentErased(_)
            | Event::ResultPublished(_) => {
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
