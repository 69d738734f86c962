//! Files that a suite names: paths are relative to the file they stand in.

use std::path::{Component, Path, PathBuf};

use crate::diagnostics::{Code, Diagnostic};
use crate::language::DataFile;
use crate::read::Reader;
use crate::read::suggest::{did_you_mean, nearest};
use crate::source::Span;

impl Reader<'_> {
    /// The file that `written` names. That it is not there is reported.
    pub(crate) fn data_file(&mut self, written: &str, span: Span) -> DataFile {
        let path = resolved(self.folder(span), written);
        if written.contains("{{") {
            self.mistake(
                Code::E210,
                span,
                "the name of a file is fixed: templates are not filled in".to_owned(),
                "write the name out; for one file per case, make a step of each with `if`",
            );
        } else if written.trim().is_empty() {
            self.mistake(
                Code::E218,
                span,
                "the name of a file is missing".to_owned(),
                "write its path, relative to this file",
            );
        } else if !path.exists() {
            let mistake =
                Diagnostic::new(Code::E218, span, format!("there is no file `{written}`"));
            let beside = Path::new(&*self.sources().file(span.file).name).parent();
            let sought = resolved(beside.unwrap_or(Path::new("")), written);
            self.report(match neighbour(&path, written) {
                Some(meant) => mistake.help(did_you_mean(&meant)),
                None => mistake.help(format!(
                    "paths are relative to this file: put it at `{}`, or correct its name",
                    sought.display()
                )),
            });
        } else if path.is_dir() {
            let message = format!("`{written}` is a folder, not a file");
            self.mistake(Code::E218, span, message, "name a file in it");
        }
        DataFile { written: written.to_owned(), path, span }
    }

    /// What a file says, as text. That it cannot be read is reported.
    pub(crate) fn file_text(&mut self, file: &DataFile) -> Option<String> {
        if !file.path.is_file() {
            return None;
        }
        match std::fs::read(&file.path).map(String::from_utf8) {
            Ok(Ok(text)) => Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
            Ok(Err(_)) => {
                let message = format!("`{}` is not text in UTF-8", file.written);
                self.mistake(Code::E218, file.span, message, "save it as UTF-8");
                None
            }
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", file.written);
                self.report(Diagnostic::new(Code::E218, file.span, message));
                None
            }
        }
    }
}

/// `written`, from `folder`, without `.` and `..` where they can be resolved by their names alone.
pub(crate) fn resolved(folder: &Path, written: &str) -> PathBuf {
    let mut path = PathBuf::new();
    for part in folder.join(written).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(path.components().next_back(), Some(Component::Normal(_))) =>
            {
                path.pop();
            }
            Component::Prefix(_)
            | Component::RootDir
            | Component::ParentDir
            | Component::Normal(_) => {
                path.push(part);
            }
        }
    }
    path
}

/// A file of the same folder with nearly that name, as it would have been written.
fn neighbour(path: &Path, written: &str) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let names: Vec<String> = std::fs::read_dir(path.parent()?)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .take(1_000)
        .collect();
    let meant = nearest(name, names.iter().map(String::as_str))?;
    Some(format!("{}{meant}", written.strip_suffix(name)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_relative_to_the_file_it_stands_in() {
        let path = resolved(Path::new("/p/suites"), "../flows/./login.trip.yaml");
        assert_eq!(path, Path::new("/p/flows/login.trip.yaml"));
        assert_eq!(resolved(Path::new("suites"), "../../x"), Path::new("../x"));
    }
}
