//! Addresses that are not asked: those at which clouds hand out credentials to whoever asks from
//! within.

use std::net::IpAddr;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use runner_model::{AddressRange, beyond_translation};
use thiserror::Error;
use url::{Host, Url};

/// Link-local addresses (RFC 3927, RFC 4291), and others at which a cloud tells a machine about
/// itself: Amazon's and Google's by IPv6, Alibaba's, Oracle's, Azure's.
const CLOSED: [&str; 7] = [
    "169.254.0.0/16",
    "fe80::/10",
    "fd00:ec2::254",
    "fd20:ce::254",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
];

static CLOSED_RANGES: LazyLock<Vec<AddressRange>> = LazyLock::new(|| {
    CLOSED.iter().map(|text| text.parse().expect("each is an address or a range")).collect()
});

/// Who may be asked. Clones are the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guard {
    /// What may be asked all the same; `None`: nothing is guarded.
    allowed: Option<Arc<RwLock<Vec<AddressRange>>>>,
}

/// An address that is not asked.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "`{host}` is {address}, a link-local address or one at which a cloud hands out credentials; \
     `serve: {{ allow_addresses: [{address}] }}` in the project file allows it"
)]
pub(crate) struct Closed {
    host: String,
    address: IpAddr,
}

impl Guard {
    /// Asks none of the addresses above but those that are allowed.
    pub(crate) fn closed_but_for(allowed: Vec<AddressRange>) -> Self {
        Self { allowed: Some(Arc::new(RwLock::new(allowed))) }
    }

    /// Allows these from here on, and no others.
    pub(crate) fn allow(&self, ranges: Vec<AddressRange>) {
        if let Some(allowed) = &self.allowed {
            *allowed.write().unwrap_or_else(PoisonError::into_inner) = ranges;
        }
    }

    /// That `host`, which is at `address`, may be asked.
    pub(crate) fn admit(&self, host: &str, address: IpAddr) -> Result<(), Closed> {
        let Some(allowed) = &self.allowed else { return Ok(()) };
        let address = beyond_translation(address);
        let is_in = |ranges: &[AddressRange]| ranges.iter().any(|range| range.contains(address));
        let is_closed = is_in(&CLOSED_RANGES)
            && !is_in(&allowed.read().unwrap_or_else(PoisonError::into_inner));
        if is_closed { Err(Closed { host: host.to_owned(), address }) } else { Ok(()) }
    }

    /// The same of a URL whose host is an address, which nobody looks up.
    pub(crate) fn admit_url(&self, url: &Url) -> Result<(), Closed> {
        let address = match url.host() {
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
            Some(Host::Domain(_)) | None => return Ok(()),
        };
        self.admit(url.host_str().unwrap_or_default(), address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_closed(guard: &Guard, url: &str) -> bool {
        guard.admit_url(&Url::parse(url).unwrap()).is_err()
    }

    #[test]
    fn however_it_is_written_it_is_the_same_address() {
        let guard = Guard::closed_but_for(Vec::new());
        for url in [
            "http://169.254.169.254/latest/meta-data/",
            "http://2852039166/",
            "http://0xA9FEA9FE/",
            "http://0251.0376.0251.0376/",
            "http://[::ffff:169.254.169.254]/",
            "http://[64:ff9b::169.254.169.254]/",
            "http://[fe80::1]/",
            "http://[fd00:ec2::254]/",
            "http://100.100.100.200/",
        ] {
            assert!(is_closed(&guard, url), "{url}");
        }
        for url in ["http://127.0.0.1/", "http://10.0.0.7/", "http://[::1]/", "http://a.test/"] {
            assert!(!is_closed(&guard, url), "{url}");
        }
    }

    #[test]
    fn what_the_project_allows_is_asked() {
        let guard = Guard::closed_but_for(vec!["169.254.169.254".parse().unwrap()]);
        assert!(!is_closed(&guard, "http://169.254.169.254/"));
        assert!(is_closed(&guard, "http://169.254.169.253/"));
        guard.allow(Vec::new());
        assert!(is_closed(&guard, "http://169.254.169.254/"));
        assert!(!is_closed(&Guard::default(), "http://169.254.169.254/"), "by hand, all may be");
    }
}
