//! Importing an earlier survey: the rows of a file as responses of channel `import`.

use std::collections::BTreeSet;

use eventlog::Actor;
use jiff::{Timestamp, civil::Date};
use sha2::{Digest, Sha256};
use survey::{
    Channel, Command, Hour, Instrument, Language, Reasons, Refusal, Response, ResponseId, ServiceCode,
    ServiceRegistered, Stream, SubmitResponse, SurveyCode, SurveyOpened, UnitCode, UnitKind, UnitRegistered,
    Zone,
};

use crate::{App, AppError, SheetRow, limits::APPENDS_AT_ONCE};

/// What a file of answers belongs to.
#[derive(Clone, Debug)]
pub struct Import {
    /// The unit; it is registered if it is not yet.
    pub unit: UnitCode,
    /// Its name, for registering it.
    pub unit_name: String,
    /// The service; it is registered if it is not yet.
    pub service: ServiceCode,
    /// The day for which the answers count.
    pub occurred: Date,
    /// The zone of the unit, for registering it.
    pub zone: Zone,
}

/// What an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Responses appended.
    pub added: usize,
    /// Responses that were there already, from an earlier run.
    pub was_there: usize,
}

/// Why an import stopped.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Whatever the row says, it cannot be appended. Rows before it stay appended.
    #[error("baris {line}: {error}")]
    Row {
        /// Line of the file.
        line: u64,
        /// Why: [`Refusal::ResponseConflict`] if an earlier run of the file had other answers in this line.
        error: AppError,
    },
    /// The unit, the service or the survey cannot be registered, or the machine failed.
    #[error(transparent)]
    App(#[from] AppError),
}

impl App {
    /// Appends the rows of a file, telling `progress` how many are done. Running it again adds nothing. Blocks.
    ///
    /// # Errors
    /// A refusal if the file does not fit what is registered, or if a row is refused.
    pub fn import(
        &self,
        actor: &Actor,
        import: &Import,
        rows: &[SheetRow],
        mut progress: impl FnMut(usize),
    ) -> Result<Imported, ImportError> {
        let survey = match self.survey_of_earlier(import, rows)? {
            Some(survey) => survey,
            None => self.survey_for(actor, import)?,
        };
        let mut imported = Imported {
            added: 0,
            was_there: 0,
        };
        for chunk in rows.chunks(APPENDS_AT_ONCE) {
            let commands = chunk.iter().map(|row| submission(import, &survey, row)).collect();
            for (receipt, row) in self.submit_many(commands).into_iter().zip(chunk) {
                let receipt = receipt.map_err(|error| ImportError::Row {
                    line: row.line,
                    error,
                })?;
                if receipt.was_there {
                    imported.was_there += 1;
                } else {
                    imported.added += 1;
                }
            }
            progress(imported.added + imported.was_there);
        }
        self.wait_for(self.log.head().size)?;
        Ok(imported)
    }

    /// The survey that an earlier run put the same file in: it may be closed by now, or no longer the first.
    fn survey_of_earlier(&self, import: &Import, rows: &[SheetRow]) -> Result<Option<SurveyCode>, AppError> {
        let Some(first) = rows.first() else {
            return Ok(None);
        };
        let stream = Stream::Response(row_id(import, occurred(import), first.line));
        let (events, _) = self.stream(&stream)?;
        let mut response = Response::default();
        events.iter().for_each(|event| response.evolve(event));
        Ok(response.submitted().map(|submitted| submitted.survey.clone()))
    }

    /// The open survey of the unit that is about the service; registers what is not registered yet.
    fn survey_for(&self, actor: &Actor, import: &Import) -> Result<SurveyCode, AppError> {
        let registry = self.registry();
        if registry.unit(&import.unit).is_none() {
            let unit = UnitRegistered {
                unit: import.unit.clone(),
                name: import.unit_name.clone(),
                kind: UnitKind::Lainnya,
                parent: None,
                zone: import.zone,
                kemendagri: None,
                bps: None,
            };
            self.register(actor, Command::RegisterUnit(unit))?;
        }
        if registry
            .unit(&import.unit)
            .is_none_or(|unit| !unit.services.contains_key(&import.service))
        {
            let (unit, service) = (import.unit.clone(), import.service.clone());
            let name = service.to_string();
            self.register(
                actor,
                Command::RegisterService(ServiceRegistered { unit, service, name }),
            )?;
        }
        let surveys = registry.surveys(&import.unit);
        let open = surveys
            .iter()
            .find(|survey| survey.closed_at.is_none() && survey.services.contains(&import.service));
        if let Some(survey) = open {
            return Ok(survey.code.clone());
        }
        let survey = SurveyOpened {
            survey: free_code(&registry, import)?,
            unit: import.unit.clone(),
            services: vec![import.service.clone()],
            instrument: Instrument::permenpan_14_2017().reference(),
            population: None,
            admission: survey::Admission::Open,
        };
        let code = survey.survey.clone();
        self.register(actor, Command::OpenSurvey(survey))?;
        Ok(code)
    }
}

/// The unit's code if no survey has it, else the unit's and the service's.
fn free_code(registry: &survey::Registry, import: &Import) -> Result<SurveyCode, AppError> {
    let code = |text: String| SurveyCode::new(text).map_err(Refusal::Code);
    let plain = code(import.unit.to_string())?;
    if registry.survey(&plain).is_none() {
        return Ok(plain);
    }
    Ok(code(format!("{}-{}", import.unit, import.service))?)
}

fn submission(import: &Import, survey: &SurveyCode, row: &SheetRow) -> (ResponseId, SubmitResponse) {
    let occurred = occurred(import);
    let command = SubmitResponse {
        survey: survey.clone(),
        service: Some(import.service.clone()),
        instrument: None,
        language: Language::INDONESIAN,
        answers: row.answers.clone(),
        profile: row.profile.clone(),
        reasons: Reasons::new(),
        channel: Channel::Import,
        claimed_at: Some(occurred),
        device_now: None,
        seconds_taken: None,
        device: None,
        device_counter: None,
        comment: None,
        noticed: BTreeSet::new(),
    };
    (row_id(import, occurred, row.line), command)
}

/// Noon of the day, by the clocks of the unit.
fn occurred(import: &Import) -> Hour {
    let noon = import.occurred.at(12, 0, 0, 0);
    let occurred = jiff::tz::Offset::constant(import.zone.offset_hours()).to_timestamp(noon);
    Hour::containing(occurred.unwrap_or(Timestamp::UNIX_EPOCH))
}

/// The same line of a file for the same unit, service and day is the same response: a UUIDv8 of the day and a hash.
fn row_id(import: &Import, occurred: Hour, line: u64) -> ResponseId {
    let hash = Sha256::new()
        .chain_update(b"skm import v1\0")
        .chain_update(import.unit.as_str())
        .chain_update([0])
        .chain_update(import.service.as_str())
        .chain_update([0])
        .chain_update(line.to_be_bytes())
        .finalize();
    let mut bytes = [0; 16];
    let ms = u64::from(occurred.number()) * 3_600_000;
    bytes[..6].copy_from_slice(&ms.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&hash[..10]);
    ResponseId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
