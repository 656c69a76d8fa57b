//! A witness over HTTP, as [C2SP tlog-witness](https://c2sp.org/tlog-witness) has it: `POST /add-checkpoint`, and its
//! key at `GET /`.

use std::{io, sync::Arc};

use ::witness::{NotCosigned, Refusal, Witness, limits::REQUEST_BYTES_MAX};
use app::Edge;
use bytes::Bytes;
use tlog::{
    add_checkpoint::{AddCheckpoint, SIZE_MEDIA_TYPE},
    cosignature::CosignedAt,
};
use tokio::net::TcpListener;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    accept::{self, Site},
    http::{
        body::{self, BodyError},
        problem::Problem,
        reply,
    },
    metrics::Metrics,
    routes::{Route, blocking},
};

/// Every route of a witness, as `docs/http.md` lists it.
pub const WITNESS_ROUTES: &[&str] = &["GET /", "POST /add-checkpoint"];

/// Serves a witness until `stop` is done, within the same limits as [`serve`](crate::serve). The edge says what time
/// it is.
///
/// # Errors
/// If the listener fails for good.
pub async fn serve_witness(
    witness: Arc<Witness>,
    edge: Arc<dyn Edge>,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> Result<(), io::Error> {
    let site = Site {
        routes: routes(&witness, &edge),
        names: WITNESS_ROUTES,
        gate: None,
        metrics: Arc::new(Metrics::new()),
        https: false,
        body_bytes_max: REQUEST_BYTES_MAX,
        proxies: Vec::new(),
    };
    accept::serve(site, listener, stop).await
}

fn routes(witness: &Arc<Witness>, edge: &Arc<dyn Edge>) -> Route {
    let vkey = format!("{}\n", witness.vkey());
    let key = warp::path::end()
        .and(warp::get())
        .map(move || reply::text(StatusCode::OK, vkey.clone()));
    let (witness, edge) = (Arc::clone(witness), Arc::clone(edge));
    let add_checkpoint = warp::path!("add-checkpoint")
        .and(warp::post())
        .and(body::limited_to(REQUEST_BYTES_MAX))
        .then(move |body: Result<Bytes, BodyError>| {
            let (witness, edge) = (Arc::clone(&witness), Arc::clone(&edge));
            blocking(move || take(&witness, &*edge, body))
        });
    let lost = warp::any().map(|| reply::text(StatusCode::NOT_FOUND, "Tidak ada di sini.\n".into()));
    add_checkpoint.or(key).unify().or(lost).unify().boxed()
}

fn take(witness: &Witness, edge: &dyn Edge, body: Result<Bytes, BodyError>) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(BodyError::TooLarge) => return Problem::too_large(REQUEST_BYTES_MAX).response(),
        Err(error @ BodyError::BrokenOff) => return Problem::from(error).response(),
    };
    let now = u64::try_from(edge.now().as_second()).ok();
    let Some(now) = now.and_then(CosignedAt::from_posix_seconds) else {
        tracing::error!("the clock stands before 1970; set it");
        return failed();
    };
    match witness.answer(&body, now) {
        Ok(cosignature) => reply::text(StatusCode::OK, cosignature.to_string()),
        Err(NotCosigned::Refused(refusal)) => {
            if let Refusal::OtherRoot { .. } | Refusal::BadProof(_) = refusal {
                let request = AddCheckpoint::parse(&body).ok();
                let origin = request
                    .as_ref()
                    .map(|request| request.checkpoint.checkpoint().origin());
                tracing::warn!(origin, %refusal, "a log asked to cosign what does not extend its past");
            }
            refused(&refusal)
        }
        Err(NotCosigned::Failed(error)) => {
            tracing::error!(%error, "nothing was cosigned");
            failed()
        }
    }
}

/// The statuses of the protocol. A log that is elsewhere is told where the witness is, as the protocol has it.
fn refused(refusal: &Refusal) -> Response {
    let status = match *refusal {
        Refusal::OtherSize { size } | Refusal::OtherRoot { size } => {
            return reply::with_type(StatusCode::CONFLICT, SIZE_MEDIA_TYPE, format!("{size}\n"));
        }
        Refusal::Malformed(_) | Refusal::OldBeyondNew { .. } => StatusCode::BAD_REQUEST,
        Refusal::TooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::UnknownOrigin => StatusCode::NOT_FOUND,
        Refusal::BadSignature => StatusCode::FORBIDDEN,
        Refusal::BadProof(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    reply::text(status, format!("{refusal}\n"))
}

fn failed() -> Response {
    let text = "Saksi gagal dan tidak menandatangani apa pun. Coba lagi nanti.\n";
    reply::text(StatusCode::INTERNAL_SERVER_ERROR, text.into())
}
