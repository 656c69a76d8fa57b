//! What was handed out while a text was still there, so that it can be asked for back once the text is erased: nothing
//! that leaves the program is ours to change.

use survey::{Event, Period, ResponseId, ResultPublished, Stream};

use crate::{App, AppError, inspection::readers::Reader};

/// Who may hold what a text said.
#[derive(Clone, Debug, Default)]
pub struct Recall {
    /// Those to whom the answers of its unit and month were open, or those of a unit above.
    pub readers: Vec<Reader>,
    /// Results published meanwhile that the answer counts in, whose documents were issued: position, and what was
    /// published. No document of ours quotes a comment; whoever wrote one around it may have.
    pub publications: Vec<(u64, ResultPublished)>,
}

impl App {
    /// What was handed out between the submission of a response and the erasure of its text; up to now where nothing was
    /// erased.
    ///
    /// # Errors
    /// [`survey::Refusal::ResponseUnknown`] if there is no such response.
    pub fn recall(&self, id: ResponseId) -> Result<Recall, AppError> {
        let (response, _) = self.response(&Stream::Response(id))?;
        let submitted = response.submitted().ok_or(survey::Refusal::ResponseUnknown)?;
        let events = self.response_events(id)?;
        let position = |wanted: &dyn Fn(&Event) -> bool| {
            let found = events.iter().find(|(_, event)| wanted(event));
            found.map(|(recorded, _)| recorded.position().0)
        };
        let from = position(&|event| matches!(event, Event::ResponseSubmitted(_))).unwrap_or(0);
        let until = position(&|event| matches!(event, Event::ContentErased(_))).unwrap_or(u64::MAX);
        let registry = self.registry();
        let zone = registry
            .unit(&submitted.unit)
            .map_or_else(Default::default, |unit| unit.zone);
        let month = submitted.occurred_at.month(zone);
        let holds = |period: Period| period.months().any(|of_it| of_it == month);
        let above = registry.ancestors(&submitted.unit).map(|unit| &unit.code);
        let mut recall = Recall::default();
        for unit in std::iter::once(&submitted.unit).chain(above) {
            let readers = self.readers(unit, from)?.into_iter();
            recall
                .readers
                .extend(readers.filter(|reader| reader.position < until && holds(reader.read.period)));
            let published = self.results(unit)?.into_iter();
            let meanwhile = published.filter(|published| {
                (from..until).contains(&published.position.0)
                    && published.result.log_size > from
                    && holds(published.result.period)
            });
            recall
                .publications
                .extend(meanwhile.map(|published| (published.position.0, published.result)));
        }
        Ok(recall)
    }
}
