//! A survey as citizens see it, in one language.

use survey::{Choice as Wording, Language, Registry, Survey};

use crate::pages::{Choice, ProfileQuestion, Question, SurveyFace};

/// The survey in a language of its instrument, or one that it was translated into.
pub(crate) fn survey_face(registry: &Registry, survey: &Survey, language: Language) -> SurveyFace {
    let translation = registry.translation(&survey.instrument.reference(), language);
    // A translation was found complete before it was published.
    let spoken = translation.and_then(|translation| translation.spoken_by(&survey.instrument).ok());
    let instrument = spoken.as_ref().unwrap_or(&survey.instrument);
    let unit = registry.unit(&survey.unit);
    let service_name = |code: &survey::ServiceCode| {
        unit.and_then(|unit| unit.services.get(code))
            .map_or_else(|| code.to_string(), |service| service.name.clone())
    };
    let services = registry.asked_services(survey).into_iter();
    let services = services.map(|code| Choice {
        code: code.to_string(),
        label: service_name(code),
    });
    let questions = instrument.unsur.iter().zip(1..).map(|(unsur, number)| Question {
        code: unsur.code.to_string(),
        number,
        text: unsur.question.text(language).into(),
        labels: unsur
            .labels
            .each_ref()
            .map(|label| label.text(language).to_owned()),
        reasons: choices(&unsur.reasons, language),
    });
    let profile = instrument.profile.iter().map(|question| ProfileQuestion {
        name: question.code.clone(),
        legend: question.legend.text(language).into(),
        options: choices(&question.options, language),
    });
    SurveyFace {
        code: survey.code.to_string(),
        unit_name: unit.map_or_else(|| survey.unit.to_string(), |unit| unit.name.clone()),
        services: services.collect(),
        instrument: instrument.id.to_string(),
        instrument_version: u32::from(instrument.version),
        questions: questions.collect(),
        profile: profile.collect(),
        draft: translation.is_some_and(|translation| translation.draft),
        recorded: Vec::new(),
    }
}

fn choices(wordings: &[Wording], language: Language) -> Vec<Choice> {
    let choice = |wording: &Wording| Choice {
        code: wording.code.clone(),
        label: wording.label.text(language).into(),
    };
    wordings.iter().map(choice).collect()
}
