//! A folder in which nothing is remembered.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Says whose it is, for as long as they run.
const LOCK: &str = "demo.lock";

/// A folder in which nothing is remembered, and which is nobody else's as long as this is kept.
pub(super) struct FreshFolder {
    pub(super) path: PathBuf,
    _lock: File,
}

impl FreshFolder {
    /// The folder `usual`, emptied: what another demo remembered is no history of this one. Beside
    /// it when somebody else's demo runs there, or it is not ours to empty.
    ///
    /// # Errors
    /// None of both can be made.
    pub(super) fn take(usual: PathBuf) -> io::Result<Self> {
        let name = usual.file_name().unwrap_or_default().to_string_lossy();
        let own = usual.with_file_name(format!("{name}-{}", std::process::id()));
        Self::empty(usual).or_else(|_| Self::empty(own))
    }

    fn empty(path: PathBuf) -> io::Result<Self> {
        std::fs::create_dir_all(&path)?;
        if std::fs::symlink_metadata(&path)?.is_symlink() {
            return Err(io::Error::other("it leads somewhere else"));
        }
        let lock = OpenOptions::new().create(true).append(true).open(path.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        for entry in std::fs::read_dir(&path)? {
            let entry = entry?;
            if entry.file_name() != LOCK {
                remove(&entry.path(), entry.file_type()?.is_dir())?;
            }
        }
        Ok(Self { path, _lock: lock })
    }
}

fn remove(path: &Path, is_folder: bool) -> io::Result<()> {
    if is_folder { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_earlier_demo_remembered_is_gone() {
        let temporary = tempfile::tempdir().unwrap();
        let usual = temporary.path().join("demo");
        std::fs::create_dir_all(usual.join("suites")).unwrap();
        std::fs::write(usual.join("tripline.db"), "a year").unwrap();
        let taken = FreshFolder::take(usual.clone()).unwrap();
        assert_eq!(taken.path, usual);
        let left = std::fs::read_dir(&usual).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!(left.collect::<Vec<_>>(), [LOCK]);
    }

    #[test]
    fn a_demo_that_runs_keeps_what_it_remembers() {
        let temporary = tempfile::tempdir().unwrap();
        let usual = temporary.path().join("demo");
        let first = FreshFolder::take(usual.clone()).unwrap();
        std::fs::write(first.path.join("tripline.db"), "this minute").unwrap();
        let second = FreshFolder::take(usual.clone()).unwrap();
        assert_ne!(second.path, usual);
        assert!(usual.join("tripline.db").exists());
        drop(first);
        assert_eq!(FreshFolder::take(usual.clone()).unwrap().path, usual);
        assert!(!usual.join("tripline.db").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_somewhere_else_is_not_followed() {
        let temporary = tempfile::tempdir().unwrap();
        let elsewhere = temporary.path().join("elsewhere");
        std::fs::create_dir(&elsewhere).unwrap();
        std::fs::write(elsewhere.join("letter"), "dear").unwrap();
        let usual = temporary.path().join("demo");
        std::os::unix::fs::symlink(&elsewhere, &usual).unwrap();
        assert_ne!(FreshFolder::take(usual.clone()).unwrap().path, usual);
        assert!(elsewhere.join("letter").exists());
    }
}
