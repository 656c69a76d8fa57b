//! `/inspeksi/{unit}/baris`: single responses, once they were opened for a purpose; and what is proposed about them.

use std::sync::Arc;

use app::AppError;
use survey::{Action, Period, Refusal, ResponseId, Review, ReviewProposed, UnitCode};
use uuid::Uuid;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State, gate,
    http::reply,
    present::{baris_page, usulan_page},
    routes::{
        Route,
        ask::{Ask, Sent, asked, sent},
        inspeksi::{inspected, status},
    },
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let rows = warp::path!("inspeksi" / String / "baris")
        .and(asked(state))
        .then(|unit, ask: Ask| ask.of(unit, show));
    let proposals = warp::path!("inspeksi" / String / "usulan")
        .and(asked(state))
        .then(|unit, ask: Ask| ask.of(unit, |ask, unit| proposals(ask, unit, StatusCode::OK, None)));
    let propose = warp::path!("inspeksi" / String / "usulan")
        .and(sent(state))
        .then(|unit, sent: Sent| sent.of(unit, propose));
    let decide = warp::path!("inspeksi" / String / "usulan" / Uuid)
        .and(sent(state))
        .then(|unit, id, sent: Sent| sent.of(unit, move |ask, unit| decide(ask, unit, id)));
    rows.or(proposals)
        .unify()
        .or(propose)
        .unify()
        .or(decide)
        .unify()
        .boxed()
}

fn show(ask: &Ask, unit: &UnitCode) -> Result<Response, AppError> {
    let inspected = inspected(&ask.fields);
    let page = baris_page(&ask.state.app, &ask.staff, ask.shell(), unit, &inspected, None)?;
    Ok(reply::page(status(&page.problems), &page))
}

/// The page that asks what for, after an answer that will not do.
pub(super) fn refused(ask: &Ask, unit: &UnitCode, refusal: &Refusal) -> Result<Response, AppError> {
    let (state, inspected) = (&ask.state, inspected(&ask.fields));
    let refusal = Some(refusal.to_string());
    let page = baris_page(&state.app, &ask.staff, ask.shell(), unit, &inspected, refusal)?;
    Ok(reply::page(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

fn proposals(
    ask: &Ask,
    unit: &UnitCode,
    status: StatusCode,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = usulan_page(&ask.state.app, ask.shell_in(unit), unit, problem)?;
    Ok(reply::page(status, &page))
}

fn propose(ask: &Ask, unit: &UnitCode) -> Result<Response, AppError> {
    let (state, actor, fields) = (&ask.state, ask.staff.actor(), &ask.fields);
    // Only who has opened the responses has seen what they propose about.
    let period = fields.text("periode").parse::<Period>().ok();
    let reading = fields.text("baca").parse().ok();
    let open = match (period, reading) {
        (Some(period), Some(reading)) => state.app.is_open_to(&actor, unit, period, reading)?,
        _ => false,
    };
    let ticked = || {
        fields
            .all("jawaban")
            .filter_map(|id| id.parse().ok())
            .map(ResponseId)
    };
    // A text names its answer; whatever else is ticked is not meant.
    let text = fields.text("teks");
    let text = text
        .split_once('.')
        .and_then(|(id, content)| Some((ResponseId(id.parse().ok()?), content.parse().ok()?)));
    let review = match fields.text("usul").as_str() {
        "hapus" => Review::Erase,
        "kembali" => Review::Reinstate,
        _ => Review::Exclude,
    };
    let (responses, content) = match (review, text) {
        (Review::Erase, Some((id, content))) => (vec![id], Some(content)),
        _ => (ticked().collect(), None),
    };
    let proposed = ReviewProposed {
        unit: unit.clone(),
        review,
        responses,
        content,
        of: None,
        reason: fields.text("alasan"),
    };
    let outcome = if open {
        state.app.propose_review(&actor, proposed).map(|_| ())
    } else {
        Err(Refusal::ReadingNotOpen.into())
    };
    told(ask, unit, outcome)
}

fn decide(ask: &Ask, unit: &UnitCode, id: Uuid) -> Result<Response, AppError> {
    let (state, staff) = (&ask.state, &ask.staff);
    let agreed = ask.fields.text("putusan") == "setuju";
    // Whoever cannot decide may still take back their own.
    let known = state
        .app
        .proposals_of(unit)?
        .into_iter()
        .find(|known| known.id == id);
    let Some(known) = known else {
        return told(ask, unit, Err(Refusal::ProposalUnknown.into()));
    };
    let is_own = known.proposal.proposed_by == staff.actor().as_str();
    let may = staff.may_in(Action::ReviewAnswers, unit) || (is_own && !agreed);
    let outcome = if may {
        state.app.decide_review(&staff.actor(), id, agreed)
    } else {
        gate::refused(Some(staff), Action::ReviewAnswers);
        Err(Refusal::SecondApprovalMissing.into())
    };
    told(ask, unit, outcome)
}

/// The list of proposals after a change, or with the reason why there was none.
fn told(ask: &Ask, unit: &UnitCode, outcome: Result<(), AppError>) -> Result<Response, AppError> {
    match outcome {
        Ok(()) => Ok(reply::see_other(&format!("/inspeksi/{unit}/usulan"))),
        Err(AppError::Refused(refusal)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            proposals(ask, unit, status, Some(refusal.to_string()))
        }
        Err(error) => Err(error),
    }
}
