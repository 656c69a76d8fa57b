//! `/log`: the signed log, for people and for C2SP clients. Hashes and checkpoints are for everybody; entries are for
//! inspectors, because the answers of a small unit could be told apart.

use std::sync::Arc;

use app::{AppError, Staff, notary::Archived};
use tlog::tile::{Bundle, Tile};
use warp::{
    Filter,
    filters::path::FullPath,
    http::{StatusCode, header},
    reply::Response,
};

use crate::{
    State,
    http::reply,
    present::log_page,
    routes::{Route, blocking, fault, not_found, with},
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
        .and(warp::ext::optional::<Staff>())
        .then(|path: FullPath, state: Arc<State>, staff: Option<Staff>| {
            blocking(move || tile_or_bundle(&state, path.as_str(), staff.is_some()))
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

fn tile_or_bundle(state: &State, path: &str, is_inspector: bool) -> Response {
    let path = path.strip_prefix("/log/").unwrap_or_default();
    if let Some(tile) = Tile::from_path(path) {
        return answer(state, state.app.tile(tile), FOR_EVER);
    }
    match Bundle::from_path(path) {
        // The gate has said who may; to everybody else it is not there.
        Some(bundle) if is_inspector => answer(state, state.app.bundle(bundle), "no-store"),
        Some(_) | None => not_found(state),
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
