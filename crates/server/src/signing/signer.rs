//! Signing as the log grows: every so often, and at once after a published result.

use std::sync::Arc;

use tokio::time::{MissedTickBehavior, interval};

use crate::State;

/// Signs until it is dropped.
pub(super) async fn sign_as_it_grows(state: Arc<State>) {
    let mut results = state.app.results_published();
    let mut ticks = interval(state.options.sign_every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            published = results.changed() => if published.is_err() { return },
        }
        sign(&state).await;
    }
}

/// Signs what is in the log by now. Says once what stands in its way; `/health` goes on saying it.
pub(super) async fn sign(state: &Arc<State>) {
    let before = state.app.signed().borrow().failure.clone();
    let signing = Arc::clone(state);
    let signed = tokio::task::spawn_blocking(move || signing.app.sign()).await;
    match signed {
        Ok(Ok(())) => {}
        Ok(Err(error)) if before.is_some_and(|before| *before == *error.to_string()) => {}
        Ok(Err(error)) => tracing::error!(%error, "the log is not signed"),
        Err(error) => tracing::error!(%error, "the signer panicked"),
    }
}
