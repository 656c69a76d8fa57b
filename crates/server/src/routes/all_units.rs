//! What is said of all units beside `/dasbor` itself: comparison, recap, the page of alerts and their feed.
//!
//! The feed needs the same login as the pages. A secret link would be a second key to the dashboard that stands in the
//! settings of feed readers and in their logs, and that nobody takes back.

use std::sync::Arc;

use app::AppError;
use askama::Template;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    limits::FILTER_CHARS_MAX,
    present::{alerts_page, comparison_page, feed, recap_csv, recap_page},
    routes::{
        Route,
        ask::{Ask, asked},
    },
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let comparison = warp::path!("dasbor" / "perbandingan")
        .and(asked(state))
        .then(|ask: Ask| ask.answer(comparison));
    let recap = warp::path!("dasbor" / "rekap")
        .and(asked(state))
        .then(|ask: Ask| ask.answer(recap));
    let recap_file = warp::path!("dasbor" / "rekap.csv")
        .and(asked(state))
        .then(|ask: Ask| ask.answer(recap_file));
    let feed = warp::path!("dasbor" / "umpan")
        .and(asked(state))
        .then(|ask: Ask| ask.answer(alerts));
    let alerts_page = warp::path!("dasbor" / "peringatan")
        .and(asked(state))
        .then(|ask: Ask| ask.answer(alerts_of_all));
    comparison
        .or(alerts_page)
        .unify()
        .or(recap)
        .unify()
        .or(recap_file)
        .unify()
        .or(feed)
        .unify()
        .boxed()
}

fn comparison(ask: &Ask) -> Result<Response, AppError> {
    let [period, kind, order] = ["periode", "jenis", "urut"].map(|name| ask.fields.get(name));
    let page = comparison_page(&ask.state.app, &ask.staff, ask.shell(), period, kind, order)?;
    Ok(reply::page(StatusCode::OK, &page))
}

fn recap(ask: &Ask) -> Result<Response, AppError> {
    let period = ask.fields.get("periode");
    let page = recap_page(&ask.state.app, &ask.staff, ask.shell(), period)?;
    Ok(reply::page(StatusCode::OK, &page))
}

fn recap_file(ask: &Ask) -> Result<Response, AppError> {
    let (period, csv) = recap_csv(&ask.state.app, &ask.staff, ask.fields.get("periode"))?;
    Ok(reply::csv_file(&format!("rekap-{period}.csv"), csv))
}

fn alerts_of_all(ask: &Ask) -> Result<Response, AppError> {
    let state = &ask.state;
    let filter: String = ask.fields.text("cari").chars().take(FILTER_CHARS_MAX).collect();
    let page = alerts_page(&state.app, &ask.staff, &state.presence, ask.shell(), &filter)?;
    Ok(reply::page(StatusCode::OK, &page))
}

fn alerts(ask: &Ask) -> Result<Response, AppError> {
    let state = &ask.state;
    let site = state.options.public_url.as_ref();
    let feed = feed(&state.app, &ask.staff, &state.presence, ask.shell(), site)?;
    let xml = feed.render().expect("templates write to memory only");
    Ok(reply::with_type(StatusCode::OK, reply::ATOM, xml))
}
