//! One run of a program, measured.

use std::path::Path;
use std::process::Command;

use thiserror::Error;

/// What one run took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    /// Milliseconds.
    pub(crate) wall: f64,
    /// Milliseconds, user and system, of all threads.
    pub(crate) cpu: f64,
    /// MiB.
    pub(crate) memory: f64,
}

/// A program with its arguments, and where it is run.
pub(crate) struct Contender<'w> {
    pub(crate) program: &'w Path,
    pub(crate) arguments: Vec<String>,
    pub(crate) folder: &'w Path,
}

/// Why a run says nothing.
#[derive(Debug, Error)]
pub(crate) enum NoSample {
    #[error("`{0}` cannot be measured: {1}")]
    Unmeasured(String, String),
    #[error("`{command}` ended with {code}:\n{said}")]
    Failed { command: String, code: String, said: String },
}

impl Contender<'_> {
    /// Runs it once under `measure`.
    pub(crate) fn run(&self, measure: &Path) -> Result<Sample, NoSample> {
        let unmeasured = |why: String| NoSample::Unmeasured(self.to_string(), why);
        let output = Command::new(measure)
            .arg(self.program)
            .args(&self.arguments)
            .current_dir(self.folder)
            .output()
            .map_err(|cause| unmeasured(cause.to_string()))?;
        let told = String::from_utf8_lossy(&output.stdout);
        let fields: Vec<&str> = told.split_whitespace().collect();
        let &[wall, cpu, peak, code] = fields.as_slice() else {
            return Err(unmeasured(String::from_utf8_lossy(&output.stderr).into_owned()));
        };
        if code != "0" {
            return Err(self.failed(code));
        }
        let number = |text: &str| {
            text.parse::<f64>().map_err(|_| unmeasured(format!("`{text}` is no amount")))
        };
        Ok(Sample { wall: number(wall)?, cpu: number(cpu)?, memory: number(peak)? })
    }

    /// Once more, to hear what it says.
    fn failed(&self, code: &str) -> NoSample {
        let again =
            Command::new(self.program).args(&self.arguments).current_dir(self.folder).output();
        let said = again.map_or_else(
            |cause| cause.to_string(),
            |output| String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned(),
        );
        NoSample::Failed { command: self.to_string(), code: code.to_owned(), said }
    }
}

impl std::fmt::Display for Contender<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.program.display(), self.arguments.join(" "))
    }
}
