//! The files below a folder.

use std::collections::{HashSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold no suites but many files.
const SKIPPED: &[&str] = &["target", "node_modules"];

/// Every file below `folder` whose path is `wanted`, sorted. Hidden folders, `target` and
/// `node_modules` are left out; a link to a folder is followed once. Folders that cannot be read
/// are taken as empty.
pub(super) fn files_below(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    some_files_below(folder, usize::MAX, wanted)
}

/// As [`files_below`], after looking at `most` files: enough to guess what was meant.
pub(super) fn some_files_below(
    folder: &Path,
    most: usize,
    wanted: impl Fn(&Path) -> bool,
) -> Vec<PathBuf> {
    let (links, seen) = (VecDeque::new(), HashSet::new());
    let mut walk = Walk { found: Vec::new(), links, seen, left: most };
    walk.folder(folder, &wanted);
    // True folders first: what is reached both ways is shown by its own name.
    while let Some(link) = walk.links.pop_front() {
        walk.folder(&link, &wanted);
    }
    walk.found.sort();
    walk.found
}

struct Walk {
    found: Vec<PathBuf>,
    links: VecDeque<PathBuf>,
    /// Folders by their true path: links may lead in circles.
    seen: HashSet<PathBuf>,
    /// How many more files may be looked at.
    left: usize,
}

impl Walk {
    fn folder(&mut self, folder: &Path, wanted: &impl Fn(&Path) -> bool) {
        let Ok(true_path) = fs::canonicalize(folder) else { return };
        let Ok(entries) = fs::read_dir(folder) else { return };
        if !self.seen.insert(true_path) {
            return;
        }
        for entry in entries.flatten() {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            let Ok(kind) = entry.file_type() else { continue };
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            if kind.is_dir() || kind.is_symlink() && path.is_dir() {
                if name.starts_with('.') || SKIPPED.contains(&&*name) {
                    continue;
                }
                if kind.is_symlink() {
                    self.links.push_back(path);
                } else {
                    self.folder(&path, wanted);
                }
            } else if wanted(&path) && path.is_file() {
                self.found.push(path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        files_below(folder, |path| path.extension().is_some_and(|suffix| suffix == "yaml"))
            .iter()
            .map(|path| path.strip_prefix(folder).unwrap().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn hidden_folders_and_build_output_are_left_out() {
        let folder = tree(&["b.yaml", "a/c.yaml", ".git/d.yaml", "target/e.yaml", "a/f.txt"]);
        assert_eq!(names(folder.path()), ["a/c.yaml", "b.yaml"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_in_circles_end() {
        let folder = tree(&["a/b.yaml"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("a"), folder.path().join("again")).unwrap();
        assert_eq!(names(folder.path()), ["a/b.yaml"]);
    }
}
