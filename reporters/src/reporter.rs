//! What a reporter is, and several at once.

use std::io;

use runner_model::RunEvent;

/// Turns a run into something to read: a console, a JUnit file, a stream of JSON.
///
/// A reporter that holds a buffer flushes it on [`RunEvent::Done`].
pub trait Reporter: Send {
    /// Called once for every event, in order.
    ///
    /// # Errors
    /// What it writes to does not take it: a full disk, a closed pipe.
    fn on_event(&mut self, event: &RunEvent<'_>) -> io::Result<()>;
}

impl<R: Reporter + ?Sized> Reporter for Box<R> {
    fn on_event(&mut self, event: &RunEvent<'_>) -> io::Result<()> {
        (**self).on_event(event)
    }
}

/// Several reporters at once. One that cannot write is dropped and does not stop the others.
#[derive(Default)]
pub struct Reporters {
    listening: Vec<Box<dyn Reporter>>,
    first_error: Option<io::Error>,
}

impl Reporters {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more, told after those before it.
    #[must_use]
    pub fn with(mut self, reporter: impl Reporter + 'static) -> Self {
        self.add(reporter);
        self
    }

    /// One more, told after those before it.
    pub fn add(&mut self, reporter: impl Reporter + 'static) {
        self.listening.push(Box::new(reporter));
    }

    /// Tells all of them. Never fails: see [`Reporters::finish`].
    pub fn tell(&mut self, event: &RunEvent<'_>) {
        let first_error = &mut self.first_error;
        self.listening.retain_mut(|reporter| match reporter.on_event(event) {
            Ok(()) => true,
            Err(error) => {
                first_error.get_or_insert(error);
                false
            }
        });
    }

    /// Ends reporting.
    ///
    /// # Errors
    /// The first that any of them met.
    pub fn finish(self) -> io::Result<()> {
        self.first_error.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::{Json, sample};

    /// A disk with room for `room` bytes.
    struct Disk {
        room: usize,
        written: Arc<Mutex<Vec<u8>>>,
    }

    impl io::Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut written = self.written.lock().unwrap();
            if written.len() + bytes.len() > self.room {
                return Err(io::ErrorKind::StorageFull.into());
            }
            written.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_stops_one_reporter_and_not_the_others() {
        let disk = |room| Disk { room, written: Arc::default() };
        let (full, roomy) = (disk(10), disk(usize::MAX));
        let written = Arc::clone(&roomy.written);
        let mut reporters = Reporters::new().with(Json::new(full)).with(Json::new(roomy));
        let run = sample::run();
        reporters.tell(&RunEvent::Done(&run));
        assert_eq!(reporters.listening.len(), 1);
        assert_eq!(reporters.finish().unwrap_err().kind(), io::ErrorKind::StorageFull);
        let written: runner_model::Run = serde_json::from_slice(&written.lock().unwrap()).unwrap();
        assert_eq!(written, run);
    }
}
