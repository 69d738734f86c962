//! Whether files have changed.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::SystemTime;

/// No more files are looked at, so that a heap of data beside the suites costs nothing.
const MOST: usize = 10_000;

/// When each file was last changed, and its length.
#[derive(PartialEq, Eq)]
pub(crate) struct Looks(BTreeMap<PathBuf, Option<(SystemTime, u64)>>);

impl Looks {
    /// At everything in these folders and below that somebody may edit.
    pub(crate) fn at(folders: &[PathBuf]) -> Self {
        let mut found = BTreeMap::new();
        let mut left: Vec<PathBuf> = folders.to_vec();
        while let Some(folder) = left.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                if found.len() >= MOST {
                    return Self(found);
                }
                let (path, kind) = (entry.path(), entry.file_type());
                if is_left_out(&entry.file_name().to_string_lossy()) {
                    continue;
                }
                if kind.is_ok_and(|kind| kind.is_dir()) {
                    left.push(path);
                } else {
                    let look = std::fs::metadata(&path).ok();
                    let look = look.and_then(|look| Some((look.modified().ok()?, look.len())));
                    found.insert(path, look);
                }
            }
        }
        Self(found)
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
