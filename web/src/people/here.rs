//! Whether this machine asks for this machine.

use std::net::IpAddr;

use axum::http::header::{FORWARDED, HOST};
use axum::http::{Extensions, HeaderMap};

use crate::remote;

/// Headers that a proxy adds: whoever asked it may be anywhere.
const BY_PROXY: [&str; 2] = ["x-forwarded-for", "x-forwarded-host"];

/// Whether this machine asks for this machine, by its own name or number. A page of another site
/// that has its name point here (DNS rebinding) asks by that name; whoever comes through a proxy
/// may be anywhere.
pub(super) fn is_here(headers: &HeaderMap, extensions: &Extensions) -> bool {
    let through_proxy =
        headers.contains_key(FORWARDED) || BY_PROXY.iter().any(|name| headers.contains_key(*name));
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    remote::is_this_machine(extensions)
        && !through_proxy
        && hosts.next().is_none()
        && host.is_some_and(is_own_name)
}

/// `localhost`, a name below it, or a loopback address; with or without a port.
fn is_own_name(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(address, _)| address),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    if let Ok(address) = name.parse::<IpAddr>() {
        return address.to_canonical().is_loopback();
    }
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remote::Remote;

    fn is(from: &str, headers: &[(&str, &str)]) -> bool {
        let (mut lines, mut extensions) = (HeaderMap::new(), Extensions::new());
        extensions.insert(Remote(from.parse().unwrap()));
        for (name, value) in headers {
            let name: axum::http::HeaderName = name.parse().unwrap();
            lines.append(name, value.parse().unwrap());
        }
        is_here(&lines, &extensions)
    }

    #[test]
    fn this_machine_has_names_and_numbers() {
        for host in ["localhost", "LOCALHOST:8765", "a.localhost", "127.0.0.1:1", "[::1]:8765"] {
            assert!(is("127.0.0.1:9", &[("host", host)]), "{host}");
        }
    }

    #[test]
    fn a_name_that_points_here_is_not_this_machine() {
        for host in ["evil.example", "localhost.evil.example", "10.0.0.7", "[::2]", "", "[", "::1"]
        {
            assert!(!is("127.0.0.1:9", &[("host", host)]), "{host}");
        }
        assert!(!is("127.0.0.1:9", &[]));
        assert!(!is("127.0.0.1:9", &[("host", "localhost"), ("host", "evil.example")]));
    }

    #[test]
    fn who_comes_from_afar_or_through_a_proxy_is_not_here() {
        assert!(!is("10.0.0.7:9", &[("host", "localhost")]));
        for name in ["x-forwarded-for", "x-forwarded-host", "forwarded"] {
            assert!(!is("127.0.0.1:9", &[("host", "localhost"), (name, "10.0.0.7")]), "{name}");
        }
    }
}
