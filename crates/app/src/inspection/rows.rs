//! Single responses, as whoever has opened them reads them.

use eventlog::{Position, RecordedEvent};
use jiff::Timestamp;
use survey::{
    Event, FlagRule, Period, Refusal, Response, ResponseId, ResponseSubmitted, Standing, Stream, UnitCode,
};
use uuid::Uuid;
use views::AsOf;

use crate::{
    App, AppError,
    app::{decode, moment},
    inspection::units_below,
};

/// One response with all that became of it.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where it was submitted.
    pub position: u64,
    /// When the log took it.
    pub recorded_at: Timestamp,
    /// Which it is.
    pub id: ResponseId,
    /// What was answered.
    pub submitted: ResponseSubmitted,
    /// How it counts.
    pub standing: Standing,
    /// By which rules it was flagged.
    pub flags: Vec<FlagRule>,
    /// Why it does not count, if it does not.
    pub excluded: Option<String>,
    /// Its comment, if it has one.
    pub comment: Option<RowComment>,
}

/// The comment of a response.
#[derive(Clone, Debug)]
pub struct RowComment {
    /// Where the vault keeps it.
    pub content: Uuid,
    /// What it says; `None` if it was erased.
    pub text: Option<String>,
}

impl App {
    /// The responses of a unit and everything below it for a period: at most `limit`, in order, from a position on, of
    /// the first `as_of` events. That somebody reads them is [another event](Self::open_rows).
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit.
    pub fn rows(
        &self,
        unit: &UnitCode,
        period: Period,
        as_of: AsOf,
        from: u64,
        limit: usize,
    ) -> Result<Vec<Row>, AppError> {
        let registry = self.views.registry_as_of(&*self.log, as_of)?;
        let units = units_below(&registry, unit)?;
        let positions = self
            .views
            .responses(&units, period, as_of, Position(from), limit)?;
        positions
            .into_iter()
            .map(|position| self.row(position, as_of))
            .collect()
    }

    fn row(&self, position: Position, as_of: AsOf) -> Result<Row, AppError> {
        let first = self.log.read_all(position, 1)?;
        let missing = || {
            AppError::Evidence(format!(
                "posisi {position}: bukan jawaban, padahal tampilan menyebutnya"
            ))
        };
        let first = first.first().ok_or_else(missing)?;
        let id = Stream::response(first.stream()).ok_or_else(missing)?;
        let events = self.response_events(id)?;
        let known = events
            .iter()
            .filter(|(recorded, _)| recorded.position().0 < as_of.0);
        let mut response = Response::default();
        let (mut flags, mut excluded) = (Vec::new(), None);
        for (_, event) in known {
            response.evolve(event);
            if let Event::ResponseFlagged(flag) = event {
                flags.push(flag.rule);
            } else if let Event::ResponseExcluded(why) = event {
                excluded = Some(why.reason.clone());
            } else if let Event::ResponseReinstated(_) = event {
                excluded = None;
            }
        }
        let submitted = response.submitted().ok_or_else(missing)?.clone();
        let comment = submitted.comment.map(|sealed| {
            Ok::<_, AppError>(RowComment {
                content: sealed.content,
                text: self.vault.read(sealed.content)?,
            })
        });
        Ok(Row {
            position: position.0,
            recorded_at: moment(first.recorded_at()),
            id,
            standing: response.standing().ok_or_else(missing)?,
            comment: comment.transpose()?,
            submitted,
            flags,
            excluded,
        })
    }

    /// Every event of a response, as it stands in the log.
    pub(crate) fn response_events(&self, id: ResponseId) -> Result<Vec<(RecordedEvent, Event)>, AppError> {
        let stream = crate::app::stream_id(&Stream::Response(id));
        let recorded = self.log.read_stream(&stream, eventlog::Version(0), usize::MAX)?;
        let read = |recorded: RecordedEvent| decode(&recorded).map(|event| (recorded, event));
        let events: Vec<_> = recorded.into_iter().map(read).collect::<Result<_, _>>()?;
        if events.is_empty() {
            return Err(Refusal::ResponseUnknown.into());
        }
        Ok(events)
    }
}
