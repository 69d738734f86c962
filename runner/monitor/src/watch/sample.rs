//! A project out of text, for tests.

use std::path::Path;

use tempfile::TempDir;

use super::{Refused, Watch};

/// Files in a folder that is gone with this value.
pub(crate) struct Sample(TempDir);

impl Sample {
    /// A project file, and suites with their names: `("shop", "steps: [...]")`.
    pub(crate) fn new(project: &str, suites: &[(&str, &str)]) -> Self {
        let sample = Self(tempfile::tempdir().unwrap());
        sample.write("tripline.yaml", &format!("version: 1\nsuites: \"*.trip.yaml\"\n{project}"));
        for (name, suite) in suites {
            sample.write(&format!("{name}.trip.yaml"), &format!("name: {name}\n{suite}"));
        }
        sample
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path().join(name), text).unwrap();
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn watch(&self) -> Watch {
        match Watch::read(self.path()) {
            Ok(watch) => watch,
            Err(Refused::NoProject) => panic!("there is no project"),
            Err(Refused::Problems { diagnostics, .. }) => {
                panic!("{:#?}", diagnostics.iter().map(|d| &d.message).collect::<Vec<_>>())
            }
        }
    }
}
