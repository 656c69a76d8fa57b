//! One POST to a witness, on a thread of its own.
//!
//! A plain blocking client: a witness is asked once a minute, so nothing is won by an asynchronous one and its TLS
//! connectors, and a thread that hangs holds up nobody. It knows nothing but the bytes that it sends, so that it may
//! be left behind when the server stops.

use std::thread;

use tokio::sync::oneshot;
use ureq::{Agent, Body, http::Response};

use crate::limits::{WITNESS_ANSWER_BYTES_MAX, WITNESS_TIMEOUT};

/// An answer, whatever its status.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

/// Posts a body; fails with what the operator should know.
pub(super) async fn post(url: String, body: String) -> Result<Answer, String> {
    let (tell, told) = oneshot::channel();
    let asking = thread::Builder::new().name("witness".into()).spawn(move || {
        // Whoever asked may have stopped waiting.
        let _ = tell.send(ask(&url, &body));
    });
    asking.map_err(|error| error.to_string())?;
    told.await.unwrap_or_else(|_| Err("penanya berhenti".into()))
}

fn ask(url: &str, body: &str) -> Result<Answer, String> {
    let config = Agent::config_builder()
        .timeout_global(Some(WITNESS_TIMEOUT))
        .http_status_as_error(false)
        .max_redirects(0)
        .user_agent(concat!("skm/", env!("CARGO_PKG_VERSION")));
    let agent = Agent::from(config.build());
    let answer = agent
        .post(url)
        .content_type("text/plain; charset=utf-8")
        .send(body);
    answer.and_then(read).map_err(|error| error.to_string())
}

fn read(mut answer: Response<Body>) -> Result<Answer, ureq::Error> {
    let limited = answer.body_mut().with_config().limit(WITNESS_ANSWER_BYTES_MAX);
    Ok(Answer {
        body: limited.read_to_vec()?,
        status: answer.status().as_u16(),
    })
}
