//! The project file and what it includes.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::pattern::{is_pattern, matching};
use super::text::read_all;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::Project;
use crate::read::Reader;
use crate::read::project::{included, project};
use crate::source::{FileId, Sources, Span, Spanned};
use crate::yaml::{self, Node};

/// A project, with the trees it was made of.
pub(super) struct ReadProject {
    pub(super) project: Project,
    trees: Vec<Arc<Node>>,
}

impl ReadProject {
    /// Where the glob of that number is written.
    pub(super) fn glob_place(&self, index: usize) -> Span {
        let written = self.trees.iter().find_map(|tree| tree.get("suites"));
        let item = written.and_then(|node| node.items()?.get(index).map(|item| item.span));
        let start = Span { file: self.project.file, start: 0, end: 0 };
        item.or_else(|| written.map(|node| node.span)).unwrap_or(start)
    }
}

/// Reads the project file at `path`. `None` when it cannot be read; then `diagnostics` say why.
pub(super) fn read_project(
    path: &Path,
    current_dir: &Path,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<ReadProject> {
    let mut trees = Vec::new();
    let mut seen: HashSet<PathBuf> = HashSet::from([path.to_path_buf()]);
    let mut waiting = vec![path.to_path_buf()];
    let mut first = None;
    while !waiting.is_empty() {
        let files = read_all(&waiting, current_dir, sources, diagnostics);
        waiting.clear();
        for file in files {
            let Some(file) = file else { continue };
            let text = Arc::clone(&sources.file(file).text);
            let tree = yaml::parse(file, &text, diagnostics);
            first.get_or_insert(file);
            let Some(tree) = tree else { continue };
            for include in included(&tree) {
                let found = files_of(&include, sources, diagnostics);
                waiting.extend(found.into_iter().filter(|path| seen.insert(path.clone())));
            }
            trees.push(tree);
        }
    }
    let file: FileId = first?;
    let root = path.parent().unwrap_or(Path::new("")).to_path_buf();
    let project = project(file, root, &trees, sources, diagnostics);
    Some(ReadProject { project, trees })
}

/// The files that an entry of `include` stands for.
fn files_of(
    include: &Spanned<String>,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<PathBuf> {
    let written = include.value.as_str();
    let folder = sources.folder(include.span.file);
    if !is_pattern(written) {
        let file = Reader::new(sources, diagnostics).data_file(written, include.span);
        return Some(file.path).filter(|path| path.is_file()).into_iter().collect();
    }
    let mistake = |message: String| Diagnostic::new(Code::E218, include.span, message);
    match matching(folder, written) {
        Ok(files) if files.is_empty() => {
            let diagnostic = mistake(format!("no file matches `{written}`"));
            diagnostics.push(diagnostic.help("paths are relative to this file"));
            Vec::new()
        }
        Ok(files) => files,
        Err(error) => {
            diagnostics.push(mistake(format!("`{written}` cannot be a pattern: {}", error.msg)));
            Vec::new()
        }
    }
}
