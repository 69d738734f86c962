//! Paths as a person reads them: relative to where the command was given, with `/`.

use std::path::{Component, Path};

/// `path` as seen from `folder`. Both are absolute; paths on another drive are shown whole.
pub(super) fn shown(path: &Path, folder: &Path) -> String {
    let mut there = path.components().peekable();
    let mut here = folder.components().peekable();
    let mut common = 0;
    while let (Some(a), Some(b)) = (there.peek(), here.peek()) {
        if a != b {
            break;
        }
        there.next();
        here.next();
        common += 1;
    }
    // Not even the root or the drive is shared, or nothing but the root.
    let unrelated = common == 0 || common == 1 && here.peek().is_some();
    if unrelated {
        return with_slashes(path);
    }
    let up = here.map(|_| "..".to_owned());
    let down = there.map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// `path` with `/` between its parts.
pub(super) fn with_slashes(path: &Path) -> String {
    let mut text = String::new();
    for part in path.components() {
        if !text.is_empty() && !text.ends_with('/') {
            text.push('/');
        }
        match part {
            Component::RootDir => text.push('/'),
            Component::Prefix(_)
            | Component::CurDir
            | Component::ParentDir
            | Component::Normal(_) => text.push_str(&part.as_os_str().to_string_lossy()),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_from_where_the_command_was_given() {
        let shown = |path: &str, folder: &str| shown(Path::new(path), Path::new(folder));
        assert_eq!(shown("/p/suites/a.trip.yaml", "/p"), "suites/a.trip.yaml");
        assert_eq!(shown("/p/tripline.yaml", "/p/suites/deep"), "../../tripline.yaml");
        assert_eq!(shown("/other/a.trip.yaml", "/p/suites"), "/other/a.trip.yaml");
        assert_eq!(shown("/p/a.trip.yaml", "/"), "p/a.trip.yaml");
        assert_eq!(shown("/p", "/p"), ".");
    }
}
