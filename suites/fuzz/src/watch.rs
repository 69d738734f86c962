//! A watch over the time that one input takes.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// Nothing that a person writes takes a thousandth of it, in a build for tests or not.
const HANG: Duration = Duration::from_secs(60);

/// Ends the process when one input takes too long. The input at hand stands in a file meanwhile,
/// so that it is known also when the process dies of it (of a stack overflow, say).
pub(crate) struct Watch {
    file: PathBuf,
    begun: Instant,
    /// When the input at hand was begun, in milliseconds after `begun`.
    since: Arc<AtomicU64>,
}

impl Watch {
    pub(crate) fn begin(name: &str) -> Self {
        let file = format!("suites-fuzz-{name}-{}", std::process::id());
        let file = std::env::temp_dir().join(file);
        let (begun, since) = (Instant::now(), Arc::new(AtomicU64::new(0)));
        let (watched, shown) = (Arc::downgrade(&since), file.clone());
        std::thread::spawn(move || over(&watched, begun, &shown));
        Self { file, begun, since }
    }

    /// Another input is at hand.
    pub(crate) fn next(&self, input: &[u8]) {
        // Where no file can be written, only the seed leads back to the input.
        let _ = fs::write(&self.file, input);
        self.since.store(millis(self.begun.elapsed()), Ordering::Relaxed);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.file);
    }
}

fn over(watched: &Weak<AtomicU64>, begun: Instant, file: &std::path::Path) {
    while let Some(since) = watched.upgrade() {
        let taken = millis(begun.elapsed()).saturating_sub(since.load(Ordering::Relaxed));
        drop(since);
        if taken > millis(HANG) {
            let mut stderr = std::io::stderr();
            let _ = writeln!(stderr, "over {HANG:?} for the input in {}", file.display());
            // A thread that does not end cannot be ended in any other way.
            std::process::abort();
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn millis(length: Duration) -> u64 {
    u64::try_from(length.as_millis()).unwrap_or(u64::MAX)
}
