//! `/dasbor/{unit}/pengaduan`: complaints, taken in and answered.

use app::{AppError, ReceiveComplaint, limits::GROUP_N_MIN};
use survey::{ComplaintChannel, ComplaintKind, ComplaintStep, ErasedOf, Refusal};
use uuid::Uuid;

use super::{
    desk::{Asked, Desk},
    erase,
};
use crate::{http::reply, pages::complaint_field as field, present::complaints_page};

pub(super) const DESK: Desk = Desk {
    name: "pengaduan",
    page: |ask, unit, typed, status| {
        let page = complaints_page(&ask.state.app, ask.shell_in(unit), unit, typed)?;
        Ok(reply::page(status, &page))
    },
    enter,
    step,
};

fn enter(asked: &Asked<'_>) -> Result<(), AppError> {
    let posted = &asked.ask.fields;
    let comment = posted.text(field::COMMENT);
    let response = match comment.as_str() {
        "" => None,
        name => {
            let content = name.parse().map_err(|_| Refusal::CommentUnknown)?;
            let shown = asked
                .ask
                .state
                .app
                .shown_comment(asked.unit, content, GROUP_N_MIN)?;
            Some(shown.ok_or(Refusal::CommentUnknown)?.0)
        }
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
        .ask
        .state
        .app
        .receive_complaint(asked.actor, complaint)
        .map(drop)
}

fn step(asked: &Asked<'_>, id: Uuid, step: &str) -> Result<(), AppError> {
    let posted = &asked.ask.fields;
    let step = match step {
        "teruskan" => ComplaintStep::Forward {
            to: match posted.text(field::TO).as_str() {
                "" => asked.unit.clone(),
                called => asked.ask.state.app.registry().unit_called(called)?,
            },
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
        "hapus" => return erase::propose(asked, ErasedOf::Complaint { complaint: id }),
        "tarik" => ComplaintStep::Withdraw {
            reason: posted.text(field::REASON),
        },
        _ => return Err(Refusal::UnitUnknown(asked.unit.clone()).into()),
    };
    let app = &asked.ask.state.app;
    app.step_complaint(asked.actor, asked.unit, id, step, posted.seen())
}
