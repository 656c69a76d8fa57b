//! `/log`: the signed log, for people and for C2SP clients. Hashes and checkpoints are for everybody; entries are for
//! staff, because the answers of a small unit could be told apart.

use std::sync::Arc;

use app::{AppError, notary::Archived};
use tlog::tile::{Bundle, Tile};
use warp::{
    Filter,
    filters::path::FullPath,
    http::{HeaderMap, StatusCode, header},
    reply::Response,
};

use crate::{
    State,
    http::reply,
    present::log_page,
    routes::{Route, blocking, fault, not_found, staff_token, with},
};

/// A tile never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub(super) fn routes(state: &Arc<State>) -> Route {
    let page = warp::path!("log")
        .and(warp::get())
        .and(with(state))
        .map(|state: Arc<State>| {
            let page = log_page(&state.app, state.shell(), &state.witnesses);
            reply::page(StatusCode::OK, &page)
        });
    let published = warp::path!("log" / "checkpoint")
        .and(warp::get())
        .and(with(state))
        .map(|state: Arc<State>| {
            let signed = state.app.signed().borrow().clone();
            checkpoint(&state, signed.published().map(AsRef::as_ref))
        });
    let newest = warp::path!("log" / "newest")
        .and(warp::get())
        .and(with(state))
        .map(|state: Arc<State>| {
            let signed = state.app.signed().borrow().clone();
            checkpoint(&state, signed.newest.as_deref())
        });
    let tiles = warp::path!("log" / "tile" / ..)
        .and(warp::get())
        .and(warp::path::full())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .then(|path: FullPath, state: Arc<State>, headers: HeaderMap| {
            blocking(move || tile_or_bundle(&state, path.as_str(), &headers))
        });
    page.or(published)
        .unify()
        .or(newest)
        .unify()
        .or(tiles)
        .unify()
        .boxed()
}

fn checkpoint(state: &State, archived: Option<&Archived>) -> Response {
    let Some(archived) = archived else {
        return not_found(state);
    };
    let mut response = reply::text(StatusCode::OK, archived.checkpoint.to_string());
    reply::set(&mut response, header::CACHE_CONTROL, "no-cache");
    response
}

fn tile_or_bundle(state: &State, path: &str, headers: &HeaderMap) -> Response {
    let path = path.strip_prefix("/log/").unwrap_or_default();
    if let Some(tile) = Tile::from_path(path) {
        return answer(state, state.app.tile(tile), FOR_EVER);
    }
    match Bundle::from_path(path) {
        // To everybody else it is not there.
        Some(_) if staff_token(state, headers).is_none() => {
            tracing::warn!("entries of the log were asked for without a session");
            not_found(state)
        }
        Some(bundle) => answer(state, state.app.bundle(bundle), "no-store"),
        None => not_found(state),
    }
}

fn answer(state: &State, bytes: Result<Option<Vec<u8>>, AppError>, keep: &str) -> Response {
    match bytes {
        Ok(Some(bytes)) => {
            let mut response = reply::bytes(StatusCode::OK, reply::OCTETS, bytes.into(), None);
            reply::set(&mut response, header::CACHE_CONTROL, keep);
            response
        }
        Ok(None) => not_found(state),
        Err(error) => fault(state, &error),
    }
}
