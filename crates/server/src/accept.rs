//! Our own accept loop: limits that warp's server does not have, and a stop that loses nothing.

use std::{convert::Infallible, io, net::IpAddr, sync::Arc};

use bytes::Bytes;
use http_body_util::{BodyExt, Either, Full, combinators::UnsyncBoxBody};
use hyper::{
    body::{Body, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    time::timeout,
};
use warp::http::{HeaderValue, Method, Request, Response, StatusCode, header};

use crate::{
    gate::Gate,
    http::{compress::Coding, headers, problem::Problem},
    limits::{
        COMPRESS_BYTES_MIN, CONNECTIONS_MAX, HEAD_BYTES_MAX, HEAD_TIMEOUT, REQUEST_TIMEOUT, STOP_TIMEOUT,
    },
    metrics::Metrics,
    routes::{self, Route},
    sender::Sender,
};

/// Whole, or told as it happens.
type Answer = Response<Either<Full<Bytes>, UnsyncBoxBody<Bytes, warp::Error>>>;

/// What is served, and what the edge of HTTP must know about it.
pub(crate) struct Site {
    pub(crate) routes: Route,
    /// The routes by name, for counting.
    pub(crate) names: &'static [&'static str],
    pub(crate) metrics: Arc<Metrics>,
    /// Who may come to which of them; none where everybody may.
    pub(crate) gate: Option<Gate>,
    /// Whether people reach it by https.
    pub(crate) https: bool,
    pub(crate) body_bytes_max: usize,
    /// Reverse proxies whose word on where a request came from is taken.
    pub(crate) proxies: Vec<IpAddr>,
}

/// Serves until `stop` is done; then takes no new connection, and finishes what is in progress within
/// [`STOP_TIMEOUT`].
///
/// # Errors
/// If the listener fails for good.
pub(crate) async fn serve(
    site: Site,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> Result<(), io::Error> {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let (stopping, stopped) = watch::channel(false);
    let site = Arc::new(site);
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = Arc::clone(&places).acquire_owned();
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = async { (place.await, listener.accept().await) } => accepted,
        };
        let (Ok(place), connection) = accepted else { break };
        let (stream, peer) = match connection {
            Ok(connection) => connection,
            Err(error) if is_one_connections(&error) => continue,
            Err(error) => {
                // Too many open files, most likely: wait for some to close.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                continue;
            }
        };
        let (site, stopped) = (Arc::clone(&site), stopped.clone());
        tokio::spawn(async move {
            site.metrics.connections.inc();
            connection_of((stream, peer.ip()), &site, stopped).await;
            site.metrics.connections.dec();
            drop(place);
        });
    }
    drop(listener);
    stopping.send_replace(true);
    let all = u32::try_from(CONNECTIONS_MAX).expect("a few thousand");
    if timeout(STOP_TIMEOUT, places.acquire_many(all)).await.is_err() {
        tracing::warn!("some requests were still in progress when the time to stop ran out");
    }
    Ok(())
}

async fn connection_of(
    (stream, peer): (TcpStream, IpAddr),
    site: &Arc<Site>,
    mut stopped: watch::Receiver<bool>,
) {
    // Answers are small and whole: waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| answer(Arc::clone(site), peer, request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let outcome = tokio::select! {
        outcome = &mut connection => outcome,
        () = async { drop(stopped.wait_for(|stopped| *stopped).await) } => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "a connection ended early");
    }
}

async fn answer(site: Arc<Site>, peer: IpAddr, mut request: Request<Incoming>) -> Result<Answer, Infallible> {
    let route = routes::route_of(site.names, request.method(), request.uri().path());
    let coding = Coding::taken_by(request.headers());
    let is_head = request.method() == Method::HEAD;
    if is_head {
        // Answered as GET; the body is dropped at the end.
        *request.method_mut() = Method::GET;
    }
    if let Some(sender) = Sender::of(peer, request.headers(), &site.proxies, site.https) {
        request.extensions_mut().insert(sender);
    }
    let mut answer = if announces_more_than(site.body_bytes_max, &request) {
        whole(Problem::too_large(site.body_bytes_max).response()).await
    } else if let Some(refused) = site.gate.as_ref().and_then(|gate| gate.pass(route, &mut request)) {
        whole(refused).await
    } else {
        match timeout(REQUEST_TIMEOUT, call(site.routes.clone(), request)).await {
            Ok(answer) => answer,
            Err(_) => whole(late().response()).await,
        }
    };
    if answer.status().is_server_error() {
        tracing::error!(route, status = answer.status().as_u16(), "a request failed");
    }
    site.metrics.request(route, answer.status().as_u16());
    compress(&mut answer, coding).await;
    headers::add(answer.headers_mut(), site.https);
    if is_head {
        *answer.body_mut() = Either::Left(Full::default());
    }
    Ok(answer)
}

async fn call(routes: Route, request: Request<Incoming>) -> Answer {
    let service = hyper_util::service::TowerToHyperService::new(warp::service(routes));
    match hyper::service::Service::call(&service, request).await {
        Ok(response) => whole(response).await,
        Err(never) => match never {},
    }
}

/// The answer in one piece: every body of ours is in memory already, but for those whose length nobody knows.
async fn whole(response: warp::reply::Response) -> Answer {
    let (parts, body) = response.into_parts();
    if body.size_hint().exact().is_none() {
        return Response::from_parts(parts, Either::Right(body.boxed_unsync()));
    }
    let body = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    Response::from_parts(parts, Either::Left(Full::new(body)))
}

async fn compress(answer: &mut Answer, coding: Option<Coding>) {
    let is_text = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|media_type| {
            media_type.as_bytes().starts_with(b"text/") || media_type.as_bytes().starts_with(b"image/svg")
        });
    if !is_text || matches!(answer.body(), Either::Right(_)) {
        return;
    }
    answer
        .headers_mut()
        .insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    // Some come compressed from where they were made.
    let Some(coding) = coding.filter(|_| !answer.headers().contains_key(header::CONTENT_ENCODING)) else {
        return;
    };
    let body = std::mem::replace(answer.body_mut(), Either::Left(Full::default()));
    let body = body.collect().await;
    let body = body.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let body = if body.len() < COMPRESS_BYTES_MIN {
        body
    } else {
        answer
            .headers_mut()
            .insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
        coding.compress(&body)
    };
    *answer.body_mut() = Either::Left(Full::new(body));
}

fn announces_more_than(bytes_max: usize, request: &Request<Incoming>) -> bool {
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    announced.is_some_and(|length| length > bytes_max)
}

fn late() -> Problem {
    let detail = "Permintaan terlalu lama. Kirim kembali; jawaban dengan id yang sama dihitung sekali.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail)
}

/// An error of the one connection that was to be accepted, not of the listener.
fn is_one_connections(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
