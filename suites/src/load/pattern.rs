//! Globs: `suites/**/*.trip.yaml`.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern, PatternError};

use super::display::with_slashes;
use super::folder::files_below;
use crate::read::resolved;

/// `*` stays within a folder, and does not match hidden files.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// It is a pattern, not a path.
pub(super) fn is_pattern(written: &str) -> bool {
    written.contains(['*', '?', '['])
}

/// The files that `written` matches, from `folder`, sorted.
///
/// # Errors
/// When it cannot be a pattern.
pub(super) fn matching(folder: &Path, written: &str) -> Result<Vec<PathBuf>, PatternError> {
    let parts: Vec<&str> = written.split('/').collect();
    let fixed = parts.iter().take_while(|part| !is_pattern(part)).count();
    let base = parts[..fixed].join("/");
    // `/a/*.yaml` begins at the root, not at an empty name.
    let base = if written.starts_with('/') && base.is_empty() { "/" } else { &base };
    let base = resolved(folder, base);
    let pattern = Pattern::new(&parts[fixed..].join("/"))?;
    let matches = |path: &Path| {
        path.strip_prefix(&base)
            .is_ok_and(|below| pattern.matches_with(&with_slashes(below), OPTIONS))
    };
    Ok(files_below(&base, matches))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in ["a.trip.yaml", "s/b.trip.yaml", "s/t/c.trip.yaml", "s/d.yaml", "s/.e.yaml"] {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        folder
    }

    fn matched(folder: &Path, pattern: &str) -> Vec<String> {
        let files = matching(folder, pattern).unwrap();
        files.iter().map(|path| with_slashes(path.strip_prefix(folder).unwrap())).collect()
    }

    #[test]
    fn two_stars_reach_any_depth_and_one_does_not() {
        let tree = tree();
        assert_eq!(
            matched(tree.path(), "**/*.trip.yaml"),
            ["a.trip.yaml", "s/b.trip.yaml", "s/t/c.trip.yaml"]
        );
        assert_eq!(matched(tree.path(), "s/*.trip.yaml"), ["s/b.trip.yaml"]);
        assert_eq!(matched(tree.path(), "s/**/*.trip.yaml"), ["s/b.trip.yaml", "s/t/c.trip.yaml"]);
        assert_eq!(matched(tree.path(), "s/*.yaml"), ["s/b.trip.yaml", "s/d.yaml"]);
    }

    #[test]
    fn a_pattern_may_begin_above() {
        let tree = tree();
        let files = matching(&tree.path().join("s"), "../*.trip.yaml").unwrap();
        assert_eq!(files, [tree.path().join("a.trip.yaml")]);
        assert!(matching(tree.path(), "s/[").is_err());
    }
}
