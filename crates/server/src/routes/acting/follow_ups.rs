//! `/dasbor/{unit}/tindak-lanjut`: what a unit promises to mend, and what came of it.

use app::{AppError, PlanFollowUp};
use ikm::UnsurCode;
use survey::{ErasedOf, FollowUpStep, Period, Refusal};
use uuid::Uuid;

use super::{
    desk::{Asked, Desk},
    erase,
};
use crate::{http::reply, pages::follow_up_field as field, present::follow_ups_page};

pub(super) const DESK: Desk = Desk {
    name: "tindak-lanjut",
    page: |ask, unit, typed, status| {
        let page = follow_ups_page(&ask.state.app, ask.shell_in(unit), unit, typed)?;
        Ok(reply::page(status, &page))
    },
    enter,
    step,
};

fn enter(asked: &Asked<'_>) -> Result<(), AppError> {
    let posted = &asked.ask.fields;
    let plan = PlanFollowUp {
        unit: asked.unit.clone(),
        period: period(posted.text(field::PERIOD))?,
        unsur: UnsurCode::new(&posted.text(field::UNSUR)).map_err(|_| Refusal::UnsurMissing)?,
        programme: posted.text(field::PROGRAMME),
        due: period(posted.text(field::DUE))?,
        post: posted.text(field::POST),
        person: posted.text(field::PERSON),
    };
    asked.ask.state.app.plan_follow_up(asked.actor, plan).map(drop)
}

fn period(text: String) -> Result<Period, Refusal> {
    text.parse().map_err(|_| Refusal::PeriodInvalid(text))
}

fn step(asked: &Asked<'_>, id: Uuid, step: &str) -> Result<(), AppError> {
    let posted = &asked.ask.fields;
    let step = match step {
        "kemajuan" => FollowUpStep::Progress {
            on: posted.date(field::DAY)?,
            note: posted.text(field::NOTE),
            percent: posted.number(field::PERCENT)?.unwrap_or(0),
            evidence: posted.evidence()?,
        },
        "selesai" => FollowUpStep::Complete {
            on: posted.date(field::DAY)?,
            outcome: posted.text(field::NOTE),
            evidence: posted.evidence()?,
        },
        "batal" => FollowUpStep::Cancel {
            reason: posted.text(field::REASON),
        },
        "hapus" => return erase::propose(asked, ErasedOf::FollowUp { follow_up: id }),
        "tarik" => FollowUpStep::Withdraw {
            reason: posted.text(field::REASON),
        },
        _ => return Err(Refusal::UnitUnknown(asked.unit.clone()).into()),
    };
    let app = &asked.ask.state.app;
    app.step_follow_up(asked.actor, asked.unit, id, step, posted.seen())
}
