//! Events in the form of CloudEvents 1.0, for programs that are not ours; the schema stands in `docs/format.md`.

use eventlog::{Position, RecordedEvent};
use jiff::Timestamp;
use serde::{Serialize, de::IgnoredAny};

use crate::{App, AppError, app::moment};

/// What every event is from, where the log has not been given a name.
const UNNAMED: &str = "skm";

/// What stands in front of the data.
#[derive(Serialize)]
struct Attributes<'a> {
    specversion: &'static str,
    id: String,
    source: &'a str,
    #[serde(rename = "type")]
    event_type: String,
    time: Timestamp,
    subject: &'a str,
    datacontenttype: &'static str,
    /// The position, as 20 digits: it sorts as text.
    sequence: String,
    streamversion: String,
    actor: &'a str,
    leafhash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    causationid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    correlationid: Option<String>,
}

/// One event as one JSON object, without a line end. `source` is the name of the log.
#[must_use]
pub fn cloud_event(recorded: &RecordedEvent, source: &str) -> String {
    let attributes = Attributes {
        specversion: "1.0",
        id: recorded.id().0.to_string(),
        source,
        event_type: format!("skm.{}.v{}", recorded.event_type(), recorded.type_version()),
        time: moment(recorded.recorded_at()),
        subject: recorded.stream(),
        datacontenttype: "application/json",
        sequence: format!("{:020}", recorded.position().0),
        streamversion: recorded.version().0.to_string(),
        actor: recorded.actor(),
        leafhash: format!("{:x}", recorded.leaf_hash()),
        causationid: recorded.causation().map(|id| id.0.to_string()),
        correlationid: recorded.correlation().map(|id| id.0.to_string()),
    };
    let mut text = serde_json::to_string(&attributes).expect("made of text");
    text.pop();
    // As it is stored, byte for byte, if it is one JSON value of one line; all that we write is.
    let payload = std::str::from_utf8(recorded.payload()).ok();
    let payload = payload.filter(|payload| {
        !payload.contains(['\n', '\r']) && serde_json::from_str::<IgnoredAny>(payload).is_ok()
    });
    match payload {
        Some(payload) => text.extend([",\"data\":", payload, "}"]),
        None => {
            use base64::prelude::{BASE64_STANDARD, Engine as _};
            let bytes = BASE64_STANDARD.encode(recorded.payload());
            text.extend([",\"data_base64\":\"", &bytes, "\"}"]);
        }
    }
    text
}

/// The name of a log in its events: that of its key.
#[must_use]
pub fn cloud_source(vkey: Option<&tlog::note::VerifierKey>) -> &str {
    vkey.map_or(UNNAMED, tlog::note::VerifierKey::name)
}

impl App {
    /// At most `limit` events from a position on, each as one JSON object, and the position after the last.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn cloud_events(&self, from: u64, limit: usize) -> Result<(Vec<String>, u64), AppError> {
        let events = self.log.read_all(Position(from), limit)?;
        let source = cloud_source(Some(self.vkey()));
        let next = events.last().map_or(from, |last| last.position().0 + 1);
        Ok((
            events.iter().map(|event| cloud_event(event, source)).collect(),
            next,
        ))
    }
}
