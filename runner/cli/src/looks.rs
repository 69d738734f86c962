//! Whether files have changed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// No more files are looked at, so that a heap of data beside the suites costs nothing.
const MOST: usize = 10_000;

/// When each file was last changed, and its length: a sum, as there may be thousands.
#[derive(Default, PartialEq, Eq)]
pub(crate) struct Looks {
    files: usize,
    sum: u64,
}

impl Looks {
    /// At everything in these folders and below that somebody may edit.
    pub(crate) fn at(folders: &[PathBuf]) -> Self {
        let mut looks = Self::default();
        let mut left: Vec<PathBuf> = folders.to_vec();
        while let Some(folder) = left.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                if looks.files >= MOST {
                    return looks;
                }
                let (path, kind) = (entry.path(), entry.file_type());
                if is_left_out(&entry.file_name().to_string_lossy()) {
                    continue;
                }
                if kind.is_ok_and(|kind| kind.is_dir()) {
                    left.push(path);
                } else {
                    looks.add(&path);
                }
            }
        }
        looks
    }

    /// In any order: folders have none.
    fn add(&mut self, file: &Path) {
        let look = std::fs::metadata(file).ok();
        let look = look.and_then(|look| Some((look.modified().ok()?, look.len())));
        let mut hasher = DefaultHasher::new();
        (file, look).hash(&mut hasher);
        self.files += 1;
        self.sum = self.sum.wrapping_add(hasher.finish());
    }
}

/// What no suite is made of: hidden folders, what tools build or fetch, reports, logs, the file
/// that the service keeps.
fn is_left_out(name: &str) -> bool {
    let hidden = name.starts_with('.') && name != ".env" && !name.starts_with(".secrets");
    let kind = name.rsplit('.').next().unwrap_or_default();
    let written = matches!(kind, "jsonl" | "log" | "md" | "html" | "out" | "tap" | "tmp" | "swp");
    hidden || written || name.contains(".db") || matches!(name, "target" | "node_modules")
}
