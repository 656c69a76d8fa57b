//! `GET /dasbor/{unit}`: one unit in full, its live count, and the numbers of its trend.

use std::sync::Arc;

use app::AppError;
use survey::UnitCode;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{fields::Fields, problem::Problem, reply},
    live,
    present::{Asked, chosen, dasbor_unit_page, trend_csv},
    routes::{
        Route,
        ask::{Ask, asked},
    },
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let page = warp::path!("dasbor" / String)
        .and(asked(state))
        .then(|unit, ask: Ask| {
            ask.of(unit, |ask, unit| {
                show(ask, unit, StatusCode::OK, of_fields(&ask.fields))
            })
        });
    let count = warp::path!("dasbor" / String / "jumlah")
        .and(asked(state))
        .then(|unit, ask: Ask| {
            ask.of(unit, |ask, unit| {
                let period = chosen(&ask.state.app, Some(unit), ask.fields.get("periode"))?;
                let told = live::stream_of(&ask.state, &ask.staff, unit, period)?;
                Ok(told.map_or_else(too_many, reply::event_stream))
            })
        });
    let numbers = warp::path!("dasbor" / String / "tren.csv")
        .and(asked(state))
        .then(|unit, ask: Ask| {
            ask.of(unit, |ask, unit| {
                let csv = trend_csv(&ask.state.app, unit, of_fields(&ask.fields))?;
                Ok(reply::csv_file(&format!("tren-{unit}.csv"), csv))
            })
        });
    count.or(numbers).unify().or(page).unify().boxed()
}

fn too_many() -> Response {
    let detail =
        "Terlalu banyak halaman mengikuti jumlah jawaban. Muat ulang halaman untuk melihat jumlah terbaru.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).response()
}

fn of_fields(query: &Fields) -> Asked<'_> {
    Asked {
        period: query.get("periode"),
        steps: query.get("tren"),
        problem: None,
    }
}

/// The page of a unit.
pub(super) fn show(
    ask: &Ask,
    unit: &UnitCode,
    status: StatusCode,
    asked: Asked<'_>,
) -> Result<Response, AppError> {
    let (state, staff) = (&ask.state, &ask.staff);
    let shell = state.shell_in(staff, unit);
    let page = dasbor_unit_page(&state.app, staff, &state.presence, shell, unit, asked)?;
    Ok(reply::page(status, &page))
}
