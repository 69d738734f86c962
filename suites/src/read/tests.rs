//! Every file that must be accepted is, and every example.

use std::path::{Path, PathBuf};

use runner_model::SuiteId;

use crate::diagnostics::Diagnostic;
use crate::language::Suite;
use crate::source::{SourceFile, Sources};

/// Reads one file. Answers with the suite and what was said, a line each.
pub(crate) fn read_file(path: &Path) -> (Option<Suite>, Vec<String>) {
    let mut sources = Sources::default();
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let file =
        sources.add(SourceFile { path: path.to_owned(), name: name.into(), text: text.into() });
    let mut diagnostics = Vec::new();
    let tree = crate::yaml::parse(file, &sources.file(file).text, &mut diagnostics);
    let id = SuiteId::try_from("a/b").unwrap();
    let suite = tree.and_then(|tree| super::suite(&tree, file, id, &sources, &mut diagnostics));
    (suite, diagnostics.iter().map(|mistake| shown(&sources, mistake)).collect())
}

fn shown(sources: &Sources, mistake: &Diagnostic) -> String {
    let place = sources.place(mistake.span);
    let help = mistake.help.as_deref().unwrap_or_default();
    format!(
        "{}:{}:{}: {} {} ({help})",
        place.file, place.line, place.column, mistake.code, mistake.message
    )
}

/// The suite files below a folder.
pub(crate) fn files_below(folder: &str, suffix: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(suffix) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn every_accepted_file_and_example_is_read_without_a_word() {
    let mut files = files_below("tests/accept", ".trip.yaml");
    files.extend(files_below("../examples", ".trip.yaml"));
    assert!(files.len() > 10, "they are found");
    let said: Vec<String> = files.iter().flat_map(|file| read_file(file).1).collect();
    assert!(said.is_empty(), "\n{}", said.join("\n"));
}
