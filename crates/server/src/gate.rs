//! The gate in front of every route: who is in, whether they may come here, and whether the request came from our own
//! pages. A route that no row of the table names lets nobody through.
//!
//! What a handler learns of who is in, it learns from here: it asks for a [`Staff`], and only the gate puts one in.

use std::sync::Arc;

use app::{Passage, Staff};
use survey::{Action, UnitCode};
use warp::{
    http::{HeaderMap, Request, StatusCode},
    reply::Response,
};

use crate::{
    State,
    http::{cookie, origin, problem::Problem, reply},
    pages::DeniedPage,
    routes::{ACCESS, Access, not_found},
};

/// The gate of a server with staff.
pub(crate) struct Gate(pub(crate) Arc<State>);

impl Gate {
    /// Lets a request through, with who is in; or answers in the route's place. `route` is the one that it matches.
    pub(crate) fn pass<B>(&self, route: &'static str, request: &mut Request<B>) -> Option<Response> {
        let (state, headers) = (&*self.0, request.headers());
        let Some(access) = access_of(route) else {
            // No route of ours: answered as such behind the gate, where nobody is in.
            return None;
        };
        if access != Access::Open && !request.method().is_safe() && !origin::is_own(headers) {
            return Some(from_elsewhere());
        }
        let staff = match access {
            Access::Open | Access::OwnForms => return None,
            Access::Inside => inside(state, headers),
            Access::Somewhere(action) => inside(state, headers).and_then(|staff| match staff.may(action) {
                true => Ok(staff),
                false => Err(denied(state, &staff, action)),
            }),
            Access::InUnit(action) => inside(state, headers)
                .and_then(|staff| in_unit(state, staff, action, unit_of(route, request.uri().path()))),
            Access::Everywhere(action) => match staff_of(state, headers) {
                Some(staff) if staff.scope(action) == survey::Scope::Everything => Ok(staff),
                staff => {
                    refused(staff.as_ref(), action);
                    Err(not_found(state))
                }
            },
        };
        match staff {
            Ok(staff) => {
                request.extensions_mut().insert(staff);
                None
            }
            Err(answer) => Some(answer),
        }
    }
}

/// Who may come to a route.
fn access_of(route: &str) -> Option<Access> {
    ACCESS
        .iter()
        .find(|(name, _)| *name == route)
        .map(|(_, access)| *access)
}

/// Who shows the cookie of a session that is on.
pub(crate) fn staff_of(state: &State, headers: &HeaderMap) -> Option<Staff> {
    let token = cookie::SESSION.read(headers, state.options.https())?;
    state.app.staff(token)
}

fn inside(state: &State, headers: &HeaderMap) -> Result<Staff, Response> {
    staff_of(state, headers).ok_or_else(|| reply::see_other("/masuk"))
}

fn in_unit(state: &State, staff: Staff, action: Action, unit: Option<UnitCode>) -> Result<Staff, Response> {
    let passage = unit.map_or(Passage::Unseen, |unit| staff.passage(action, &unit));
    match passage {
        Passage::Granted => Ok(staff),
        Passage::Denied => Err(denied(state, &staff, action)),
        Passage::Unseen => {
            refused(Some(&staff), action);
            Err(not_found(state))
        }
    }
}

/// The unit that an address names where its route says `{unit}`.
fn unit_of(route: &str, path: &str) -> Option<UnitCode> {
    let (_, pattern) = route.split_once(' ')?;
    let place = pattern.split('/').position(|part| part == "{unit}")?;
    UnitCode::new(path.split('/').nth(place)?).ok()
}

/// Says so to whoever sees the unit and may not do this to it, or may do it nowhere.
pub(crate) fn denied(state: &State, staff: &Staff, action: Action) -> Response {
    refused(Some(staff), action);
    let page = DeniedPage {
        shell: state.shell_of(staff),
        action: action.title(),
    };
    reply::page(StatusCode::FORBIDDEN, &page)
}

/// Every refusal leaves a line: the account, and nothing of who that is.
pub(crate) fn refused(staff: Option<&Staff>, action: Action) {
    match staff {
        Some(staff) => tracing::warn!(account = %staff.id(), ?action, "refused"),
        None => tracing::warn!(?action, "refused without a session"),
    }
}

/// The refusal of what another site makes a browser send.
fn from_elsewhere() -> Response {
    let detail = "Permintaan datang dari situs lain dan ditolak. Buka halaman ini langsung lalu ulangi.";
    Problem::new(StatusCode::FORBIDDEN, "foreign_origin", detail).response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_is_read_where_the_route_says() {
        let code = |text| Some(UnitCode::new(text).unwrap());
        assert_eq!(
            unit_of("GET /dasbor/{unit}/kode", "/dasbor/KEC/kode"),
            code("KEC")
        );
        assert_eq!(unit_of("GET /dasbor/{unit}", "/dasbor/kec"), None);
        assert_eq!(unit_of("GET /dasbor", "/dasbor"), None);
    }

    #[test]
    fn what_no_row_names_has_no_access() {
        assert_eq!(access_of("other"), None);
        assert_eq!(access_of("GET /dasbor/akun"), Some(Access::Inside));
    }
}
