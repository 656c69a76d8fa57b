//! A stack of paper forms, and the form to print.

use app::{App, AppError, PaperEntry};
use survey::{Instrument, Language, Refusal, ServiceCode, Survey, Unit, UnitCode};
use uuid::Uuid;

use crate::{
    http::fields::Fields,
    limits::PAPER_LINES_SHOWN,
    pages::{
        BlankFormPage, Choice, PaperLine, PaperPage, PaperQuestion, PrintedProfile, PrintedQuestion, Shell,
        paper_field as field,
    },
    present::words,
};

/// The highest digit.
const DIGIT_MAX: usize = 9;

/// What an officer has entered so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct PaperAsked {
    /// The survey; the unit's newest open one if it is none of them.
    pub(crate) survey: String,
    /// The service of the whole stack; the first if it is none of the survey's. Empty where each form says its own.
    pub(crate) service: String,
    /// The day; today if it is none.
    pub(crate) day: String,
    /// The stack.
    pub(crate) batch: Uuid,
    /// Id of the form.
    pub(crate) id: Uuid,
    /// Fields as they came.
    pub(crate) fields: Fields,
    /// Why the form was not entered.
    pub(crate) problem: Option<String>,
}

impl PaperAsked {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields.get(name).unwrap_or_default().trim()
    }
}

/// The open survey that a stack belongs to.
///
/// # Errors
/// [`Refusal::UnitUnknown`] if there is no such unit.
pub(crate) fn stack_survey<'a>(
    registry: &'a survey::Registry,
    unit: &UnitCode,
    asked: &str,
) -> Result<(&'a Unit, Option<&'a Survey>), Refusal> {
    let unit = registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    let open = registry.open_surveys(&unit.code);
    let chosen = open.iter().find(|survey| survey.code.as_str() == asked);
    Ok((unit, chosen.or_else(|| open.last()).copied()))
}

/// The page on which a stack is entered.
pub(crate) fn paper_page(
    app: &App,
    shell: Shell,
    unit: &UnitCode,
    asked: &PaperAsked,
) -> Result<Option<PaperPage>, AppError> {
    let registry = app.registry();
    let (unit, Some(survey)) = stack_survey(&registry, unit, &asked.survey)? else {
        return Ok(None);
    };
    let surveys = registry.open_surveys(&unit.code).into_iter();
    let surveys = surveys.map(|survey| Choice {
        code: survey.code.to_string(),
        label: survey.code.to_string(),
    });
    let chosen = survey
        .services
        .iter()
        .find(|service| service.as_str() == asked.service);
    let services = services(unit, survey.services.iter());
    let entries = app.batch(asked.batch)?;
    let today = unit.zone.wall_clock(app.now()).date();
    Ok(Some(PaperPage {
        shell,
        unit_code: unit.code.to_string(),
        unit_name: unit.name.clone(),
        surveys: surveys.collect(),
        survey: survey.code.to_string(),
        service_cell: service_cell(&services, asked),
        services,
        service: chosen
            .or_else(|| survey.services.first())
            .map_or_else(String::new, ServiceCode::to_string),
        day: asked.day.parse().unwrap_or(today).to_string(),
        today: today.to_string(),
        batch: asked.batch.to_string(),
        id: asked.id.to_string(),
        scores: scores(&survey.instrument, asked),
        profile: profile(&survey.instrument, asked),
        comment: asked.get(field::COMMENT).to_owned(),
        count: words::count(entries.iter().filter(|entry| entry.withdrawn.is_none()).count() as u64),
        lines: lines(&survey.instrument, &entries),
        problem: asked.problem.clone(),
    }))
}

fn services<'a>(unit: &Unit, services: impl IntoIterator<Item = &'a ServiceCode>) -> Vec<Choice> {
    let choice = |code: &ServiceCode| Choice {
        code: code.to_string(),
        label: unit
            .services
            .get(code)
            .map_or_else(|| code.to_string(), |service| service.name.clone()),
    };
    services.into_iter().map(choice).collect()
}

/// Forms of several services lie in one stack as they came: the service is typed with each, by its number.
fn service_cell(services: &[Choice], asked: &PaperAsked) -> Option<PaperQuestion> {
    (2..=DIGIT_MAX).contains(&services.len()).then(|| PaperQuestion {
        field: field::SERVICE_NUMBER.into(),
        name: "Layanan".into(),
        max: services.len(),
        options: services.iter().map(|service| service.label.clone()).collect(),
        value: asked.get(field::SERVICE_NUMBER).to_owned(),
    })
}

fn scores(instrument: &Instrument, asked: &PaperAsked) -> Vec<PaperQuestion> {
    let question = |unsur: &survey::UnsurQuestion| {
        let field = format!("{}{}", field::SCORE_PREFIX, unsur.code);
        PaperQuestion {
            value: asked.get(&field).to_owned(),
            field,
            name: unsur.name.text(Language::INDONESIAN).into(),
            max: unsur.labels.len(),
            options: unsur
                .labels
                .iter()
                .map(|label| label.text(Language::INDONESIAN).into())
                .collect(),
        }
    };
    instrument.unsur.iter().map(question).collect()
}

fn profile(instrument: &Instrument, asked: &PaperAsked) -> Vec<PaperQuestion> {
    let question = |question: &survey::ProfileQuestion| {
        let field = format!("{}{}", field::PROFILE_PREFIX, question.code);
        PaperQuestion {
            value: asked.get(&field).to_owned(),
            field,
            name: question.legend.text(Language::INDONESIAN).into(),
            max: question.options.len(),
            options: question
                .options
                .iter()
                .map(|option| option.label.text(Language::INDONESIAN).into())
                .collect(),
        }
    };
    instrument.profile.iter().map(question).collect()
}

fn lines(instrument: &Instrument, entries: &[PaperEntry]) -> Vec<PaperLine> {
    let line = |(place, entry): (usize, &PaperEntry)| {
        let score = |unsur: &survey::UnsurQuestion| {
            let score = entry.answers.get(unsur.code);
            score.map_or_else(|| "\u{2013}".to_owned(), |score| score.get().to_string())
        };
        PaperLine {
            number: place + 1,
            id: entry.id.to_string(),
            scores: instrument.unsur.iter().map(score).collect::<Vec<_>>().join(" "),
            withdrawn: entry.withdrawn.clone(),
        }
    };
    entries
        .iter()
        .enumerate()
        .rev()
        .take(PAPER_LINES_SHOWN)
        .map(line)
        .collect()
}

/// The form of a unit's survey, to print.
pub(crate) fn blank_form_page(
    app: &App,
    shell: Shell,
    unit: &UnitCode,
    asked: &str,
) -> Result<Option<BlankFormPage>, AppError> {
    let registry = app.registry();
    let (unit, Some(survey)) = stack_survey(&registry, unit, asked)? else {
        return Ok(None);
    };
    let instrument = &survey.instrument;
    let text = |wording: &survey::Wording| wording.text(Language::INDONESIAN).to_owned();
    let questions = instrument
        .unsur
        .iter()
        .zip(1..)
        .map(|(unsur, number)| PrintedQuestion {
            number,
            text: text(&unsur.question),
            labels: unsur.labels.iter().map(text).collect(),
        });
    let profile = instrument.profile.iter().map(|question| PrintedProfile {
        legend: text(&question.legend),
        options: question
            .options
            .iter()
            .map(|option| text(&option.label))
            .collect(),
    });
    Ok(Some(BlankFormPage {
        shell,
        unit_code: unit.code.to_string(),
        unit_name: unit.name.clone(),
        survey: survey.code.to_string(),
        services: services(unit, registry.asked_services(survey))
            .into_iter()
            .map(|choice| choice.label)
            .collect(),
        instrument: format!("{} versi {}", instrument.id, instrument.version),
        questions: questions.collect(),
        profile: profile.collect(),
    }))
}
