//! Answers: pages, texts, JSON, and the way elsewhere.

use askama::Template;
use bytes::Bytes;
use futures_util::Stream;
use serde::Serialize;
use warp::{
    Reply,
    http::{HeaderName, HeaderValue, StatusCode, header},
    reply::Response,
};

use crate::{
    http::compress::Coding,
    limits::{RETRY_AFTER_SECONDS, RETRY_TOO_MANY_SECONDS},
};

/// The media type of pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";
/// The media type of drawings.
pub(crate) const SVG: &str = "image/svg+xml";
/// The media type of printed pages.
pub(crate) const PDF: &str = "application/pdf";
/// The media type of tables.
pub(crate) const CSV: &str = "text/csv; charset=utf-8";
/// The media type of several files in one.
pub(crate) const ZIP: &str = "application/zip";
/// The media type of feeds.
pub(crate) const ATOM: &str = "application/atom+xml; charset=utf-8";
/// The media type of what is told as it happens.
pub(crate) const EVENT_STREAM: &str = "text/event-stream";
/// The media type of bytes that are no text.
pub(crate) const OCTETS: &str = "application/octet-stream";

/// A page.
pub(crate) fn page(status: StatusCode, page: &impl Template) -> Response {
    // A template that cannot be rendered would be a template that cannot be compiled.
    let html = page.render().expect("templates write to memory only");
    with_type(status, HTML, html)
}

/// Plain text.
pub(crate) fn text(status: StatusCode, text: String) -> Response {
    with_type(status, "text/plain; charset=utf-8", text)
}

/// What is told as it happens. It goes through no compressor and no proxy's buffer: both would hold it back.
pub(crate) fn event_stream<E: Into<Box<dyn std::error::Error + Send + Sync>> + Send + 'static>(
    told: impl Stream<Item = Result<Bytes, E>> + Send + Sync + 'static,
) -> Response {
    let mut response = warp::reply::stream(told).into_response();
    set(&mut response, header::CONTENT_TYPE, EVENT_STREAM);
    set(&mut response, HeaderName::from_static("x-accel-buffering"), "no");
    response
}

/// JSON.
pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Response {
    with_type(
        status,
        "application/json",
        serde_json::to_string(value).expect("made of maps with text keys"),
    )
}

/// The way elsewhere, by GET.
pub(crate) fn see_other(path: &str) -> Response {
    let mut response = with_type(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", String::new());
    set(&mut response, header::LOCATION, path);
    response
}

/// A body of a media type.
pub(crate) fn with_type(status: StatusCode, media_type: &'static str, body: String) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// A body that is compressed as it should be.
pub(crate) fn bytes(
    status: StatusCode,
    media_type: &'static str,
    body: Bytes,
    coding: Option<Coding>,
) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    }
    response
}

/// A file to keep, under a name of plain characters.
pub(crate) fn attachment(media_type: &'static str, name: &str, body: Bytes) -> Response {
    let mut response = bytes(StatusCode::OK, media_type, body, None);
    let attached = format!("attachment; filename=\"{name}\"");
    set(&mut response, header::CONTENT_DISPOSITION, &attached);
    response
}

/// A table that is kept as a file of that name.
pub(crate) fn csv_file(name: &str, csv: String) -> Response {
    let mut response = with_type(StatusCode::OK, CSV, csv);
    let attached = format!("attachment; filename=\"{name}\"");
    set(&mut response, header::CONTENT_DISPOSITION, &attached);
    response
}

/// Sets a header.
pub(crate) fn set(response: &mut Response, name: HeaderName, value: &str) {
    // Values are ours: codes, numbers and paths in ASCII.
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Says how long to wait before trying again, where an answer asks for that.
pub(crate) fn set_retry_after(response: &mut Response) {
    let seconds = match response.status() {
        StatusCode::SERVICE_UNAVAILABLE => RETRY_AFTER_SECONDS,
        StatusCode::TOO_MANY_REQUESTS => RETRY_TOO_MANY_SECONDS,
        _ => return,
    };
    set(response, header::RETRY_AFTER, &seconds.to_string());
}
