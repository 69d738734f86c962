//! A line of JSON for everything that happens.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Mutex;

use runner_monitor::Event;

/// A file to which a line of JSON is added for everything that happens.
pub(crate) struct EventLog(Mutex<BufWriter<File>>);

impl EventLog {
    /// Opens it; what is in it stays.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self(Mutex::new(BufWriter::new(file))))
    }

    /// Adds a line. A disk that is full costs lines of the log, never a run.
    pub(crate) fn write(&self, event: &Event) {
        let Ok(mut line) = serde_json::to_vec(event) else { return };
        line.push(b'\n');
        let mut file = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Err(error) = file.write_all(&line).and_then(|()| file.flush()) {
            tracing::warn!(%error, "the event log cannot be written");
        }
    }
}
