//! The marks of a run's steps as a few bytes.
//!
//! Version 1: the byte 1, then for each step
//!
//! * a byte: bits 0 to 2 the outcome, 3 there is a status, 4 there are timings, 5 to 7 these
//!   include `dns`, `connect`, `tls`;
//! * how long it took; the status; the timings that there are, in the order
//!   `dns connect tls send wait receive`: whole microseconds, as LEB128.
//!
//! What is stored is never rewritten: another form gets another first byte, and both are read.

use std::time::Duration;

use runner_model::{StepMark, Timings};

use super::flags;
use crate::ReadError;
use crate::leb128::{Bytes, put};

const VERSION: u8 = 1;

const STATUS: u8 = 1 << 3;
const TIMINGS: u8 = 1 << 4;
const DNS: u8 = 1 << 5;
const CONNECT: u8 = 1 << 6;
const TLS: u8 = 1 << 7;

/// The bytes that keep `steps`.
pub(super) fn pack(steps: &[StepMark]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1 + 24 * steps.len());
    bytes.push(VERSION);
    for StepMark { outcome, took, status, timings } in steps {
        let mut head = flags::outcome(*outcome);
        if status.is_some() {
            head |= STATUS;
        }
        let mut phases = [None; 6];
        if let Some(Timings { dns, connect, tls, send, wait, receive }) = timings {
            head |= TIMINGS;
            for (phase, bit) in [(dns, DNS), (connect, CONNECT), (tls, TLS)] {
                head |= if phase.is_some() { bit } else { 0 };
            }
            phases = [*dns, *connect, *tls, Some(*send), Some(*wait), Some(*receive)];
        }
        bytes.push(head);
        put(&mut bytes, micros(*took));
        if let Some(status) = status {
            put(&mut bytes, u64::from(*status));
        }
        for phase in phases.into_iter().flatten() {
            put(&mut bytes, micros(phase));
        }
    }
    bytes
}

/// The marks that `bytes` keep.
pub(super) fn unpack(bytes: &[u8]) -> Result<Vec<StepMark>, ReadError> {
    let mut bytes = Bytes::versioned(bytes, VERSION, "the steps of a run")?;
    let mut steps = Vec::new();
    while !bytes.rest().is_empty() {
        steps.push(step(&mut bytes)?);
    }
    Ok(steps)
}

fn step(bytes: &mut Bytes<'_>) -> Result<StepMark, ReadError> {
    let head = bytes.byte()?;
    let outcome = flags::outcome_of(head & 7)?;
    let took = Duration::from_micros(bytes.number()?);
    let status = if head & STATUS != 0 {
        let status = bytes.number()?;
        Some(u16::try_from(status).map_err(|_| ReadError::damaged("a status", status))?)
    } else {
        None
    };
    let timings = if head & TIMINGS != 0 {
        let mut phase = || bytes.number().map(Duration::from_micros);
        Some(Timings {
            dns: (head & DNS != 0).then(&mut phase).transpose()?,
            connect: (head & CONNECT != 0).then(&mut phase).transpose()?,
            tls: (head & TLS != 0).then(&mut phase).transpose()?,
            send: phase()?,
            wait: phase()?,
            receive: phase()?,
        })
    } else {
        None
    };
    Ok(StepMark { outcome, took, status, timings })
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use runner_model::Outcome;

    use super::*;

    fn mark(
        outcome: Outcome,
        took: u64,
        status: Option<u16>,
        timings: Option<Timings>,
    ) -> StepMark {
        StepMark { outcome, took: Duration::from_micros(took), status, timings }
    }

    #[test]
    fn bytes_of_version_1_stay_readable() {
        let bytes = [
            1, // the version
            0b1111_1001,
            0x90,
            0x4e,
            0xc8,
            0x01,
            1,
            2,
            3,
            4,
            0x85,
            0x4e,
            0, // passed in 10 ms
            0b0001_1100,
            0x80,
            0x01,
            0xf6,
            0x03,
            0x80,
            0x08,
            6,
            7, // failed, connection reused
            0b0000_0011,
            0, // errored, nothing was sent
            0b0000_0000,
            0, // skipped
        ];
        let us = Duration::from_micros;
        let all = Timings {
            dns: Some(us(1)),
            connect: Some(us(2)),
            tls: Some(us(3)),
            send: us(4),
            wait: us(9989),
            receive: us(0),
        };
        let reused = Timings { send: us(1024), wait: us(6), receive: us(7), ..Timings::default() };
        let steps = [
            mark(Outcome::Passed, 10_000, Some(200), Some(all)),
            mark(Outcome::Failed, 128, Some(502), Some(reused)),
            mark(Outcome::Errored, 0, None, None),
            mark(Outcome::Skipped, 0, None, None),
        ];
        assert_eq!(unpack(&bytes).unwrap(), steps);
        assert_eq!(pack(&steps), bytes);
    }

    #[test]
    fn bytes_of_a_later_version_are_not_guessed_at() {
        let error = unpack(&[2, 0, 0]).unwrap_err();
        assert!(error.to_string().contains("the form 2 is not known"), "{error}");
        assert!(unpack(&[]).is_err());
        assert!(unpack(&[1, 0b1000, 0]).is_err());
        assert!(
            unpack(&[1, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).is_err()
        );
    }

    fn phase() -> impl Strategy<Value = Option<Duration>> {
        prop::option::of((0_u64..100_000_000).prop_map(Duration::from_micros))
    }

    prop_compose! {
        fn any_mark()(
            outcome in prop::sample::select(vec![
                Outcome::Skipped, Outcome::Passed, Outcome::Degraded, Outcome::Errored,
                Outcome::Failed,
            ]),
            took in any::<u64>(),
            status in prop::option::of(any::<u16>()),
            timings in prop::option::of([phase(), phase(), phase(), phase(), phase(), phase()]),
        ) -> StepMark {
            let timings = timings.map(|[dns, connect, tls, send, wait, receive]| Timings {
                dns, connect, tls,
                send: send.unwrap_or_default(),
                wait: wait.unwrap_or_default(),
                receive: receive.unwrap_or_default(),
            });
            mark(outcome, took, status, timings)
        }
    }

    proptest! {
        #[test]
        fn any_steps_survive(steps in prop::collection::vec(any_mark(), 0..6)) {
            prop_assert_eq!(unpack(&pack(&steps)).unwrap(), steps);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            drop(unpack(&bytes));
        }
    }
}
