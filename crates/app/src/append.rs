//! From events of the domain to appends of the log.

use eventlog::{Actor, Append, EventId, ExpectedVersion, NewEvent, RecordedAt, Tag, Version};
use jiff::Timestamp;
use survey::{Event, REGISTER_TAG, REVIEW_TAG, Stream, unit_tag};
use uuid::Uuid;

use crate::{
    App, Edge,
    app::{stream_id, timestamp_ms},
    edge::new_id,
};

impl App {
    /// An append of events to a stream of which `next` is the version that its next event gets.
    ///
    /// The first event gets `first_id`, so that the log itself knows a repetition.
    pub(crate) fn to_append(
        &self,
        stream: &Stream,
        next: Version,
        first_id: Option<Uuid>,
        actor: &Actor,
        events: &[Event],
    ) -> Append {
        append(&*self.edge, stream, next, first_id, actor, events)
    }

    /// The log's own clock, unless the edge states times.
    pub(crate) fn when(&self, stated: Timestamp) -> RecordedAt {
        when(&*self.edge, stated)
    }
}

/// The same where no application is open.
pub(crate) fn append(
    edge: &dyn Edge,
    stream: &Stream,
    next: Version,
    mut first_id: Option<Uuid>,
    actor: &Actor,
    events: &[Event],
) -> Append {
    let events = events.iter().map(|event| NewEvent {
        id: EventId(first_id.take().unwrap_or_else(|| new_id(edge))),
        event_type: event.event_type(),
        type_version: event.type_version(),
        actor: actor.clone(),
        causation: None,
        correlation: None,
        tags: tags(event),
        payload: event.to_payload(),
    });
    Append {
        stream: stream_id(stream),
        expected: match next.0.checked_sub(1) {
            None => ExpectedVersion::NoStream,
            Some(last) => ExpectedVersion::Exact(Version(last)),
        },
        events: events.collect(),
        recorded_at: when(edge, edge.now()),
    }
}

fn when(edge: &dyn Edge, stated: Timestamp) -> RecordedAt {
    if edge.states_times() {
        RecordedAt::Stated(timestamp_ms(stated))
    } else {
        RecordedAt::Clock
    }
}

/// The labels that an event is indexed under. Responses have none: the ledger of the views leads to them.
///
/// # Panics
/// Never: codes are short printable ASCII.
#[must_use]
pub fn tags(event: &Event) -> Vec<Tag> {
    let mut tags = Vec::new();
    if event.is_register() {
        tags.push(Tag::new(REGISTER_TAG).expect("a well-formed tag"));
    }
    if let Some(unit) = event
        .unit()
        .filter(|_| !matches!(event, Event::ResponseSubmitted(_)))
    {
        tags.push(Tag::new(unit_tag(unit)).expect("a code is short printable ASCII"));
    }
    if matches!(event, Event::ReviewProposed(_) | Event::ReviewDecided(_)) {
        tags.push(Tag::new(REVIEW_TAG).expect("a well-formed tag"));
    }
    tags
}
