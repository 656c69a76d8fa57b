//! The form for a one-time code that nobody has used yet: the form at first sight with the code beside its id.
//!
//! It is the citizen's own: their browser may keep it, and asks each time whether it still holds. Nothing in between may.

use app::KnownToken;
use survey::{Channel, ResponseId, Token};
use warp::{
    http::{HeaderMap, StatusCode, header},
    reply::Response,
};

use crate::{
    State,
    http::{fields::Fields, reply, spliced::filler},
    pages::{MessagePage, Notice},
    routes::survey_form::{Manner, closed, first_answer, made_sight},
};

pub(super) fn ask(
    state: &State,
    query: &Fields,
    headers: &HeaderMap,
    known: &KnownToken,
    code: Token,
) -> Response {
    let manner = Manner::of(query);
    let registry = state.app.registry();
    let shell = || manner.shell(state, Channel::Qr);
    let Some(survey) = registry.survey(&known.survey) else {
        let page = MessagePage::new(shell(), Notice::SurveyUnknown);
        return reply::page(StatusCode::NOT_FOUND, &page);
    };
    if survey.closed_at.is_some() {
        return closed(&registry, survey, shell(), true);
    }
    let own = own(state.app.new_response_id(), code);
    let way = manner.way(&registry, survey, query, Channel::Qr, true);
    let kept = state.first_sights.get(&registry, &way);
    let sight = kept.unwrap_or_else(|| made_sight(state, &registry, way, &filler(own.len())));
    let mut response = first_answer(&sight, &own, headers);
    reply::set(&mut response, header::CACHE_CONTROL, "private, no-cache");
    response
}

/// What stands in the form of one citizen alone: the value of the field of the id, and the field of the code behind it.
/// Ids and codes are each as long as any other.
fn own(id: ResponseId, code: Token) -> String {
    let code = code.compact();
    format!("{id}\"><input type=\"hidden\" form=\"survei\" name=\"kode\" value=\"{code}")
}
