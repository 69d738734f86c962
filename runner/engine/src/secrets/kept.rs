//! Answers of commands that may be kept for a while (`cache: 15m`).

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Answers of commands that may be kept for a while, by their arguments.
#[derive(Default)]
pub(crate) struct KeptSecrets(Mutex<HashMap<Vec<String>, Kept>>);

struct Kept {
    value: String,
    until: Timestamp,
}

impl KeptSecrets {
    /// What the command answered, if that may still be used.
    pub(super) fn get(&self, args: &[String], now: Timestamp) -> Option<String> {
        let mut kept = self.0.lock().expect("nobody panics while looking a secret up");
        kept.retain(|_, kept| now < kept.until);
        kept.get(args).map(|kept| kept.value.clone())
    }

    /// Keeps what the command answered `now`.
    pub(super) fn put(&self, args: &[String], value: &str, now: Timestamp, cache: Duration) {
        let lasts = SignedDuration::try_from(cache).unwrap_or(SignedDuration::MAX);
        let until = now.checked_add(lasts).unwrap_or(Timestamp::MAX);
        let mut kept = self.0.lock().expect("nobody panics while keeping a secret");
        kept.insert(args.to_vec(), Kept { value: value.to_owned(), until });
    }
}
