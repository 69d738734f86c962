//! A report in a file: there when it is whole, or growing line by line.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use runner_model::RunEvent;

use crate::Reporter;

/// What a reporter to a file writes to.
pub type ReportFile = BufWriter<File>;

/// A reporter that writes to a file beside `path`, which takes the place of `path` when the run is
/// done. Until then whatever was there stays, and a run that is killed leaves it as it was.
///
/// What is no plain file (`/dev/stdout`, a named pipe) is written to directly.
///
/// # Errors
/// The folder is missing or may not be written to; the message names the path.
pub fn to_file<R: Reporter>(
    path: &Path,
    reporter: impl FnOnce(ReportFile) -> R,
) -> io::Result<FileReport<R>> {
    let place = Place::of(path).map_err(|error| about(path, &error))?;
    let file = place.open().map_err(|error| about(path, &error))?;
    let reporter = Some(reporter(BufWriter::new(file)));
    Ok(FileReport { path: path.to_owned(), place, reporter })
}

/// A reporter that writes to `path` as things happen; what was there is gone at once. For reports
/// that are read while they grow, and are worth something when the run is killed.
///
/// # Errors
/// The folder is missing or may not be written to; the message names the path.
pub fn to_file_as_it_goes<R: Reporter>(
    path: &Path,
    reporter: impl FnOnce(ReportFile) -> R,
) -> io::Result<FileReport<R>> {
    direct(path, File::options().write(true).create(true).truncate(true), reporter)
}

/// A reporter that writes behind what `path` holds already.
///
/// # Errors
/// The folder is missing or may not be written to; the message names the path.
pub fn to_end_of_file<R: Reporter>(
    path: &Path,
    reporter: impl FnOnce(ReportFile) -> R,
) -> io::Result<FileReport<R>> {
    direct(path, File::options().append(true).create(true), reporter)
}

fn direct<R>(
    path: &Path,
    options: &OpenOptions,
    reporter: impl FnOnce(ReportFile) -> R,
) -> io::Result<FileReport<R>> {
    let file = options.open(path).map_err(|error| about(path, &error))?;
    let reporter = Some(reporter(BufWriter::new(file)));
    Ok(FileReport { path: path.to_owned(), place: Place::Direct(path.to_owned()), reporter })
}

/// See [`to_file`], [`to_file_as_it_goes`] and [`to_end_of_file`].
#[derive(Debug)]
pub struct FileReport<R> {
    path: PathBuf,
    place: Place,
    /// `None` when it is through.
    reporter: Option<R>,
}

#[derive(Debug)]
enum Place {
    /// Written to as it is.
    Direct(PathBuf),
    /// Written beside, then put in place.
    Beside { target: PathBuf, temporary: PathBuf },
}

impl Place {
    fn of(path: &Path) -> io::Result<Self> {
        let target = match fs::metadata(path) {
            Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => return Ok(Self::Direct(path.to_owned())),
            // A link stays a link.
            Ok(_) => fs::canonicalize(path)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
            Err(error) => return Err(error),
        };
        let name = target.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.part", std::process::id()));
        let temporary = target.with_file_name(hidden);
        Ok(Self::Beside { target, temporary })
    }

    fn open(&self) -> io::Result<File> {
        match self {
            Self::Direct(path) => File::options().write(true).open(path),
            Self::Beside { temporary, .. } => File::create(temporary),
        }
    }

    fn put(&self) -> io::Result<()> {
        match self {
            Self::Direct(_) => Ok(()),
            Self::Beside { target, temporary } => fs::rename(temporary, target),
        }
    }
}

impl<R: Reporter> Reporter for FileReport<R> {
    fn on_event(&mut self, event: &RunEvent<'_>) -> io::Result<()> {
        let Some(reporter) = &mut self.reporter else { return Ok(()) };
        reporter.on_event(event).map_err(|error| about(&self.path, &error))?;
        match event {
            RunEvent::Done(_) => {
                // Closes the file, which has been flushed.
                self.reporter = None;
                self.place.put().map_err(|error| about(&self.path, &error))
            }
            RunEvent::Started(_)
            | RunEvent::StepStarted { .. }
            | RunEvent::StepDone { .. }
            | RunEvent::SuiteDone(_) => Ok(()),
        }
    }
}

impl<R> Drop for FileReport<R> {
    fn drop(&mut self) {
        if let Place::Beside { temporary, .. } = &self.place {
            // After the end of a run it is not there any more.
            let _gone = fs::remove_file(temporary);
        }
    }
}

fn about(path: &Path, error: &io::Error) -> io::Error {
    let shown = path.display();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let message = match folder {
        Some(folder) if error.kind() == io::ErrorKind::NotFound && !folder.exists() => {
            format!("cannot write the report {shown}: there is no folder {}", folder.display())
        }
        Some(_) | None => format!("cannot write the report {shown}: {error}"),
    };
    io::Error::new(error.kind(), message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Json, Jsonl, sample};

    #[test]
    fn a_report_is_there_when_the_run_is_done_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        fs::write(&path, "the last one").unwrap();
        let run = sample::run();
        let mut report = to_file(&path, Json::new).unwrap();
        report.on_event(&RunEvent::SuiteDone(&run.suites[0])).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "the last one");
        report.on_event(&RunEvent::Done(&run)).unwrap();
        let read: runner_model::Run = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        assert_eq!(read, run);
        drop(report);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_run_that_ends_early_leaves_the_old_report_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        fs::write(&path, "the last one").unwrap();
        drop(to_file(&path, Json::new).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "the last one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_report_that_grows_replaces_the_last_one_and_a_summary_follows_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.jsonl");
        fs::write(&path, "the last one").unwrap();
        let run = sample::run();
        let mut report = to_file_as_it_goes(&path, Jsonl::new).unwrap();
        report.on_event(&RunEvent::SuiteDone(&run.suites[0])).unwrap();
        let written = fs::read_to_string(&path).unwrap();
        assert!(written.starts_with("{\"format\":1,\"event\":\"suite\""), "{written}");
        drop(report);
        assert_eq!(fs::read_to_string(&path).unwrap(), written);

        let mut report = to_end_of_file(&path, Json::new).unwrap();
        report.on_event(&RunEvent::Done(&run)).unwrap();
        assert!(fs::read_to_string(&path).unwrap().starts_with(&written));
    }

    #[test]
    fn a_missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("not/there.json");
        let error = to_file(&path, Json::new).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        let message = error.to_string();
        assert!(message.contains("not/there.json: there is no folder "), "{message}");
        let error = to_file(folder.path(), Json::new).unwrap_err();
        assert!(error.to_string().starts_with("cannot write the report "), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_to_and_a_link_stays_a_link() {
        let run = sample::run();
        to_file(Path::new("/dev/null"), Json::new)
            .unwrap()
            .on_event(&RunEvent::Done(&run))
            .unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());

        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("real.json"), folder.path().join("link.json"));
        fs::write(&path, "").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        to_file(&link, Json::new).unwrap().on_event(&RunEvent::Done(&run)).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(fs::metadata(&path).unwrap().len() > 0);
    }
}
