//! What becomes of an answer by how many came from the same source before it.

use std::{num::NonZeroU32, sync::Arc};

use app::App;
use survey::FlagRules;

use super::{limiter::Limiter, network::Network};
use crate::limits::{NETWORK_POSTS_AT_ONCE, NETWORK_POSTS_PER_SECOND};

/// What becomes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is taken.
    Taken,
    /// It is taken, and flagged: so many come from this network that they can hardly all be people.
    TakenAndFlagged,
    /// It is not taken now; the sender keeps it and tries again.
    Later,
}

/// Counts what comes from where.
pub(crate) struct Guard {
    flagged: Limiter,
    slowed: Limiter,
}

impl Guard {
    pub(crate) fn new(app: &Arc<App>) -> Self {
        let rule = FlagRules::in_force().network;
        Self {
            flagged: Limiter::per_minute(app, at_least_one(rule.at_once), at_least_one(rule.per_minute)),
            slowed: Limiter::per_second(app, NETWORK_POSTS_AT_ONCE, NETWORK_POSTS_PER_SECOND),
        }
    }

    /// What becomes of an answer without a code and from no device. Of an unknown network nothing is said.
    pub(crate) fn of_open_answer(&self, network: Option<Network>) -> Verdict {
        let Some(network) = network else {
            return Verdict::Taken;
        };
        if !self.slowed.takes(&network) {
            Verdict::Later
        } else if self.flagged.takes(&network) {
            Verdict::Taken
        } else {
            Verdict::TakenAndFlagged
        }
    }
}

fn at_least_one(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)
}
