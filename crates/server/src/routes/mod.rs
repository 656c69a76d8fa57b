//! The routes: one file for each page or resource, all listed here and in `docs/http.md`.

mod access;
mod accounts;
mod acting;
mod all_units;
mod api_devices;
mod api_events;
mod api_responses;
mod api_results;
mod ask;
mod assets;
mod bukti;
mod comments;
mod dasbor;
mod dasbor_unit;
mod devices;
mod documents;
mod form_answer;
mod hasil;
mod inspeksi;
mod invitation;
mod kiosk;
mod kiosk_pairing;
mod log;
mod masuk;
mod paper;
mod poster;
mod publish;
mod rebase;
mod sent_form;
mod service_event;
mod survey_form;
mod ticket_form;
mod token;
mod unit_tokens;
mod voice;
mod watch;

use std::{convert::Infallible, sync::Arc};

use app::Staff;
use warp::{
    Filter, Rejection,
    filters::BoxedFilter,
    http::{Method, StatusCode},
    reply::Response,
};

use crate::{
    State,
    http::{fields::Fields, problem::Problem, reply},
    pages::{MessagePage, Notice},
    sender::Sender,
};

/// Every route, as `docs/http.md` lists it.
pub const ROUTES: &[&str] = &[
    "GET /",
    "GET /s/{survey}",
    "POST /s/{survey}",
    "GET /k",
    "GET /k/{code}",
    "GET /kios/daftar",
    "POST /kios/daftar",
    "GET /kios/{survey}",
    "GET /kios/{survey}/aplikasi.webmanifest",
    "GET /p/{code}",
    "POST /api/v1/responses",
    "POST /api/v1/devices/heartbeat",
    "GET /api/v1/events",
    "GET /api/v1/units",
    "GET /api/v1/units/{unit}/results",
    "GET /api/v1/units/{unit}/results/{period}",
    "GET /api/v1/open-data/results.csv",
    "GET /api/v1/open-data/portal.csv",
    "GET /api/v1/open-data/metadata.json",
    "GET /api/v1/openapi.json",
    "GET /hasil/{unit}",
    "GET /dasbor",
    "GET /dasbor/perbandingan",
    "GET /dasbor/rekap",
    "GET /dasbor/rekap.csv",
    "GET /dasbor/umpan",
    "GET /dasbor/peringatan",
    "GET /dasbor/perangkat",
    "POST /dasbor/perangkat",
    "POST /dasbor/perangkat/{device}/cabut",
    "GET /dasbor/akun",
    "POST /dasbor/akun",
    "POST /dasbor/akun/sandi",
    "POST /dasbor/akun/sesi",
    "GET /dasbor/akun/{account}",
    "POST /dasbor/akun/{account}",
    "GET /dasbor/rekap.xlsx",
    "GET /dasbor/daftar-unit",
    "POST /dasbor/daftar-unit",
    "GET /dasbor/poster/{file}",
    "GET /dasbor/hari-libur",
    "POST /dasbor/hari-libur",
    "GET /dasbor/{unit}",
    "GET /dasbor/{unit}/jumlah",
    "GET /dasbor/{unit}/tren.csv",
    "GET /dasbor/{unit}/peristiwa/{position}",
    "GET /dasbor/{unit}/komentar",
    "POST /dasbor/{unit}/batas",
    "POST /dasbor/{unit}/batas/tarik",
    "GET /dasbor/{unit}/dokumen",
    "GET /dasbor/{unit}/dokumen/{file}",
    "GET /dasbor/{unit}/terbit",
    "POST /dasbor/{unit}/terbit",
    "POST /dasbor/{unit}/terbit/media",
    "POST /dasbor/{unit}/terbit/media/{position}/tarik",
    "GET /dasbor/{unit}/kertas",
    "POST /dasbor/{unit}/kertas",
    "POST /dasbor/{unit}/kertas/{id}/tarik",
    "GET /dasbor/{unit}/formulir",
    "GET /dasbor/{unit}/kelengkapan",
    "GET /dasbor/{unit}/susunan",
    "POST /dasbor/{unit}/susunan",
    "GET /dasbor/{unit}/survei",
    "POST /dasbor/{unit}/survei",
    "GET /dasbor/{unit}/pengaduan",
    "POST /dasbor/{unit}/pengaduan",
    "POST /dasbor/{unit}/pengaduan/{id}/{langkah}",
    "GET /dasbor/{unit}/peristiwa",
    "POST /dasbor/{unit}/peristiwa",
    "POST /dasbor/{unit}/peristiwa/{id}/tarik",
    "GET /dasbor/{unit}/tindak-lanjut",
    "POST /dasbor/{unit}/tindak-lanjut",
    "POST /dasbor/{unit}/tindak-lanjut/{id}/{langkah}",
    "GET /dasbor/{unit}/poster",
    "GET /dasbor/{unit}/poster/{file}",
    "GET /dasbor/{unit}/kode",
    "POST /dasbor/{unit}/kode",
    "GET /inspeksi",
    "GET /inspeksi/{unit}",
    "GET /inspeksi/{unit}/bukti",
    "POST /inspeksi/{unit}/buka",
    "GET /inspeksi/{unit}/baris",
    "GET /inspeksi/{unit}/pola",
    "GET /inspeksi/{unit}/pembacaan",
    "GET /inspeksi/{unit}/usulan",
    "POST /inspeksi/{unit}/usulan",
    "POST /inspeksi/{unit}/usulan/{id}",
    "GET /masuk",
    "POST /masuk",
    "GET /masuk/{secret}",
    "POST /keluar",
    "GET /undangan/{secret}",
    "POST /undangan/{secret}",
    "GET /bukti",
    "POST /bukti",
    "POST /bukti/tanda-terima",
    "POST /bukti/tlog-proof",
    "POST /bukti/akses",
    "GET /bukti/{code}",
    "GET /log",
    "GET /log/checkpoint",
    "GET /log/newest",
    "GET /log/tile/entries/{bundle..}",
    "GET /log/tile/{tile..}",
    "GET /aset/{file}",
    "GET /pekerja.js",
    "GET /suara/{language}/{unsur}",
    "GET /health",
    "GET /metrics",
];

/// The route that a request goes to, for counting; codes and secrets do not show in it.
pub(crate) fn route_of(names: &'static [&'static str], method: &Method, path: &str) -> &'static str {
    let method = if method == Method::HEAD {
        "GET"
    } else {
        method.as_str()
    };
    let fits = |route: &&&str| {
        let of_method = route.strip_prefix(method);
        let Some(pattern) = of_method.and_then(|rest| rest.strip_prefix(' ')) else {
            return false;
        };
        pattern == path || matches(pattern, path)
    };
    names.iter().find(fits).copied().unwrap_or("other")
}

fn matches(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(part), Some(_)) if part.ends_with("..}") => return true,
            (Some(part), Some(given)) if part == given || part.starts_with('{') => {}
            _ => return false,
        }
    }
}

pub(crate) use access::pages_of;
pub use access::{ACCESS, Access};

/// What answers some requests and leaves the others to the next.
pub(crate) type Route = BoxedFilter<(Response,)>;

/// Every route; what matches none is answered as not found.
pub(crate) fn all(state: &Arc<State>) -> Route {
    let lost = with(state).map(|state: Arc<State>| not_found(&state));
    // Codes of units and surveys have capitals, so no word of ours is one.
    let staff = dasbor::route(state)
        .or(all_units::routes(state))
        .unify()
        .or(comments::route(state))
        .unify()
        .or(service_event::route(state))
        .unify()
        .or(devices::routes(state))
        .unify()
        .or(acting::routes(state))
        .unify()
        .or(documents::routes(state))
        .unify()
        .or(publish::routes(state))
        .unify()
        .or(accounts::routes(state))
        .unify()
        .or(dasbor_unit::routes(state))
        .unify()
        .or(rebase::routes(state))
        .unify()
        .or(poster::routes(state))
        .unify()
        .or(unit_tokens::routes(state))
        .unify()
        .or(paper::routes(state))
        .unify()
        .or(masuk::routes(state))
        .unify()
        .or(invitation::routes(state))
        .unify();
    let others = hasil::route(state)
        .or(inspeksi::routes(state))
        .unify()
        .or(log::routes(state))
        .unify()
        .or(bukti::routes(state))
        .unify()
        .or(assets::routes())
        .unify()
        .or(voice::route(state))
        .unify()
        .or(api_devices::route(state))
        .unify()
        .or(api_events::route(state))
        .unify()
        .or(api_results::routes(state))
        .unify()
        .or(watch::routes(state))
        .unify();
    let pages = survey_form::routes(state)
        .or(token::routes(state))
        .unify()
        .or(kiosk_pairing::routes(state))
        .unify()
        .or(kiosk::routes(state))
        .unify()
        .or(staff)
        .unify()
        .or(others)
        .unify()
        .or(lost)
        .unify();
    // The busiest first and outermost: what stands in front of a route, or around it, costs each request a little.
    api_responses::route(state).or(pages.boxed()).unify().boxed()
}

/// Hands the state to a handler.
fn with(state: &Arc<State>) -> impl Filter<Extract = (Arc<State>,), Error = Infallible> + Clone + use<> {
    let state = Arc::clone(state);
    warp::any().map(move || Arc::clone(&state))
}

/// Who sends a request.
fn sender() -> impl Filter<Extract = (Sender,), Error = Infallible> + Copy {
    warp::ext::optional::<Sender>().map(Option::unwrap_or_default)
}

/// Who is in, as the gate found. A route that asks for it is not there for anybody else.
fn staff() -> impl Filter<Extract = (Staff,), Error = Rejection> + Copy {
    warp::ext::get::<Staff>()
}

/// Runs a handler that reads from disk where it holds no other request up.
pub(crate) async fn blocking(work: impl FnOnce() -> Response + Send + 'static) -> Response {
    match tokio::task::spawn_blocking(work).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(%error, "a handler panicked");
            Problem::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "fault",
                "Sistem gagal. Coba lagi sebentar lagi.",
            )
            .response()
        }
    }
}

/// The query of the address.
fn query() -> impl Filter<Extract = (Fields,), Error = Infallible> + Clone {
    warp::query::raw()
        .or(warp::any().map(String::new))
        .unify()
        .map(|raw: String| Fields::read(raw.as_bytes()))
}

pub(crate) fn not_found(state: &State) -> Response {
    reply::page(
        StatusCode::NOT_FOUND,
        &MessagePage::new(state.shell(), Notice::NotFound),
    )
}

/// A page that says that we failed, with an id under which the log says why.
fn fault(state: &State, error: &app::AppError) -> Response {
    let id = state.app.new_response_id().to_string();
    tracing::error!(%error, fault = id, "a page failed");
    let mut page = MessagePage::new(state.shell(), Notice::Fault);
    page.fault_id = Some(id);
    reply::page(StatusCode::INTERNAL_SERVER_ERROR, &page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_counted_under_its_pattern() {
        let route_of = |method, path| route_of(ROUTES, method, path);
        assert_eq!(route_of(&Method::GET, "/s/DISDUKCAPIL"), "GET /s/{survey}");
        assert_eq!(route_of(&Method::HEAD, "/hasil/X"), "GET /hasil/{unit}");
        assert_eq!(route_of(&Method::GET, "/masuk/0123"), "GET /masuk/{secret}");
        assert_eq!(route_of(&Method::GET, "/"), "GET /");
        assert_eq!(
            route_of(&Method::GET, "/log/tile/0/x001/067.p/8"),
            "GET /log/tile/{tile..}"
        );
        assert_eq!(
            route_of(&Method::GET, "/log/tile/entries/000"),
            "GET /log/tile/entries/{bundle..}"
        );
        assert_eq!(route_of(&Method::POST, "/hasil/X"), "other");
        assert_eq!(route_of(&Method::GET, "/dasbor/X/jumlah/2"), "other");
    }
}
