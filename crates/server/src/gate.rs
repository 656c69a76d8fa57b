//! The gate in front of every route: who is in, whether they may come here, and whether the request came from our own
//! pages. A route that no row of the table names lets nobody through.
//!
//! What a handler learns of who is in, it learns from here: it asks for a [`Staff`], and only the gate puts one in.

use std::sync::Arc;

use app::{Passage, Staff};
use survey::{Action, Scope, UnitCode};
use warp::{
    http::{HeaderMap, Request, StatusCode},
    reply::Response,
};

use crate::{
    State,
    http::{cookie, origin, problem::Problem, reply, way_back},
    pages::DeniedPage,
    routes::{ACCESS, Access, not_found},
};

/// The gate of a server with staff.
pub(crate) struct Gate(pub(crate) Arc<State>);

/// What becomes of somebody at the gate.
enum Verdict {
    /// Anybody may pass.
    Open,
    /// They may.
    In(Staff),
    /// Another site made their browser send this.
    FromElsewhere,
    /// They are to enter first.
    Entrance,
    /// They are told that this is not theirs to do.
    Denied(Staff, Action),
    /// They are told that there is nothing here.
    Nothing(Option<Staff>, Action),
}

impl Gate {
    /// Lets a request through, with who is in; or answers in the route's place. `route` is the one that it matches.
    pub(crate) fn pass<B>(&self, route: &'static str, request: &mut Request<B>) -> Option<Response> {
        let state = &*self.0;
        match self.judge(route, request) {
            Verdict::Open => None,
            Verdict::In(staff) => {
                request.extensions_mut().insert(staff);
                None
            }
            Verdict::FromElsewhere => Some(from_elsewhere()),
            Verdict::Entrance => Some(reply::see_other(&entrance(request))),
            Verdict::Denied(staff, action) => Some(denied(state, &staff, action)),
            Verdict::Nothing(staff, action) => {
                refused(staff.as_ref(), action);
                // A program is told in the words of programs.
                let nothing = if route.contains(" /api/") {
                    Problem::not_found().response()
                } else {
                    not_found(state)
                };
                Some(nothing)
            }
        }
    }

    fn judge<B>(&self, route: &'static str, request: &Request<B>) -> Verdict {
        let Some(access) = access_of(route) else {
            // No route of ours: answered as such behind the gate, where nobody is in.
            return Verdict::Open;
        };
        if access != Access::Open && !request.method().is_safe() && !origin::is_own(request.headers()) {
            return Verdict::FromElsewhere;
        }
        let staff = || staff_of(&self.0, request.headers());
        match access {
            Access::Open | Access::OwnForms => Verdict::Open,
            Access::Inside => staff().map_or(Verdict::Entrance, Verdict::In),
            Access::Somewhere(action) => match staff() {
                None => Verdict::Entrance,
                Some(staff) if staff.may(action) => Verdict::In(staff),
                Some(staff) => Verdict::Denied(staff, action),
            },
            Access::InUnit(action) => staff().map_or(Verdict::Entrance, |staff| {
                in_unit(staff, action, unit_of(route, request.uri().path()))
            }),
            Access::InUnitEither(one, other) => staff().map_or(Verdict::Entrance, |staff| {
                let unit = unit_of(route, request.uri().path());
                let may = unit.as_ref().is_some_and(|unit| staff.may_in(one, unit));
                in_unit(staff, if may { one } else { other }, unit)
            }),
            Access::Everywhere(action) => match staff() {
                Some(staff) if staff.scope(action) == Scope::Everything => Verdict::In(staff),
                staff => Verdict::Nothing(staff, action),
            },
        }
    }
}

fn in_unit(staff: Staff, action: Action, unit: Option<UnitCode>) -> Verdict {
    match unit.map_or(Passage::Unseen, |unit| staff.passage(action, &unit)) {
        Passage::Granted => Verdict::In(staff),
        Passage::Denied => Verdict::Denied(staff, action),
        Passage::Unseen => Verdict::Nothing(Some(staff), action),
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
fn staff_of(state: &State, headers: &HeaderMap) -> Option<Staff> {
    let token = cookie::SESSION.read(headers, state.options.https())?;
    state.app.staff(token)
}

/// The unit that an address names where its route says `{unit}`.
fn unit_of(route: &str, path: &str) -> Option<UnitCode> {
    let (_, pattern) = route.split_once(' ')?;
    let place = pattern.split('/').position(|part| part == "{unit}")?;
    UnitCode::new(path.split('/').nth(place)?).ok()
}

/// The entrance, with the way back to a page that was asked for. What was sent is not sent again.
fn entrance<B>(request: &Request<B>) -> String {
    let page = request
        .uri()
        .path_and_query()
        .filter(|_| request.method().is_safe());
    way_back::entrance_on_the_way_to(page.map_or(way_back::HOME, |page| page.as_str()))
}

/// Says so to whoever sees the unit and may not do this to it, or may do it nowhere.
fn denied(state: &State, staff: &Staff, action: Action) -> Response {
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
