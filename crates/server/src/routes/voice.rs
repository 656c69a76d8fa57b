//! `GET /suara/{language}/{unsur}`: a recording of a question. Some browsers play only what they can ask for in parts.

use std::{ops::Range, sync::Arc};

use warp::{
    Filter, Rejection,
    http::{HeaderMap, StatusCode, header},
    reply::Response,
};

use crate::{
    State,
    http::{packed, reply},
    routes::{Route, with},
    voices::Recording,
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("suara" / String / String)
        .and(warp::get())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .and_then(
            |language: String, code: String, state: Arc<State>, headers: HeaderMap| async move {
                let recording = state.options.voices.get(&language, &code);
                let recording = recording.ok_or_else(warp::reject::not_found)?;
                Ok::<_, Rejection>(answer(recording, &headers))
            },
        )
        .boxed()
}

fn answer(recording: &Recording, headers: &HeaderMap) -> Response {
    let size = recording.bytes.len();
    let asked = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    let send = |status, bytes| reply::bytes(status, recording.content_type, bytes, None);
    let mut response = match asked.map(|asked| part(asked, size)) {
        None if packed::is_known(headers, &recording.etag) => packed::not_modified(),
        None => send(StatusCode::OK, recording.bytes.clone()),
        Some(Some(part)) => {
            let mut response = send(StatusCode::PARTIAL_CONTENT, recording.bytes.slice(part.clone()));
            let said = format!("bytes {}-{}/{size}", part.start, part.end - 1);
            reply::set(&mut response, header::CONTENT_RANGE, &said);
            response
        }
        Some(None) => {
            let mut response = send(StatusCode::RANGE_NOT_SATISFIABLE, bytes::Bytes::new());
            reply::set(&mut response, header::CONTENT_RANGE, &format!("bytes */{size}"));
            response
        }
    };
    reply::set(&mut response, header::ETAG, &recording.etag);
    reply::set(&mut response, header::ACCEPT_RANGES, "bytes");
    reply::set(&mut response, header::CACHE_CONTROL, "public, max-age=86400");
    response
}

/// The part that is asked for, if there is such a part: `bytes=0-99`, `bytes=100-`, `bytes=-100`.
fn part(asked: &str, size: usize) -> Option<Range<usize>> {
    let (from, to) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let part = match (from, to) {
        ("", last) => size.saturating_sub(last.parse().ok()?)..size,
        (from, "") => from.parse().ok()?..size,
        (from, to) => from.parse().ok()?..to.parse::<usize>().ok()?.saturating_add(1).min(size),
    };
    (part.start < part.end).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_as_browsers_ask_for_them() {
        assert_eq!(part("bytes=0-1", 10), Some(0..2));
        assert_eq!(part("bytes=0-", 10), Some(0..10));
        assert_eq!(part("bytes=4-99", 10), Some(4..10));
        assert_eq!(part("bytes=-3", 10), Some(7..10));
        for nothing in [
            "bytes=10-",
            "bytes=5-4",
            "bytes=x-",
            "bytes=0-1,4-5",
            "items=0-1",
            "bytes=-0",
        ] {
            assert_eq!(part(nothing, 10), None, "{nothing}");
        }
    }
}
