//! Bodies of requests, counted as they arrive.

use bytes::{Buf, Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use warp::{Filter, Rejection};

use crate::limits::BODY_BYTES_MAX;

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyError {
    /// Over the limit; the rest was not read.
    TooLarge,
    /// The connection broke off.
    BrokenOff,
}

/// The whole body, or why there is none.
pub(crate) fn limited() -> impl Filter<Extract = (Result<Bytes, BodyError>,), Error = Rejection> + Clone {
    limited_to(BODY_BYTES_MAX)
}

/// The whole body of at most so many bytes, or why there is none.
pub(crate) fn limited_to(
    bytes_max: usize,
) -> impl Filter<Extract = (Result<Bytes, BodyError>,), Error = Rejection> + Clone {
    warp::body::stream().then(move |stream| collect(stream, bytes_max))
}

async fn collect(
    stream: impl Stream<Item = Result<impl Buf, warp::Error>>,
    bytes_max: usize,
) -> Result<Bytes, BodyError> {
    let mut stream = std::pin::pin!(stream);
    let mut body = BytesMut::new();
    while let Some(chunk) = stream.next().await {
        let mut chunk = chunk.map_err(|_| BodyError::BrokenOff)?;
        if body.len() + chunk.remaining() > bytes_max {
            return Err(BodyError::TooLarge);
        }
        while chunk.has_remaining() {
            let part = chunk.chunk().len();
            body.extend_from_slice(chunk.chunk());
            chunk.advance(part);
        }
    }
    Ok(body.freeze())
}
