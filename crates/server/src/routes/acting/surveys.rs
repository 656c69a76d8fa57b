//! `/dasbor/{unit}/survei`: a unit's services are registered, renamed and retired; surveys about them open and close.

use app::AppError;
use survey::{
    Admission, Command, Instrument, Refusal, ServiceChanged, ServiceRegistered, ServiceRetired, SurveyClosed,
    SurveyCode, SurveyOpened,
};
use uuid::Uuid;

use super::desk::{Asked, Desk};
use crate::{http::reply, pages::survey_field as field, present::surveys_page};

pub(super) const DESK: Desk = Desk {
    name: "survei",
    page: |ask, unit, typed, status| {
        let page = surveys_page(&ask.state.app, ask.shell_in(unit), unit, typed)?;
        Ok(reply::page(status, &page))
    },
    enter,
    step: |asked, _: Uuid, _| Err(Refusal::UnitUnknown(asked.unit.clone()).into()),
};

fn enter(asked: &Asked<'_>) -> Result<(), AppError> {
    let command = command(asked)?;
    asked.ask.state.app.register(asked.actor, command).map(drop)
}

/// Asks to close a survey of the unit; of another unit there is none here.
pub(super) fn closing(asked: &Asked<'_>, survey: &str, reason: String) -> Result<Command, Refusal> {
    let survey: SurveyCode = survey.parse().map_err(Refusal::Code)?;
    let registry = asked.ask.state.app.registry();
    match registry.survey(&survey) {
        Some(known) if known.unit == *asked.unit => Ok(Command::CloseSurvey(SurveyClosed {
            survey,
            unit: asked.unit.clone(),
            reason,
        })),
        _ => Err(Refusal::UnitUnknown(asked.unit.clone())),
    }
}

fn command(asked: &Asked<'_>) -> Result<Command, Refusal> {
    let posted = &asked.ask.fields;
    let unit = asked.unit.clone();
    let (name, reason) = (posted.text(field::NAME), posted.text(field::REASON));
    let service = || posted.text(field::SERVICE).parse().map_err(Refusal::Code);
    Ok(match posted.text(field::ACTION).as_str() {
        "buka" => {
            let services = posted.all(field::SERVICE).map(str::parse);
            Command::OpenSurvey(SurveyOpened {
                survey: posted.text(field::SURVEY).parse().map_err(Refusal::Code)?,
                unit,
                services: services.collect::<Result<_, _>>().map_err(Refusal::Code)?,
                instrument: Instrument::permenpan_14_2017().reference(),
                population: posted.number(field::POPULATION)?,
                admission: match posted.text(field::ADMISSION).as_str() {
                    "kode" => Admission::Code,
                    _ => Admission::Open,
                },
            })
        }
        "tutup" => closing(asked, &posted.text(field::SURVEY), reason)?,
        "daftar" => Command::RegisterService(ServiceRegistered {
            unit,
            service: service()?,
            name,
        }),
        "nama" => Command::ChangeService(ServiceChanged {
            unit,
            service: service()?,
            name,
            reason,
        }),
        "pensiun" => Command::RetireService(ServiceRetired {
            unit,
            service: service()?,
            reason,
        }),
        _ => return Err(Refusal::UnitUnknown(unit)),
    })
}
