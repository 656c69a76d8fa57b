//! A unit's services and surveys, and what ends with a survey.

use app::{App, AppError};
use survey::{Admission, Registry, ServiceCode, Survey, Unit, UnitCode};

use super::known;
use crate::{
    pages::{
        ClosedSurveyFace, OpenSurveyFace, ServiceFace, Shell, SurveysPage, Typed, survey_field as field,
    },
    present::words,
};

pub(crate) fn surveys_page(
    app: &App,
    shell: Shell,
    unit: &UnitCode,
    typed: Typed,
) -> Result<SurveysPage, AppError> {
    let registry = app.registry();
    let unit = known(&registry, unit)?;
    let (retired, offered): (Vec<_>, Vec<_>) = unit.services.iter().partition(|(_, service)| service.retired);
    let nothing_typed = typed.all(field::SERVICE).next().is_none();
    let surveys = registry.surveys(&unit.code);
    let over = surveys.iter().rev().filter_map(|survey| over(unit, survey));
    Ok(SurveysPage {
        unit_code: unit.code.to_string(),
        unit_name: unit.name.clone(),
        closed: unit.closed,
        open: open_faces(app, &registry, unit)?,
        over: over.collect(),
        services: offered
            .into_iter()
            .map(|(code, service)| ServiceFace {
                code: code.to_string(),
                name: service.name.clone(),
                ticked: nothing_typed || typed.all(field::SERVICE).any(|typed| typed == code.as_str()),
            })
            .collect(),
        retired: retired
            .into_iter()
            .map(|(code, service)| (code.to_string(), service.name.clone()))
            .collect(),
        typed,
        shell,
    })
}

/// The surveys of a unit that take answers, each with what ends with it.
pub(super) fn open_faces(
    app: &App,
    registry: &Registry,
    unit: &Unit,
) -> Result<Vec<OpenSurveyFace>, AppError> {
    let face = |survey: &Survey| {
        Ok(OpenSurveyFace {
            code: survey.code.to_string(),
            services: service_names(registry, survey),
            opened: words::date(unit.zone.wall_clock(survey.opened_at).date()),
            admission: match survey.admission {
                Admission::Open => "terbuka bagi semua",
                Admission::Code => "dengan kode sekali pakai",
            },
            population: survey.population.map_or_else(String::new, words::count),
            ends: ends(app, registry, survey)?,
        })
    };
    registry.open_surveys(&unit.code).into_iter().map(face).collect()
}

/// "KTP elektronik, Kartu keluarga".
pub(crate) fn service_names(registry: &Registry, survey: &Survey) -> String {
    let unit = registry.unit(&survey.unit);
    let name = |code: &ServiceCode| {
        let service = unit.and_then(|unit| unit.services.get(code));
        service.map_or_else(|| code.to_string(), |service| service.name.clone())
    };
    let asked = registry.asked_services(survey).into_iter();
    asked.map(name).collect::<Vec<_>>().join(", ")
}

fn over(unit: &Unit, survey: &Survey) -> Option<ClosedSurveyFace> {
    let day = |at| words::date(unit.zone.wall_clock(at).date());
    let closed_at = survey.closed_at?;
    Some(ClosedSurveyFace {
        code: survey.code.to_string(),
        span: format!("{} \u{2013} {}", day(survey.opened_at), day(closed_at)),
        reason: survey.closed_because.clone().unwrap_or_default(),
    })
}

/// What is of no more use once a survey is closed, apart from its address.
fn ends(app: &App, registry: &Registry, survey: &Survey) -> Result<Option<String>, AppError> {
    let asks =
        |device: &&survey::Device| device.revoked_at.is_none() && device.enrolled.survey == survey.code;
    let devices = registry.devices().into_iter().filter(asks).count() as u64;
    let tokens = app.token_counts(&survey.code)?.open(app.token_key_id()?);
    let parts = [
        (devices, "kios"),
        (tokens, "kode sekali pakai yang belum dipakai"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<_> = parts
        .map(|(count, what)| format!("{} {what}", words::count(*count)))
        .collect();
    Ok((!said.is_empty()).then(|| said.join(" dan ")))
}
