//! `tripline serve`, as a process of its own.

use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};

use jiff::Timestamp;
use thiserror::Error;

use crate::{Untold, Usage};

/// What the log says when monitors begin to be watched.
const STARTED: &str = "started";

/// What it says before the address at which it answers.
const LISTENING: &str = "listening on ";

/// The service; it is killed when this is dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    /// When it began to watch.
    pub started: Timestamp,
    /// Where it answers: `http://127.0.0.1:PORT`.
    pub url: String,
}

/// The service does not run.
#[derive(Debug, Error)]
pub enum NotServing {
    /// There is no such program, or its log cannot be read.
    #[error("`tripline serve` cannot be started: {0}")]
    NoProcess(#[from] io::Error),
    /// It ended; this is its log.
    #[error("`tripline serve` did not start to watch:\n{0}")]
    NotStarted(String),
}

impl Process {
    /// Watches the project in `folder`; its store is `store`.
    ///
    /// # Errors
    /// It cannot be started, or ends before it watches.
    #[expect(clippy::disallowed_methods, reason = "the times of another process are compared")]
    pub fn start(folder: &Path, store: &Path) -> Result<Self, NotServing> {
        let mut command = Command::new(tripline()?);
        command.current_dir(folder).args(["serve", "--listen", "127.0.0.1:0", "--store"]);
        command.arg(store).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let log = child.stderr.take().map(BufReader::new);
        let mut process = Self { child, started: Timestamp::now(), url: String::new() };
        let mut log = log.ok_or_else(|| NotServing::NotStarted("it has no log".to_owned()))?;
        let mut said = String::new();
        while !said.lines().last().unwrap_or_default().contains(STARTED) {
            if log.read_line(&mut said)? == 0 {
                return Err(NotServing::NotStarted(said));
            }
        }
        process.started = Timestamp::now();
        let told = said.lines().find_map(|line| line.strip_prefix(LISTENING));
        process.url = told.unwrap_or_default().to_owned();
        pass_on(log);
        Ok(process)
    }

    /// What it has used until this moment.
    ///
    /// # Errors
    /// `/proc` does not tell.
    pub fn usage(&self) -> Result<Usage, Untold> {
        Usage::of(self.child.id())
    }
}

/// The binary: it was built beside this program.
///
/// # Errors
/// Nobody knows where this program is.
pub fn tripline() -> io::Result<PathBuf> {
    let name = format!("tripline{}", std::env::consts::EXE_SUFFIX);
    Ok(std::env::current_exe()?.with_file_name(name))
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
