//! `/kios/daftar`: a device asks to be taken in, shows its code, and goes on by itself once an officer has said yes.

use std::sync::Arc;

use app::PairingState;
use report::print::symbol_svg;
use survey::PairingCode;
use warp::{
    Filter,
    http::{HeaderMap, StatusCode, header},
    reply::Response,
};

use crate::{
    State, device,
    http::{cookie, reply},
    limits::PAIRING_ASKS_AGAIN_SECONDS,
    pages::{MessagePage, Notice, PairingFace, PairingPage},
    routes::{Route, sender, with},
    sender::Sender,
};

const PATH: &str = "/kios/daftar";

pub(super) fn routes(state: &Arc<State>) -> Route {
    let show = warp::path!("kios" / "daftar")
        .and(warp::get())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .map(|state: Arc<State>, headers: HeaderMap| show(&state, &headers));
    let begin = warp::path!("kios" / "daftar")
        .and(warp::post())
        .and(with(state))
        .and(sender())
        .map(|state: Arc<State>, sender: Sender| begin(&state, &sender));
    show.or(begin).unify().boxed()
}

fn show(state: &State, headers: &HeaderMap) -> Response {
    let https = state.options.https();
    match cookie::PAIRING
        .read(headers, https)
        .map(|secret| state.app.pairing(secret))
    {
        Some(PairingState::Waiting(code)) => {
            let mut response = page(state, waiting(state, headers, code));
            let again = PAIRING_ASKS_AGAIN_SECONDS.to_string();
            reply::set(&mut response, header::REFRESH, &again);
            response
        }
        // A device that has its token already is told how it stands: revoked within the quarter of an hour, it would
        // be sent to and fro.
        Some(PairingState::Enrolled(paired)) if device::token(headers, https) != Some(&*paired.token) => {
            let to = format!("/kios/{}?bahasa={}", paired.survey, paired.language);
            let mut response = reply::see_other(&to);
            cookie::DEVICE.set(&mut response, Some(&paired.token), https);
            response
        }
        Some(PairingState::Gone) => page(state, PairingFace::Late),
        Some(PairingState::Enrolled(_)) | None => page(state, standing(state, headers)),
    }
}

/// How it stands with a device that does not ask just now.
fn standing(state: &State, headers: &HeaderMap) -> PairingFace {
    let Some(device) = device::of_request(state, headers) else {
        return PairingFace::Unknown;
    };
    let (code, desk) = (device.code().to_string(), device.enrolled.desk.clone());
    if device.revoked_at.is_some() {
        return PairingFace::Revoked { code, desk };
    }
    PairingFace::Enrolled {
        code,
        desk,
        survey: device.enrolled.survey.to_string(),
    }
}

fn waiting(state: &State, headers: &HeaderMap, code: PairingCode) -> PairingFace {
    // The officer's phone reaches us where the device does, unless somebody said where people do.
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let site = match (&state.options.public_url, host) {
        (Some(url), _) => Some(url.to_string()),
        (None, host) => host.map(|host| format!("http://{host}")),
    };
    let address = site.map(|site| format!("{site}/p/{}", code.compact()));
    PairingFace::Waiting {
        code: code.to_string(),
        symbol_svg: address
            .as_deref()
            .and_then(|address| symbol_svg(address, "Kode QR untuk petugas").ok()),
    }
}

fn begin(state: &State, sender: &Sender) -> Response {
    if !state.guard.admits_pairing(sender.network) {
        let busy = MessagePage::new(state.shell(), Notice::Busy);
        let mut response = reply::page(StatusCode::TOO_MANY_REQUESTS, &busy);
        reply::set_retry_after(&mut response);
        return response;
    }
    let begun = state.app.begin_pairing();
    let mut response = reply::see_other(PATH);
    cookie::PAIRING.set(&mut response, Some(&begun.secret), state.options.https());
    response
}

fn page(state: &State, face: PairingFace) -> Response {
    let shell = state.shell();
    reply::page(StatusCode::OK, &PairingPage { shell, face })
}
