//! After the run: what was acknowledged is in the log, once, where it was said to be; and nothing else is.

use std::collections::HashMap;

use eventlog::{EventLog, Position};
use serde::Deserialize;
use survey::ResponseId;

use crate::generator::Answer;

const PIECE: usize = 4096;

/// The position that each response was told.
#[derive(Default)]
pub(crate) struct Acknowledged(HashMap<ResponseId, u64>);

#[derive(Deserialize)]
struct Told {
    id: ResponseId,
    position: u64,
}

impl Acknowledged {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Remembers what a turn was told.
    pub(crate) fn take(&mut self, ids: &[ResponseId], answers: &[Answer]) {
        for answer in answers.iter().filter(|answer| answer.status == 201) {
            let told: Told = serde_json::from_slice(&answer.body).expect("an answer by docs/http.md");
            assert_eq!(told.id, ids[answer.number], "an answer to another request");
            assert_eq!(self.0.insert(told.id, told.position), None, "an id was sent once");
        }
    }

    /// Reads the whole log and compares.
    pub(crate) fn check(mut self, log: &dyn EventLog) {
        let mut from = Position(0);
        loop {
            let events = log.read_all(from, PIECE).expect("readable");
            let Some(last) = events.last() else { break };
            from = last.position().next();
            for event in events
                .iter()
                .filter(|event| event.event_type() == "response_submitted")
            {
                let told = self.0.remove(&ResponseId(event.id().0));
                assert_eq!(told, Some(event.position().0), "what is in the log was told");
            }
        }
        assert!(self.0.is_empty(), "{} acknowledged, and lost", self.0.len());
    }
}
