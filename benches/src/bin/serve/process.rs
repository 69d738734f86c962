//! `tripline serve`, as a process of its own.

use std::io::{self, BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use jiff::Timestamp;
use thiserror::Error;

use crate::usage::{Untold, Usage};

/// What the log says when monitors begin to be watched.
const STARTED: &str = "started";

/// The service; it is killed when this is dropped.
pub(crate) struct Process {
    child: Child,
    /// When it began to watch.
    pub(crate) started: Timestamp,
}

/// The service does not run.
#[derive(Debug, Error)]
pub(crate) enum NotServing {
    #[error("`tripline serve` cannot be started: {0}")]
    NoProcess(#[from] io::Error),
    #[error("`tripline serve` did not start to watch:\n{0}")]
    NotStarted(String),
}

impl Process {
    /// Watches the project in `folder`; its store is `store`.
    #[expect(clippy::disallowed_methods, reason = "the times of another process are compared")]
    pub(crate) fn start(folder: &Path, store: &Path) -> Result<Self, NotServing> {
        let program = std::env::current_exe()?
            .with_file_name(format!("tripline{}", std::env::consts::EXE_SUFFIX));
        let mut command = Command::new(&program);
        command.current_dir(folder).args(["serve", "--listen", "127.0.0.1:0", "--store"]);
        command.arg(store).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let log = child.stderr.take().map(BufReader::new);
        let mut process = Self { child, started: Timestamp::now() };
        let mut log = log.ok_or_else(|| NotServing::NotStarted("it has no log".to_owned()))?;
        let mut said = String::new();
        while !said.lines().last().unwrap_or_default().contains(STARTED) {
            if log.read_line(&mut said)? == 0 {
                return Err(NotServing::NotStarted(said));
            }
        }
        process.started = Timestamp::now();
        pass_on(log);
        Ok(process)
    }

    /// What it has used until this moment.
    pub(crate) fn usage(&self) -> Result<Usage, Untold> {
        Usage::of(self.child.id())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has ended by itself, or does here; either way nothing is left.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the service says from here on is of interest to whoever measures.
fn pass_on(mut log: BufReader<ChildStderr>) {
    std::thread::spawn(move || io::copy(&mut log, &mut io::stderr()));
}
