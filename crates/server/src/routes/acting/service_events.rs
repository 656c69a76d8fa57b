//! `/dasbor/{unit}/peristiwa`: what happened at a unit apart from answers, entered and withdrawn.

use app::AppError;
use survey::{ExternalAssessment, Refusal, ServiceEvent, ServiceEventKind};
use uuid::Uuid;

use super::desk::{Asked, Desk};
use crate::{http::reply, pages::service_event_field as field, present::service_events_page};

pub(super) const DESK: Desk = Desk {
    name: "peristiwa",
    page: |ask, unit, typed, status| {
        let page = service_events_page(&ask.state.app, ask.shell_in(unit), unit, typed)?;
        Ok(reply::page(status, &page))
    },
    enter,
    step,
};

fn enter(asked: &Asked<'_>) -> Result<(), AppError> {
    let event = event(asked)?;
    let app = &asked.ask.state.app;
    app.record_service_event(asked.actor, event).map(drop)
}

/// What was typed. A number belongs to its kind; where another kind was chosen after all, it is left out.
fn event(asked: &Asked<'_>) -> Result<ServiceEvent, Refusal> {
    let posted = &asked.ask.fields;
    let kind = ServiceEventKind::from_stored(&posted.text(field::KIND));
    let kind = kind.ok_or(Refusal::ServiceEventDetails("Pilih jenis peristiwa dari daftar."))?;
    let service = posted.text(field::SERVICE);
    Ok(ServiceEvent {
        kind,
        unit: asked.unit.clone(),
        service: match service.as_str() {
            "" => None,
            code => Some(code.parse().map_err(Refusal::Code)?),
        },
        on: posted.date(field::DAY)?,
        title: posted.text(field::TITLE),
        visits: if kind == ServiceEventKind::VisitsCounted {
            posted.number(field::VISITS)?
        } else {
            None
        },
        assessment: if kind == ServiceEventKind::ExternalAssessmentRecorded {
            Some(ExternalAssessment {
                scheme: posted.text(field::SCHEME),
                year: posted.number(field::YEAR)?.unwrap_or(0),
                verdict: posted.text(field::VERDICT),
            })
        } else {
            None
        },
    })
}

fn step(asked: &Asked<'_>, id: Uuid, step: &str) -> Result<(), AppError> {
    match step {
        "tarik" => {
            let reason = asked.ask.fields.text(field::REASON);
            let app = &asked.ask.state.app;
            app.withdraw_service_event(asked.actor, asked.unit, id, reason)
        }
        _ => Err(Refusal::UnitUnknown(asked.unit.clone()).into()),
    }
}
