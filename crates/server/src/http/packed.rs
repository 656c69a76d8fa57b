//! Answers that are compressed once and sent often, and known again by their tag.

use bytes::Bytes;
use warp::{
    http::{HeaderMap, StatusCode, header},
    reply::Response,
};

use crate::{
    http::{compress::Coding, reply},
    limits::COMPRESS_BYTES_MIN,
    pages,
};

/// A body that does not change, in every coding.
pub(crate) struct Packed {
    content_type: &'static str,
    plain: Bytes,
    coded: Option<[Bytes; 2]>,
    etag: String,
}

impl Packed {
    /// A text, compressed if that is worth it.
    pub(crate) fn text(content_type: &'static str, text: impl Into<Bytes>) -> Self {
        let plain = text.into();
        let worth = plain.len() >= COMPRESS_BYTES_MIN;
        let coded = worth.then(|| Coding::ALL.map(|coding| coding.compress_well(&plain)));
        Self {
            coded,
            ..Self::picture(content_type, plain)
        }
    }

    /// What is compressed already.
    pub(crate) fn picture(content_type: &'static str, plain: Bytes) -> Self {
        Self {
            content_type,
            etag: format!("\"{}\"", pages::tag_of(&[&plain])),
            coded: None,
            plain,
        }
    }

    /// The answer to a request with these headers: 304 if the client has it.
    pub(crate) fn answer(&self, headers: &HeaderMap, cache: &'static str) -> Response {
        let coding = self.coded.as_ref().and_then(|_| Coding::taken_by(headers));
        let body = match (&self.coded, coding) {
            (Some(coded), Some(coding)) => coded[coding as usize].clone(),
            _ => self.plain.clone(),
        };
        let mut response = if is_known(headers, &self.etag) {
            not_modified()
        } else {
            reply::bytes(StatusCode::OK, self.content_type, body, coding)
        };
        reply::set(&mut response, header::ETAG, &self.etag);
        reply::set(&mut response, header::CACHE_CONTROL, cache);
        response
    }
}

/// True if the client says that it holds what the tag names.
pub(crate) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let held = headers.get(header::IF_NONE_MATCH);
    let held = held.and_then(|held| held.to_str().ok()).unwrap_or_default();
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    held.split(',').any(|held| bare(held) == bare(etag))
}

/// "You have it."
pub(crate) fn not_modified() -> Response {
    let mut response = Response::new(Bytes::new().into());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    fn sent(response: &Response, name: header::HeaderName) -> Option<&str> {
        response.headers().get(name).map(|value| value.to_str().unwrap())
    }

    #[test]
    fn whoever_holds_it_gets_nothing_again() {
        let packed = Packed::text("text/css", "a".repeat(5000));
        let first = packed.answer(&HeaderMap::new(), "no-cache");
        let etag = sent(&first, header::ETAG).unwrap();
        for held in [etag.to_owned(), format!("W/{etag}"), format!("\"x\", {etag}")] {
            let again = packed.answer(&headers(header::IF_NONE_MATCH, &held), "no-cache");
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{held}");
        }
        let other = packed.answer(&headers(header::IF_NONE_MATCH, "\"x\""), "no-cache");
        assert_eq!(other.status(), StatusCode::OK);
    }

    #[test]
    fn pictures_and_short_texts_are_sent_as_they_are() {
        let asks = headers(header::ACCEPT_ENCODING, "br, gzip");
        let long = || Bytes::from("a".repeat(5000));
        let coding = |packed: Packed| {
            let answer = packed.answer(&asks, "no-cache");
            sent(&answer, header::CONTENT_ENCODING).map(str::to_owned)
        };
        assert_eq!(coding(Packed::text("text/css", long())), Some("br".into()));
        assert_eq!(coding(Packed::picture("image/png", long())), None);
        assert_eq!(coding(Packed::text("text/css", "a")), None);
    }
}
