//! Ids that are made anew for each run, whatever the seed: a rerun must not replay old POSTs.

use std::cell::RefCell;

use jiff::Timestamp;
use runner_model::{RunId, TraceId};

thread_local! {
    /// Random bytes that nobody has used: the machine is asked for many at once, because asking
    /// takes longer than all else that an id costs.
    static STOCK: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// How many bytes are asked for at once: the ids of forty requests.
const STOCKED: usize = 960;

fn fresh<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the machine has a source of random bytes");
    bytes
}

/// As fresh, but for what is no secret.
fn stocked<const N: usize>() -> [u8; N] {
    STOCK.with_borrow_mut(|stock| {
        if stock.len() < N {
            stock.resize(STOCKED.max(N), 0);
            getrandom::fill(stock).expect("the machine has a source of random bytes");
        }
        let left = stock.len() - N;
        let taken = stock[left..].try_into().expect("as many are left");
        stock.truncate(left);
        taken
    })
}

fn hex(bytes: &[u8]) -> String {
    let digit = |digit: u8| char::from(b"0123456789abcdef"[usize::from(digit & 15)]);
    let mut text = String::with_capacity(2 * bytes.len());
    bytes.iter().for_each(|byte| text.extend([digit(byte >> 4), digit(*byte)]));
    text
}

/// Identifies a run that is made, or asked for, at `now`.
pub fn fresh_run(now: Timestamp) -> RunId {
    RunId::at(now, stocked())
}

/// Identifies a trace.
pub(crate) fn fresh_trace() -> TraceId {
    let mut bytes = stocked::<16>();
    bytes[0] |= 1; // all zero is no trace
    TraceId::try_from(hex(&bytes)).expect("16 bytes are 32 digits")
}

/// Identifies a span: 16 digits, not all zero.
pub(crate) fn fresh_span() -> String {
    let mut bytes = stocked::<8>();
    bytes[0] |= 1;
    hex(&bytes)
}

/// Version 4 (RFC 9562).
pub(crate) fn fresh_uuid() -> String {
    let mut bytes = fresh::<16>();
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let digits = hex(&bytes);
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

/// A seed for the random values of a run, short enough to be typed: `81f3`.
pub fn fresh_seed() -> String {
    hex(&fresh::<4>())
}

/// A secret that nobody guesses: 256 bits, as hexadecimal digits.
pub fn fresh_token() -> String {
    hex(&fresh::<32>())
}
