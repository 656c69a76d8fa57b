//! What was handed out while a text was still there, so that it can be asked for back once the text is erased: nothing
//! that leaves the program is ours to change.

use eventlog::{Position, Tag};
use jiff::Timestamp;
use survey::{Event, Period, ResponseId, ResultPublished, RowsRead, Stream, UnitCode, unit_tag};

use crate::{
    App, AppError,
    app::{decode, moment},
};

/// Events of a unit that are read at once, looking for those who read answers.
const EVENTS_AT_ONCE: usize = 1024;

/// Who may hold what a text said.
#[derive(Clone, Debug, Default)]
pub struct Recall {
    /// Those to whom the answers of its unit and month were open, or those of a unit above.
    pub readers: Vec<Reader>,
    /// Results published meanwhile that the answer counts in, whose documents were issued: position, and what was
    /// published. No document of ours quotes a comment; whoever wrote one around it may have.
    pub publications: Vec<(u64, ResultPublished)>,
}

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

    /// Who opened the answers of a unit after a position, and what for.
    pub(super) fn readers(&self, unit: &UnitCode, after: u64) -> Result<Vec<Reader>, AppError> {
        let tag = Tag::new(unit_tag(unit)).expect("a code is short printable ASCII");
        let mut found = Vec::new();
        let mut from = Position(after);
        loop {
            let events = self.log.read_tag(&tag, from, EVENTS_AT_ONCE)?;
            let Some(last) = events.last() else {
                return Ok(found);
            };
            from = last.position().next();
            for recorded in &events {
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
