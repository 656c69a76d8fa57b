//! Which device of an office a request comes from, and what that says of an answer.

use survey::{Channel, Device, FlagRule, SubmitResponse};
use warp::http::{HeaderMap, header};

use crate::{State, http::cookie};

/// What may be a device's token in a request: its cookie, or `Authorization: Bearer`.
pub(crate) fn token(headers: &HeaderMap, https: bool) -> Option<&str> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    bearer.or_else(|| cookie::DEVICE.read(headers, https))
}

/// The device that sends a request, revoked or not.
pub(crate) fn of_request(state: &State, headers: &HeaderMap) -> Option<Device> {
    state.app.device_of_token(token(headers, state.options.https())?)
}

/// Notes on an answer which device it comes from: the one that asks its survey, whatever the answer says. True if that
/// is one whose word is still taken.
pub(crate) fn bind(device: Option<&Device>, answer: &mut SubmitResponse) -> bool {
    let Some(device) = device.filter(|device| device.enrolled.survey == answer.survey) else {
        // Whoever names a device without its token names nothing.
        answer.device = None;
        answer.device_counter = None;
        return false;
    };
    answer.device = Some(device.code().to_string());
    if answer.channel != Channel::Assisted {
        answer.channel = Channel::Kiosk;
    }
    if device.revoked_at.is_some() {
        answer.noticed.insert(FlagRule::RevokedDevice);
    }
    device.revoked_at.is_none()
}
