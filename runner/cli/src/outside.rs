//! The process's surroundings, looked at once.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;

use runner_model::{Clock, SystemClock};

/// What the process was started with.
#[derive(Clone)]
pub(crate) struct Outside {
    /// Variables of the operating system; those that are no text are left out.
    pub(crate) variables: Arc<BTreeMap<String, String>>,
    /// Where the command was given.
    pub(crate) current_dir: PathBuf,
    /// Colour on standard output.
    pub(crate) colour: bool,
    /// Colour on standard error.
    pub(crate) colour_on_stderr: bool,
    /// Columns of the terminal; 100 when there is none.
    pub(crate) width: usize,
    /// Where GitHub Actions wants the summary of a job.
    pub(crate) step_summary: Option<PathBuf>,
    /// Tells the time.
    pub(crate) clock: Arc<dyn Clock>,
}

impl Outside {
    /// Looks around.
    pub(crate) fn look() -> Self {
        let variables: BTreeMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let is_colour = |choice| choice != anstream::ColorChoice::Never;
        let width = variables
            .get("COLUMNS")
            .and_then(|columns| columns.parse().ok())
            .filter(|_| io::stdout().is_terminal())
            .unwrap_or(100);
        Self {
            colour: is_colour(anstream::AutoStream::choice(&io::stdout())),
            colour_on_stderr: is_colour(anstream::AutoStream::choice(&io::stderr())),
            step_summary: variables
                .get("GITHUB_STEP_SUMMARY")
                .filter(|path| !path.is_empty())
                .map(PathBuf::from),
            current_dir: std::env::current_dir().unwrap_or_default(),
            variables: variables.into(),
            width,
            clock: Arc::new(SystemClock),
        }
    }
}
