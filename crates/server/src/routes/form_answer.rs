//! What a citizen reads after the form was sent: thanks, or what became of the answers.

use app::{AppError, Receipt};
use report::print::symbol_svg;
use survey::{Admission, Refusal};
use warp::{http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    pages::{MessagePage, Notice, ReceiptOffer, ThanksPage},
    present::onward,
    routes::{
        sent_form::{SentForm, is_kiosk},
        survey_form::Asked,
    },
};

pub(super) fn thanks(state: &State, asked: &Asked<'_>, receipt: &Receipt) -> Response {
    let registry = state.app.registry();
    let unit = registry.unit(&asked.survey.unit);
    let page = ThanksPage {
        shell: asked.manner.shell(state, asked.channel),
        draft: asked.draft(),
        counted: asked.survey.admission == Admission::Open || asked.token.is_some(),
        unit_code: asked.survey.unit.to_string(),
        unit_name: unit.map_or_else(String::new, |unit| unit.name.clone()),
        again: receipt.was_there,
        receipt: (!is_kiosk(asked.channel)).then(|| offer(state, asked, receipt)),
    };
    reply::page(StatusCode::OK, &page)
}

fn offer(state: &State, asked: &Asked<'_>, receipt: &Receipt) -> ReceiptOffer {
    let code = receipt.code();
    let address = state
        .options
        .public_url
        .as_ref()
        .map(|site| site.of_receipt(&code).for_qr());
    // A host so long that no phone would read it: the code alone.
    let qr_svg = address.and_then(|address| symbol_svg(&address, &code.to_string()).ok());
    ReceiptOffer {
        position: receipt.position,
        code: code.to_string(),
        qr_svg,
        response_id: asked.id.clone(),
    }
}

/// Too many came from there: the answers go back with the page, to be sent again.
pub(super) fn later(state: &State, asked: &Asked<'_>, form: &SentForm) -> Response {
    let mut page = MessagePage::new(asked.manner.shell(state, asked.channel), Notice::Busy);
    page.resend = Some(asked.resend(form));
    let mut response = reply::page(StatusCode::TOO_MANY_REQUESTS, &page);
    reply::set_retry_after(&mut response);
    response
}

pub(super) fn failed(state: &State, asked: &Asked<'_>, form: &SentForm, error: &AppError) -> Response {
    let mut page = MessagePage::new(asked.manner.shell(state, asked.channel), Notice::Fault);
    let resend = || Some(asked.resend(form));
    let status = match error {
        AppError::Refused(Refusal::ResponseConflict) if asked.token.is_none() => {
            page.notice = Notice::Conflict;
            page.draft = Some(asked.draft());
            StatusCode::CONFLICT
        }
        // Two tabs with one ticket have one id: what was sent first has used the code.
        AppError::Refused(Refusal::TokenSpent | Refusal::ResponseConflict) => {
            page.notice = Notice::TokenSpent;
            StatusCode::CONFLICT
        }
        AppError::Refused(Refusal::SurveyClosed(_)) => {
            page.notice = Notice::TooLate;
            let registry = state.app.registry();
            page.onward = Some(onward(
                &registry,
                asked.survey,
                &page.shell,
                asked.token.is_some(),
            ));
            StatusCode::GONE
        }
        // The form and the rules disagree: the page is older than the survey, or somebody built their own.
        AppError::Refused(_) => {
            page.notice = Notice::Unreadable;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        AppError::Busy => {
            page.notice = Notice::Busy;
            page.resend = resend();
            StatusCode::SERVICE_UNAVAILABLE
        }
        AppError::Evidence(_) | AppError::Failed(_) => {
            let fault = state.app.new_response_id().to_string();
            tracing::error!(%error, fault, "a form failed");
            page.resend = resend();
            page.fault_id = Some(fault);
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    let mut response = reply::page(status, &page);
    reply::set_retry_after(&mut response);
    response
}
