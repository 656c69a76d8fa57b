//! `/dasbor/{unit}/pengaduan`: complaints, taken in and answered.

use app::{AppError, ReceiveComplaint};
use survey::{ComplaintChannel, ComplaintKind, ComplaintStep, Refusal, ResponseId};
use uuid::Uuid;

use super::desk::{Asked, Desk};
use crate::{http::reply, pages::complaint_field as field, present::complaints_page};

pub(super) const DESK: Desk = Desk {
    name: "pengaduan",
    page: |state, staff, unit, typed, status| {
        let page = complaints_page(&state.app, state.shell_in(staff, unit), unit, typed)?;
        Ok(reply::page(status, &page))
    },
    enter,
    step,
};

fn enter(asked: &Asked<'_>) -> Result<(), AppError> {
    let posted = asked.posted;
    let response = posted.text(field::RESPONSE);
    let response = match response.as_str() {
        "" => None,
        id => Some(ResponseId(id.parse().map_err(|_| Refusal::CommentUnknown)?)),
    };
    let channel = match response {
        Some(_) => Some(ComplaintChannel::Survey),
        None => ComplaintChannel::from_stored(&posted.text(field::CHANNEL)),
    };
    let complaint = ReceiveComplaint {
        unit: asked.unit.clone(),
        on: posted.date(field::DAY)?,
        channel: channel.ok_or(Refusal::ComplaintChannel)?,
        kind: ComplaintKind::from_stored(&posted.text(field::KIND)).ok_or(Refusal::ComplaintKindMissing)?,
        text: posted.text(field::TEXT),
        contact: posted.text(field::CONTACT),
        response,
    };
    asked
        .state
        .app
        .receive_complaint(asked.actor, complaint)
        .map(drop)
}

fn step(asked: &Asked<'_>, id: Uuid, step: &str) -> Result<(), AppError> {
    let posted = asked.posted;
    let step = match step {
        "teruskan" => ComplaintStep::Forward {
            to: posted.text(field::TO).parse().map_err(Refusal::Code)?,
            note: posted.text(field::NOTE),
        },
        "jawab" => ComplaintStep::Answer {
            on: posted.date(field::DAY)?,
            about: posted.text(field::ABOUT),
            answer: posted.text(field::ANSWER),
        },
        "tutup" => ComplaintStep::Close {
            note: posted.text(field::NOTE),
        },
        "tarik" => ComplaintStep::Withdraw {
            reason: posted.text(field::REASON),
        },
        _ => return Err(Refusal::UnitUnknown(asked.unit.clone()).into()),
    };
    let app = &asked.state.app;
    app.step_complaint(asked.actor, asked.unit, id, step, posted.seen())
}
