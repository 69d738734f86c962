//! A project in a temporary folder, an origin beside it, and the real binary.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use runner_testkit::Origin;

use super::Started;
use super::ended::Ended;

/// A project: files, an origin, variables of the process.
pub(crate) struct Project {
    folder: tempfile::TempDir,
    pub(crate) origin: Origin,
    variables: Vec<(String, String)>,
}

impl Project {
    /// An empty folder and an origin. There is no project file.
    pub(crate) fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, origin: Origin::start(), variables: Vec::new() }
    }

    /// Writes a file; `ORIGIN` in it stands for the origin's URL.
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        self.write(name, text);
        self
    }

    /// The same, later.
    pub(crate) fn write(&self, name: &str, text: &str) {
        self.write_bytes(name, text.replace("ORIGIN", &self.origin.url("")).as_bytes());
    }

    /// A file that is no text.
    pub(crate) fn write_bytes(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// A variable of the process.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What a file says.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// `tripline …`, to its end.
    pub(crate) fn tripline(&self, args: &[&str]) -> Ended {
        self.start(args).end()
    }

    /// `tripline …`, under way.
    pub(crate) fn start(&self, args: &[&str]) -> Started {
        let mut command = self.command();
        command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
        Started::of(command.spawn().unwrap())
    }

    /// The binary in the project's folder, nothing else said.
    pub(crate) fn command(&self) -> Command {
        self.surrounded(Command::new(env!("CARGO_BIN_EXE_tripline")))
    }

    /// A command in the project's folder, with the project's variables.
    pub(crate) fn surrounded(&self, mut command: Command) -> Command {
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLUMNS", "CI"] {
            command.env_remove(name);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}
