//! A run's id tells when the run was made, so that a run is found without an index over all ids.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::RunId;

/// So many bytes at the front hold the time, as in a UUID of version 7: milliseconds since 1970.
const TIME: usize = 6;

impl RunId {
    /// The id of a run that is made at `time`: to the millisecond, the rest is `random`.
    pub fn at(time: Timestamp, random: [u8; 10]) -> Self {
        let millis = u64::try_from(time.as_millisecond()).unwrap_or_default().to_be_bytes();
        let mut bytes = [0; 16];
        bytes[..TIME].copy_from_slice(&millis[8 - TIME..]);
        bytes[TIME..].copy_from_slice(&random);
        Self::of_bytes(bytes)
    }

    /// When it was made, to the millisecond, if [`RunId::at`] made it; any time if not. `None`
    /// when that would be after the year 9999.
    pub fn time(&self) -> Option<Timestamp> {
        let mut millis = [0; 8];
        millis[8 - TIME..].copy_from_slice(&self.bytes()[..TIME]);
        Timestamp::from_millisecond(i64::from_be_bytes(millis)).ok()
    }

    /// The same id from its 16 bytes.
    pub fn of_bytes(bytes: [u8; 16]) -> Self {
        let mut digits = String::with_capacity(32);
        for byte in bytes {
            write!(digits, "{byte:02x}").expect("writing to a string succeeds");
        }
        Self::try_from(digits).expect("16 bytes are 32 digits")
    }

    /// Its 16 bytes: half as long as its digits.
    pub fn bytes(&self) -> [u8; 16] {
        let value = u128::from_str_radix(self.as_str(), 16);
        value.expect("a run's id is 32 hexadecimal digits").to_be_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_when_it_was_made() {
        let time: Timestamp = "2026-03-14T09:26:53.589Z".parse().unwrap();
        let id = RunId::at(time, *b"0123456789");
        assert_eq!(id.as_str(), "019cebab899530313233343536373839");
        assert_eq!(id.time(), Some(time));
    }

    #[test]
    fn later_ids_sort_behind_earlier_ones() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let early = RunId::at(at("2026-03-14T09:26:53.589Z"), [255; 10]);
        assert!(early < RunId::at(at("2026-03-14T09:26:53.590Z"), [0; 10]));
    }

    #[test]
    fn any_id_survives_as_bytes() {
        let id = RunId::try_from("ffeeddccbbaa99887766554433221100").unwrap();
        assert_eq!(RunId::of_bytes(id.bytes()), id);
        assert_eq!(id.time(), None);
    }
}
