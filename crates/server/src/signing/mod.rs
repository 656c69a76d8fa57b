//! What goes on beside the requests: the log is signed as it grows, and its witnesses are asked.
//!
//! Nothing here is waited for by anybody who sends an answer.

mod post;
mod signer;
mod witness;

use std::sync::Arc;

use tokio::task::JoinSet;

use crate::State;

pub(crate) use witness::{WitnessDesk, desks};

/// Begins to sign and to ask. Dropping what it returns ends both.
pub(crate) fn begin(state: &Arc<State>) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(signer::sign_as_it_grows(Arc::clone(state)));
    for place in 0..state.witnesses.len() {
        tasks.spawn(witness::ask_as_it_grows(Arc::clone(state), place));
    }
    tasks
}

/// Signs what came in last, once no more comes.
pub(crate) async fn finish(state: &Arc<State>) {
    signer::sign(state).await;
}
