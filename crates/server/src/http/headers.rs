//! Headers that every answer carries.

use std::sync::LazyLock;

use warp::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::pages;

/// Made once: every answer gets copies, and a copy of these costs nothing.
static ALWAYS: LazyLock<[(HeaderName, HeaderValue); 8]> = LazyLock::new(|| {
    let policy = pages::content_security_policy();
    let named = HeaderName::from_static;
    [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (named("cross-origin-opener-policy"), "same-origin"),
        (named("cross-origin-embedder-policy"), "require-corp"),
        (named("cross-origin-resource-policy"), "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ]
    .map(|(name, value)| (name, HeaderValue::from_static(value)))
});

/// Adds what every answer carries; what a route has set itself stays.
pub(crate) fn add(headers: &mut HeaderMap, https: bool) {
    // For these and one more, at once: the map would grow by halves.
    headers.reserve(ALWAYS.len() + 1);
    for (name, value) in &*ALWAYS {
        or_insert(headers, name.clone(), value.clone());
    }
    if https {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        or_insert(headers, header::STRICT_TRANSPORT_SECURITY, two_years);
    }
}

fn or_insert(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    headers.entry(name).or_insert(value);
}
