//! Whether every text that the log binds lies in the vault as it was written, or was erased by the log's word.

use std::collections::HashSet;

use app::DataDir;
use eventlog::{LogReader, Position, ReadEvents, RecordedEvent};
use survey::{Event, SealedText};
use uuid::Uuid;
use vault::Vault;

use super::report::Part;
use crate::{failure::Failure, output::count, progress::Bar};

const EVENTS_AT_ONCE: usize = 8192;

/// What the log says of texts.
#[derive(Default)]
struct Said {
    bound: Vec<(u64, SealedText)>,
    erased: HashSet<Uuid>,
}

/// Reads every event of a log that was found sound, which an event without its shape still disproves, and looks
/// for its texts.
pub(crate) fn check(data: &DataDir, log: &LogReader, size: u64, on_log: &mut Part) -> Result<Part, Failure> {
    let said = read(log, size, on_log)?;
    if !data.vault().exists() {
        let mut part = Part::checked("tidak ada brankas");
        for (position, _) in said
            .bound
            .iter()
            .filter(|(_, text)| !said.erased.contains(&text.content))
        {
            part.add(Some(*position), "teksnya hilang: tidak ada brankas");
        }
        return Ok(part);
    }
    let vault = match Vault::open(data.vault()) {
        Ok(vault) => vault,
        Err(error @ vault::Error::InUse(_)) => {
            return Ok(Part::unchecked(format!("tidak diperiksa: {error}")));
        }
        Err(error) => {
            let mut part = Part::checked("tidak terbaca");
            part.add(None, error.to_string());
            return Ok(part);
        }
    };
    let mut part = Part::checked(format!(
        "{} teks, {} dihapus",
        count(said.bound.len() as u64),
        count(said.erased.len() as u64)
    ));
    for (position, text) in &said.bound {
        if let Some(what) = objection(&vault, text, said.erased.contains(&text.content))? {
            part.add(Some(*position), what);
        }
    }
    Ok(part)
}

fn read(log: &LogReader, size: u64, on_log: &mut Part) -> Result<Said, Failure> {
    let bar = Bar::new("Membaca peristiwa", size);
    let mut said = Said::default();
    let mut next = Position(0);
    while next.0 < size {
        let events = log.read_all(next, EVENTS_AT_ONCE)?;
        let Some(last) = events.last() else { break };
        next = last.position().next();
        for recorded in &events {
            said.take(recorded, on_log);
        }
        bar.set(next.0);
    }
    Ok(said)
}

impl Said {
    fn take(&mut self, recorded: &RecordedEvent, on_log: &mut Part) {
        let position = recorded.position().0;
        let event = Event::from_stored(recorded.event_type(), recorded.type_version(), recorded.payload());
        match event {
            Ok(Event::ResponseSubmitted(event)) => self.bind(position, event.comment),
            Ok(Event::SubmissionConflicted(event)) => self.bind(position, event.comment),
            Ok(Event::ContentErased(event)) => {
                self.erased.insert(event.content);
            }
            Ok(
                Event::ResponseFlagged(_)
                | Event::ResponseExcluded(_)
                | Event::ResponseReinstated(_)
                | Event::LogOpened(_)
                | Event::SigningResumed(_)
                | Event::UnitRegistered(_)
                | Event::UnitRenamed(_)
                | Event::UnitMoved(_)
                | Event::UnitClosed(_)
                | Event::ServiceRegistered(_)
                | Event::ServiceChanged(_)
                | Event::ServiceRetired(_)
                | Event::InstrumentPublished(_)
                | Event::TranslationPublished(_)
                | Event::MethodAdopted(_)
                | Event::SurveyOpened(_)
                | Event::SurveyClosed(_)
                | Event::ServiceEvent(_)
                | Event::ServiceEventWithdrawn(_)
                | Event::ResultPublished(_),
            ) => {}
            Err(error) => on_log.add(Some(position), error.to_string()),
        }
    }

    fn bind(&mut self, position: u64, text: Option<SealedText>) {
        self.bound.extend(text.map(|text| (position, text)));
    }
}

/// What is wrong with a text, if anything is.
fn objection(vault: &Vault, text: &SealedText, erased: bool) -> Result<Option<String>, Failure> {
    let found = match vault.read(text.content) {
        Ok(found) => found,
        Err(error @ vault::Error::Damaged { .. }) => return Ok(Some(error.to_string())),
        Err(error) => return Err(error.into()),
    };
    Ok(match (found, erased) {
        (None, true) => None,
        (None, false) => Some("teksnya tidak ada di brankas, padahal tidak pernah dihapus".into()),
        (Some(_), true) => Some("teksnya sudah dinyatakan dihapus, tetapi masih terbaca di brankas".into()),
        (Some(found), false) => {
            let same = vault.matches(text.content, &text.commitment.0, &found)? == Some(true);
            (!same).then(|| "teks di brankas bukan yang diikat oleh peristiwa ini".into())
        }
    })
}
