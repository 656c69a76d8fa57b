//! Headers that every answer carries.

use warp::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::pages;

/// Adds what every answer carries; what a route has set itself stays.
pub(crate) fn add(headers: &mut HeaderMap, https: bool) {
    let policy = HeaderValue::from_str(pages::content_security_policy()).expect("made of ASCII");
    or_insert(headers, header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-embedder-policy"),
            "require-corp",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        or_insert(headers, name, HeaderValue::from_static(value));
    }
    if https {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        or_insert(headers, header::STRICT_TRANSPORT_SECURITY, two_years);
    }
}

fn or_insert(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    headers.entry(name).or_insert(value);
}
