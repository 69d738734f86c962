//! A rollup as bytes.
//!
//! Version 1: the byte 1; for the front door, then for the transaction: the times `up degraded
//! down unknown excluded` in whole microseconds, the counts `up degraded down unknown excluded
//! first_attempt`, all as LEB128; then the latency sketch in its own form.
//!
//! What is stored is never rewritten: another form gets another first byte, and both are read.

use std::time::Duration;

use runner_health::rollup::{LatencySketch, Rollup, Tally};
use runner_health::series::{RunCounts, StateTimes};

use crate::ReadError;
use crate::leb128::{Bytes, put};

const VERSION: u8 = 1;

/// The bytes that keep `rollup`.
pub(super) fn pack(rollup: &Rollup) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    for Tally { times, runs } in [&rollup.front_door, &rollup.transaction] {
        let StateTimes { up, degraded, down, unknown, excluded } = times;
        for time in [up, degraded, down, unknown, excluded] {
            put(&mut bytes, u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
        }
        let RunCounts { up, degraded, down, unknown, excluded, first_attempt } = runs;
        for count in [up, degraded, down, unknown, excluded, first_attempt] {
            put(&mut bytes, *count);
        }
    }
    bytes.extend(rollup.latency.to_bytes());
    bytes
}

/// The rollup that `bytes` keep.
pub(super) fn unpack(bytes: &[u8]) -> Result<Rollup, ReadError> {
    let mut bytes = Bytes::versioned(bytes, VERSION, "an hour")?;
    let front_door = tally(&mut bytes)?;
    let transaction = tally(&mut bytes)?;
    let latency = LatencySketch::from_bytes(bytes.rest())
        .map_err(|error| ReadError::damaged("an hour", error))?;
    Ok(Rollup { front_door, transaction, latency })
}

fn tally(bytes: &mut Bytes<'_>) -> Result<Tally, ReadError> {
    let mut time = || bytes.number().map(Duration::from_micros);
    let times = StateTimes {
        up: time()?,
        degraded: time()?,
        down: time()?,
        unknown: time()?,
        excluded: time()?,
    };
    let runs = RunCounts {
        up: bytes.number()?,
        degraded: bytes.number()?,
        down: bytes.number()?,
        unknown: bytes.number()?,
        excluded: bytes.number()?,
        first_attempt: bytes.number()?,
    };
    Ok(Tally { times, runs })
}

/// Whether it says nothing: no run, and not a moment of which anything is known.
pub(super) fn is_silent(rollup: &Rollup) -> bool {
    [&rollup.front_door, &rollup.transaction].into_iter().all(|Tally { times, runs }| {
        times.known().is_zero() && times.excluded.is_zero() && *runs == RunCounts::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Rollup {
        let us = Duration::from_micros;
        let front_door = Tally {
            times: StateTimes {
                up: us(3_000_000_000),
                down: us(600_000_000),
                ..StateTimes::default()
            },
            runs: RunCounts { up: 50, down: 10, first_attempt: 48, ..RunCounts::default() },
        };
        let mut rollup = Rollup { front_door, ..Rollup::default() };
        rollup.transaction.times.unknown = us(1);
        rollup.transaction.runs.excluded = 300;
        rollup.latency.add(Duration::from_millis(120));
        rollup
    }

    #[test]
    fn bytes_of_version_1_stay_readable() {
        let mut bytes = vec![
            1, // the version
            0x80, 0xbc, 0xc1, 0x96, 0x0b, 0, 0x80, 0x8c, 0x8d, 0x9e, 0x02, 0, 0, // times
            50, 0, 10, 0, 0, 48, // counts
            0, 0, 0, 1, 0, 0, 0, 0, 0, 0xac, 0x02, 0, // the transaction
        ];
        bytes.extend(sample().latency.to_bytes());
        assert_eq!(unpack(&bytes).unwrap(), sample());
        assert_eq!(pack(&sample()), bytes);
    }

    #[test]
    fn what_is_no_rollup_is_refused() {
        let bytes = pack(&sample());
        assert!(unpack(&bytes[..20]).is_err());
        assert!(unpack(&[]).is_err());
        let error = unpack(&[9]).unwrap_err();
        assert!(error.to_string().contains("the form 9 is not known"), "{error}");
    }

    #[test]
    fn an_hour_that_says_nothing_is_known() {
        let mut rollup = Rollup::default();
        rollup.front_door.times.unknown = Duration::from_secs(3600);
        rollup.transaction.times.unknown = Duration::from_secs(3600);
        assert!(is_silent(&rollup));
        rollup.transaction.runs.unknown = 1;
        assert!(!is_silent(&rollup));
    }
}
