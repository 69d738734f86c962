//! The project that is watched.

use std::io;
use std::path::Path;
use std::time::Duration;

/// One request, three checks.
const SUITE: &str = include_str!("../../../suites/watched.trip.yaml");

/// So many it has.
pub(crate) const CHECKS_OF_A_RUN: f64 = 3.0;

/// How monitors and suites belong together.
#[derive(Clone, Copy)]
pub(crate) enum Layout {
    /// A file for each monitor.
    OwnSuites,
    /// One file for all.
    OneSuite,
}

impl Layout {
    /// In words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OwnSuites => "a suite each",
            Self::OneSuite => "one suite",
        }
    }

    /// Writes a project with so many monitors of the server at `origin`.
    pub(crate) fn write(
        self,
        folder: &Path,
        monitors: usize,
        every: Duration,
        origin: &str,
    ) -> io::Result<()> {
        let suites = folder.join("suites");
        std::fs::create_dir_all(&suites)?;
        let mut project = format!(
            "version: 1\nenvironments:\n  bench:\n    services: {{ bench: \"{origin}\" }}\nmonitors:\n"
        );
        for number in 0..monitors {
            let file = match self {
                Self::OwnSuites => format!("{number:04}.trip.yaml"),
                Self::OneSuite => "all.trip.yaml".to_owned(),
            };
            project += &format!(
                "  order-{number:04}: {{ run: suites/{file}, in: bench, every: {}s }}\n",
                every.as_secs()
            );
            std::fs::write(suites.join(file), SUITE)?;
        }
        std::fs::write(folder.join("tripline.yaml"), project)
    }
}
