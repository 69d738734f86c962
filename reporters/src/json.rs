//! The whole run as JSON. Its shape is documented in `docs/report-json.md`.

use std::io;

use runner_model::RunEvent;

use crate::Reporter;

/// Writes the whole [`Run`](runner_model::Run), indented, when it is done.
#[derive(Debug)]
pub struct Json<W> {
    out: W,
}

impl<W: io::Write + Send> Json<W> {
    /// Reports to `out`.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: io::Write + Send> Reporter for Json<W> {
    fn on_event(&mut self, event: &RunEvent<'_>) -> io::Result<()> {
        match event {
            RunEvent::Done(run) => {
                serde_json::to_writer_pretty(&mut self.out, run)?;
                self.out.write_all(b"\n")?;
                self.out.flush()
            }
            RunEvent::Started(_)
            | RunEvent::StepStarted { .. }
            | RunEvent::StepDone { .. }
            | RunEvent::SuiteDone(_) => Ok(()),
        }
    }
}
