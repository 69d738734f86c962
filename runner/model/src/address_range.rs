//! Addresses that belong together.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use thiserror::Error;

/// Addresses that begin alike: `169.254.0.0/16`; or one alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AddressRange {
    first: IpAddr,
    /// So many bits are the same in all.
    prefix: u8,
}

/// Text that is no range of addresses.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("`{0}` is neither an address nor a range like `169.254.0.0/16`")]
pub struct InvalidAddressRange(String);

impl AddressRange {
    /// Whether an address belongs to it. One of IPv4 that is written as one of IPv6 is the same.
    pub fn contains(self, address: IpAddr) -> bool {
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                same(first.to_bits().into(), address.to_bits().into(), 32, self.prefix)
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                same(first.to_bits(), address.to_bits(), 128, self.prefix)
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

/// Whether the first `prefix` of `all` bits are the same.
fn same(a: u128, b: u128, all: u8, prefix: u8) -> bool {
    let rest = u32::from(all.saturating_sub(prefix));
    a.checked_shr(rest).unwrap_or(0) == b.checked_shr(rest).unwrap_or(0)
}

impl FromStr for AddressRange {
    type Err = InvalidAddressRange;

    fn from_str(text: &str) -> Result<Self, InvalidAddressRange> {
        let invalid = || InvalidAddressRange(text.to_owned());
        let (first, prefix) = match text.split_once('/') {
            Some((first, prefix)) => (first, Some(prefix)),
            None => (text, None),
        };
        let first: IpAddr = first.parse().map_err(|_| invalid())?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(prefix) => prefix.parse().ok().filter(|bits| *bits <= most).ok_or_else(invalid)?,
            None => most,
        };
        Ok(Self { first, prefix })
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.prefix)
    }
}

/// The address of IPv4 to which one of IPv6 leads by way of a translator (RFC 6052), else the address
/// itself.
pub fn beyond_translation(address: IpAddr) -> IpAddr {
    const TRANSLATED: u128 = 0x0064_ff9b << 96;
    match address.to_canonical() {
        IpAddr::V6(v6) if v6.to_bits() >> 32 == TRANSLATED >> 32 => {
            let [.., a, b, c, d] = Ipv6Addr::octets(&v6);
            IpAddr::from([a, b, c, d])
        }
        itself @ (IpAddr::V4(_) | IpAddr::V6(_)) => itself,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(range: &str, address: &str) -> bool {
        range.parse::<AddressRange>().unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn a_range_holds_what_begins_alike() {
        assert!(holds("169.254.0.0/16", "169.254.169.254"));
        assert!(holds("169.254.0.0/16", "::ffff:169.254.1.1"));
        assert!(!holds("169.254.0.0/16", "169.255.0.0"));
        assert!(holds("fe80::/10", "febf::1") && !holds("fe80::/10", "fec0::1"));
        assert!(holds("10.0.0.7", "10.0.0.7") && !holds("10.0.0.7", "10.0.0.8"));
        assert!(holds("0.0.0.0/0", "8.8.8.8") && !holds("0.0.0.0/0", "::2"));
    }

    #[test]
    fn what_is_no_range_is_told() {
        for text in ["", "10.0.0", "10.0.0.0/33", "fe80::/129", "10.0.0.0/", "a/8", "10.0.0.0/-1"] {
            let error = text.parse::<AddressRange>().unwrap_err();
            assert!(error.to_string().starts_with(&format!("`{text}` is neither")), "{error}");
        }
    }

    #[test]
    fn a_translator_leads_to_the_old_network() {
        let beyond = |text: &str| beyond_translation(text.parse().unwrap()).to_string();
        assert_eq!(beyond("64:ff9b::a9fe:a9fe"), "169.254.169.254");
        assert_eq!(beyond("64:ff9c::a9fe:a9fe"), "64:ff9c::a9fe:a9fe");
        assert_eq!(beyond("::ffff:10.0.0.7"), "10.0.0.7");
    }
}
