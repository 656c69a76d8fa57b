//! What becomes of an answer by how many came from the same source before it.

use std::{num::NonZeroU32, sync::Arc};

use app::App;
use survey::{FlagRule, FlagRules, SubmitResponse};

use super::{limiter::Limiter, network::Network};
use crate::limits::{
    CODE_POSTS_AT_ONCE, CODE_POSTS_PER_MINUTE, DEVICE_POSTS_AT_ONCE, DEVICE_POSTS_PER_SECOND,
    ENTRIES_AT_ONCE, ENTRIES_PER_MINUTE, NETWORK_ENTRIES_AT_ONCE, NETWORK_ENTRIES_PER_MINUTE,
    NETWORK_POSTS_AT_ONCE, NETWORK_POSTS_PER_SECOND, PAIRINGS_AT_ONCE, PAIRINGS_PER_MINUTE,
};

/// Where an answer comes from, as far as it decides how many more may come.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source<'a> {
    /// From anybody. Of an unknown network nothing is said.
    Open(Option<Network>),
    /// From whoever holds a one-time code.
    Code(&'a str),
    /// From a device of an office, by its code.
    Device(&'a str),
}

/// So many came from the same source that the next must wait: the sender keeps it and tries again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany;

/// Counts what comes from where.
pub(crate) struct Guard {
    /// Beyond these, answers of a network are flagged.
    people: Limiter,
    /// Beyond these, they must wait.
    networks: Limiter,
    codes: Limiter,
    devices: Limiter,
    pairings: Limiter,
    entries: Limiter,
    network_entries: Limiter,
}

impl Guard {
    pub(crate) fn new(app: &Arc<App>) -> Self {
        let rule = FlagRules::in_force().network;
        Self {
            people: Limiter::per_minute(app, at_least_one(rule.at_once), at_least_one(rule.per_minute)),
            networks: Limiter::per_second(app, NETWORK_POSTS_AT_ONCE, NETWORK_POSTS_PER_SECOND),
            codes: Limiter::per_minute(app, CODE_POSTS_AT_ONCE, CODE_POSTS_PER_MINUTE),
            devices: Limiter::per_second(app, DEVICE_POSTS_AT_ONCE, DEVICE_POSTS_PER_SECOND),
            pairings: Limiter::per_minute(app, PAIRINGS_AT_ONCE, PAIRINGS_PER_MINUTE),
            entries: Limiter::per_minute(app, ENTRIES_AT_ONCE, ENTRIES_PER_MINUTE),
            network_entries: Limiter::per_minute(app, NETWORK_ENTRIES_AT_ONCE, NETWORK_ENTRIES_PER_MINUTE),
        }
    }

    /// Counts an answer, and notes on it what is to be flagged.
    pub(crate) fn admit(&self, source: Source<'_>, answer: &mut SubmitResponse) -> Result<(), TooMany> {
        match source {
            Source::Open(None) => Ok(()),
            Source::Open(Some(network)) => {
                if !self.networks.takes(&network) {
                    return Err(TooMany);
                }
                if !self.people.takes(&network) {
                    answer.noticed.insert(FlagRule::Network);
                }
                Ok(())
            }
            Source::Code(code) => self.codes.takes(&code).then_some(()).ok_or(TooMany),
            Source::Device(device) => self.devices.takes(&device).then_some(()).ok_or(TooMany),
        }
    }

    /// Counts a device that asks to be taken in. False if too many of its network do.
    pub(crate) fn admits_pairing(&self, network: Option<Network>) -> bool {
        self.pairings.takes(&network)
    }

    /// Counts an attempt to enter, or to change how one enters: of whatever account, by name or id, whether there is
    /// such a one or not. False if there are too many of it or of its network.
    pub(crate) fn admits_entry(&self, network: Option<Network>, account: &str) -> bool {
        // Both are counted, whatever the first says.
        let of_network = self.network_entries.takes(&network);
        let of_account = self.entries.takes(&account.trim().to_ascii_lowercase());
        of_network && of_account
    }
}

fn at_least_one(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)
}
