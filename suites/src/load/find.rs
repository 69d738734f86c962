//! Which files are meant by the paths of a command.

use std::path::{Path, PathBuf};

use super::display::shown;
use super::folder::{files_below, some_files_below};
use super::pattern::{is_pattern, matching};
use super::project_file::PROJECT_FILE;
use crate::read::resolved;
use crate::read::suggest::{did_you_mean, nearest};

/// How a file is called that is a suite.
pub(super) const SUFFIX: &str = ".trip.yaml";

/// After so many files nothing better is looked for.
const LOOKED_AT: usize = 20_000;

/// Why a path stands for no suite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NotFound {
    /// What is wrong.
    pub(super) message: String,
    /// The way out.
    pub(super) help: Option<String>,
}

/// The suites that `written` stands for, from `folder`: a file, all suites below a folder, or all
/// that a pattern matches. The project file stands for none.
pub(super) fn suites_at(folder: &Path, written: &str) -> Result<Vec<PathBuf>, NotFound> {
    let path = resolved(folder, written);
    if path.is_file() {
        let is_project = path.file_name().is_some_and(|name| name == PROJECT_FILE);
        return Ok(if is_project { Vec::new() } else { vec![path] });
    }
    if path.is_dir() {
        let found = files_below(&path, is_suite);
        return if found.is_empty() { Err(empty_folder(written)) } else { Ok(found) };
    }
    if !is_pattern(written) {
        return Err(missing(folder, written));
    }
    match matching(folder, written) {
        Ok(files) => {
            let found: Vec<PathBuf> = files.into_iter().filter(|path| is_suite(path)).collect();
            if found.is_empty() { Err(no_match(written)) } else { Ok(found) }
        }
        Err(error) => Err(NotFound {
            message: format!("`{written}` cannot be a pattern: {}", error.msg),
            help: Some("use `*`, `?`, `**/` and `[abc]`".to_owned()),
        }),
    }
}

/// It is called as suites are.
pub(super) fn is_suite(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(SUFFIX))
}

fn empty_folder(written: &str) -> NotFound {
    NotFound {
        message: format!("there is no suite in `{written}` or below"),
        help: Some(format!("suites are files that end with `{SUFFIX}`")),
    }
}

fn no_match(written: &str) -> NotFound {
    NotFound {
        message: format!("no suite matches `{written}`"),
        help: Some(format!("suites are files that end with `{SUFFIX}`; `**/` reaches any depth")),
    }
}

/// Nothing is there: perhaps something of nearly that name is.
fn missing(folder: &Path, written: &str) -> NotFound {
    let files = some_files_below(folder, LOOKED_AT, is_suite);
    let files: Vec<String> = files.iter().map(|path| shown(path, folder)).collect();
    let message = format!("there is no file `{written}`");
    NotFound { message, help: closest(folder, written, &files).map(|near| did_you_mean(&near)) }
}

fn closest(folder: &Path, written: &str, files: &[String]) -> Option<String> {
    let written = written.replace('\\', "/");
    let path = resolved(folder, &written);
    if let Some(whole) = files.iter().find(|file| **file == format!("{written}{SUFFIX}")) {
        return Some(whole.clone());
    }
    if let Some(near) = nearest(&written, files.iter().map(String::as_str)) {
        return Some(near.to_owned());
    }
    // The right name in another folder, or nearly the right name.
    let name = path.file_name()?.to_str()?.trim_end_matches(SUFFIX);
    let stem = |file: &str| {
        let name = file.rsplit('/').next().unwrap_or(file);
        name.trim_end_matches(SUFFIX).to_owned()
    };
    let stems: Vec<String> = files.iter().map(|file| stem(file)).collect();
    let near = nearest(name, stems.iter().map(String::as_str))?;
    let index = stems.iter().position(|stem| stem == near)?;
    files.get(index).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in ["suites/login.trip.yaml", "suites/deep/pay.trip.yaml", "docs/readme.md"] {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        folder
    }

    fn help(written: &str) -> String {
        let tree = tree();
        suites_at(tree.path(), written).unwrap_err().help.unwrap_or_default()
    }

    #[test]
    fn a_folder_stands_for_all_suites_below_it() {
        let tree = tree();
        let found = suites_at(tree.path(), "suites").unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(suites_at(tree.path(), "suites/*.trip.yaml").unwrap().len(), 1);
    }

    #[test]
    fn a_path_that_is_not_there_is_compared_with_those_that_are() {
        assert_eq!(help("suites/lgoin.trip.yaml"), "did you mean `suites/login.trip.yaml`?");
        assert_eq!(help("suites/login"), "did you mean `suites/login.trip.yaml`?");
        assert_eq!(help("pay.trip.yaml"), "did you mean `suites/deep/pay.trip.yaml`?");
        assert_eq!(help("completely/else.yaml"), "");
    }

    #[test]
    fn a_folder_or_pattern_without_suites_says_so() {
        let tree = tree();
        let message = |written| suites_at(tree.path(), written).unwrap_err().message;
        assert_eq!(message("docs"), "there is no suite in `docs` or below");
        assert_eq!(message("docs/*.yaml"), "no suite matches `docs/*.yaml`");
    }
}
