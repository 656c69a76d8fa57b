//! Where a request came from: our own pages, or somebody else's.

use warp::http::{HeaderMap, header};

/// True if a request that changes something comes from our own pages, as far as the browser says.
///
/// `Sec-Fetch-Site` is sent to trustworthy addresses only; over plain HTTP the `Origin` must be the host itself.
pub(crate) fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => {
            let origin = text(header::ORIGIN.as_str()).and_then(|origin| origin.split_once("://"));
            origin.is_some_and(|(_, host)| text(header::HOST.as_str()) == Some(host))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn another_site_is_told_apart_with_and_without_fetch_metadata() {
        assert!(is_own(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(is_own(&headers(&[("sec-fetch-site", "none")])));
        assert!(!is_own(&headers(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://a"),
            ("host", "a")
        ])));
        assert!(!is_own(&headers(&[("sec-fetch-site", "same-site")])));
        assert!(is_own(&headers(&[
            ("origin", "http://10.0.0.5:8080"),
            ("host", "10.0.0.5:8080")
        ])));
        assert!(!is_own(&headers(&[
            ("origin", "http://evil.example"),
            ("host", "10.0.0.5:8080")
        ])));
        assert!(!is_own(&headers(&[
            ("origin", "null"),
            ("host", "10.0.0.5:8080")
        ])));
        assert!(!is_own(&headers(&[("host", "10.0.0.5:8080")])));
    }
}
