//! The network that a request comes from: coarse enough to be nobody's, or unknown.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use warp::http::{HeaderMap, header::HeaderName};

/// What proxies add: who asked them, the last one last.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// A network: the first 24 bits of an address of version 4, the first 48 of version 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Network([u8; 6]);

impl Network {
    /// The network of whoever sent a request; `None` where it says nothing: on the office's own network, or behind a
    /// proxy that nobody has named.
    pub(crate) fn of(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> Option<Self> {
        let peer = peer.to_canonical();
        if proxies.contains(&peer) {
            Self::of_address(forwarded_for(headers, proxies)?)
        } else {
            Self::of_address(peer)
        }
    }

    fn of_address(address: IpAddr) -> Option<Self> {
        match address.to_canonical() {
            IpAddr::V4(address) => (!is_local_v4(address)).then(|| {
                let [a, b, c, _] = address.octets();
                Self([a, b, c, 0, 0, 4])
            }),
            IpAddr::V6(address) => (!is_local_v6(address)).then(|| {
                let first = address.octets().first_chunk().copied();
                Self(first.expect("sixteen bytes"))
            }),
        }
    }
}

/// The last address that is not one of our own proxies: what stands before it, the sender may have invented.
fn forwarded_for(headers: &HeaderMap, proxies: &[IpAddr]) -> Option<IpAddr> {
    let values = headers.get_all(FORWARDED_FOR);
    let values: Vec<&str> = values
        .iter()
        .map(|value| value.to_str().ok())
        .collect::<Option<_>>()?;
    let listed = values.iter().flat_map(|value| value.split(','));
    let addresses: Vec<IpAddr> = listed
        .map(|address| {
            address
                .trim()
                .parse::<IpAddr>()
                .ok()
                .map(|address| address.to_canonical())
        })
        .collect::<Option<_>>()?;
    addresses
        .into_iter()
        .rev()
        .find(|address| !proxies.contains(address))
}

const fn is_local_v4(address: Ipv4Addr) -> bool {
    address.is_loopback() || address.is_private() || address.is_link_local() || address.is_unspecified()
}

const fn is_local_v6(address: Ipv6Addr) -> bool {
    address.is_loopback()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || address.is_unspecified()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "10.0.0.2";

    fn of(peer: &str, forwarded: &[&str]) -> Option<Network> {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        Network::of(peer.parse().unwrap(), &headers, &[PROXY.parse().unwrap()])
    }

    #[test]
    fn an_address_is_cut_to_its_network() {
        assert_eq!(of("203.0.113.7", &[]), of("203.0.113.250", &[]));
        assert_ne!(of("203.0.113.7", &[]), of("203.0.114.7", &[]));
        assert_eq!(of("2001:db8:1:2::3", &[]), of("2001:db8:1:ffff::1", &[]));
        assert_ne!(of("2001:db8:1:2::3", &[]), of("2001:db8:2:2::3", &[]));
        assert_eq!(of("::ffff:203.0.113.7", &[]), of("203.0.113.7", &[]));
    }

    /// A proxy that nobody named would make everybody one network.
    #[test]
    fn what_comes_from_the_office_itself_has_no_network() {
        for local in [
            "127.0.0.1",
            "10.0.0.5",
            "192.168.1.4",
            "::1",
            "fd00::1",
            "169.254.0.1",
        ] {
            assert_eq!(of(local, &[]), None, "{local}");
        }
    }

    #[test]
    fn only_a_named_proxy_is_believed_and_only_what_it_added_itself() {
        let sender = of("203.0.113.7", &[]);
        assert_eq!(of(PROXY, &["203.0.113.7"]), sender);
        assert_eq!(
            of(PROXY, &["198.51.100.1, 203.0.113.7"]),
            sender,
            "the first is invented"
        );
        assert_eq!(
            of(PROXY, &["198.51.100.1", "203.0.113.7"]),
            sender,
            "in a header of its own"
        );
        assert_eq!(
            of(PROXY, &["203.0.113.7, 10.0.0.2"]),
            sender,
            "through two of ours"
        );
        assert_eq!(
            of("198.51.100.9", &["203.0.113.7"]),
            of("198.51.100.9", &[]),
            "a stranger says so"
        );
        assert_eq!(of(PROXY, &["unknown"]), None);
        assert_eq!(of(PROXY, &[]), None);
    }
}
