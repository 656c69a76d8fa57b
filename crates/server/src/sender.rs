//! Who sends a request, as far as it says: a network, perhaps a device of an office. Looked for where it is accepted,
//! so that no handler sees an address.

use std::net::IpAddr;

use survey::SubmitResponse;
use warp::http::HeaderMap;

use crate::{
    State,
    abuse::{Network, Source, TooMany},
    device,
};

/// Who sends a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sender {
    /// The network; none if it says nothing.
    pub(crate) network: Option<Network>,
    /// What may be the token of a device.
    token: Option<Box<str>>,
}

impl Sender {
    /// Who sends a request; `None` if it says nothing of that.
    pub(crate) fn of(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr], https: bool) -> Option<Self> {
        let sender = Self {
            network: Network::of(peer, headers, proxies),
            token: device::token(headers, https).map(Into::into),
        };
        (sender.network.is_some() || sender.token.is_some()).then_some(sender)
    }

    /// Notes on an answer where it comes from, and counts it there: with a one-time code, from a device, or from
    /// anybody.
    pub(crate) fn admit(
        &self,
        state: &State,
        code: Option<&str>,
        answer: &mut SubmitResponse,
    ) -> Result<(), TooMany> {
        let token = self.token.as_deref();
        let device = token.and_then(|token| state.app.device_of_token(token));
        let trusted = device::bind(device.as_ref(), answer);
        let source = match (code, &device) {
            (Some(code), _) => Source::Code(code),
            (None, Some(device)) if trusted => Source::Device(device.code().as_str()),
            (None, _) => Source::Open(self.network),
        };
        state.guard.admit(source, answer)
    }
}
