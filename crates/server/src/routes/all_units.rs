//! What is said of all units beside `/dasbor` itself: comparison, recap, and the feed of alerts.
//!
//! The feed needs the same login as the pages. A secret link would be a second key to the dashboard that stands in the
//! settings of feed readers and in their logs, and that nobody takes back.

use std::sync::Arc;

use app::{AppError, Staff};
use askama::Template;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    present::{comparison_page, feed, recap_csv, recap_page},
    routes::{Query, Route, blocking, fault, query, staff, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let comparison = page(
        state,
        warp::path!("dasbor" / "perbandingan").boxed(),
        |state, staff, query| {
            let page = comparison_page(
                &state.app,
                staff,
                state.shell_of(staff),
                query.get("periode"),
                query.get("jenis"),
                query.get("urut"),
            )?;
            Ok(reply::page(StatusCode::OK, &page))
        },
    );
    let recap = page(
        state,
        warp::path!("dasbor" / "rekap").boxed(),
        |state, staff, query| {
            let page = recap_page(&state.app, staff, state.shell_of(staff), query.get("periode"))?;
            Ok(reply::page(StatusCode::OK, &page))
        },
    );
    let recap_file = page(
        state,
        warp::path!("dasbor" / "rekap.csv").boxed(),
        |state, staff, query| {
            let (period, csv) = recap_csv(&state.app, staff, query.get("periode"))?;
            Ok(reply::csv_file(&format!("rekap-{period}.csv"), csv))
        },
    );
    let feed = page(
        state,
        warp::path!("dasbor" / "umpan").boxed(),
        |state, staff, _| {
            let site = state.options.public_url.as_ref();
            let feed = feed(&state.app, staff, &state.presence, state.shell_of(staff), site)?;
            let xml = feed.render().expect("templates write to memory only");
            Ok(reply::with_type(StatusCode::OK, reply::ATOM, xml))
        },
    );
    comparison
        .or(recap)
        .unify()
        .or(recap_file)
        .unify()
        .or(feed)
        .unify()
        .boxed()
}

/// A page for staff at a path, by GET.
fn page(
    state: &Arc<State>,
    path: warp::filters::BoxedFilter<()>,
    show: fn(&State, &Staff, &Query) -> Result<Response, AppError>,
) -> Route {
    path.and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(move |state: Arc<State>, staff: Staff, query: Query| {
            blocking(move || match show(&state, &staff, &query) {
                Ok(response) => response,
                Err(error) => fault(&state, &error),
            })
        })
        .boxed()
}
