//! From where somebody asks.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::{Extensions, HeaderMap};

/// Noted by the proxy that passes a request on; each adds the one that it was asked by.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The other end of the connection.
#[derive(Clone, Copy)]
pub(crate) struct Remote(pub(crate) SocketAddr);

/// Whether the other end of the connection is on this machine; perhaps a proxy that passes on what
/// others ask.
pub(crate) fn is_this_machine(extensions: &Extensions) -> bool {
    let remote = extensions.get::<Remote>();
    remote.is_some_and(|remote| remote.0.ip().to_canonical().is_loopback())
}

/// Who asks, for counting: an address, or the network of an IPv6 address, since whoever has one
/// has all of that network.
///
/// The door has no TLS of its own, so that others come through a proxy on this machine, and all
/// would be one. That proxy is believed who asked it, nobody else is.
pub(crate) fn asker(headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let remote = extensions.get::<Remote>();
    let remote = remote.map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |remote| remote.0.ip());
    let remote = remote.to_canonical();
    let passed_on = || {
        let last = headers.get_all(FORWARDED_FOR).iter().next_back()?;
        last.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let asker = remote.is_loopback().then(passed_on).flatten().unwrap_or(remote);
    match asker.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let network = u128::from(address) >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from(network))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(remote: &str, forwarded: &[&str]) -> String {
        let (mut headers, mut extensions) = (HeaderMap::new(), Extensions::new());
        extensions.insert(Remote(remote.parse().unwrap()));
        for line in forwarded {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        asker(&headers, &extensions).to_string()
    }

    #[test]
    fn a_proxy_on_this_machine_says_who_asked_it() {
        assert_eq!(who("127.0.0.1:1", &["10.9.9.9, 203.0.113.7"]), "203.0.113.7");
        assert_eq!(who("127.0.0.1:1", &["10.9.9.9", "203.0.113.7"]), "203.0.113.7");
        assert_eq!(who("[::1]:1", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(who("127.0.0.1:1", &["nonsense"]), "127.0.0.1");
        assert_eq!(who("127.0.0.1:1", &[]), "127.0.0.1");
    }

    #[test]
    fn nobody_else_is_believed() {
        assert_eq!(who("198.51.100.1:1", &["203.0.113.7"]), "198.51.100.1");
    }

    #[test]
    fn a_network_of_version_6_is_one() {
        assert_eq!(who("[2001:db8:1:2:aaaa::1]:1", &[]), "2001:db8:1:2::");
        assert_eq!(who("[2001:db8:1:2:bbbb::2]:1", &[]), "2001:db8:1:2::");
        assert_eq!(who("[::ffff:198.51.100.1]:1", &[]), "198.51.100.1");
    }
}
