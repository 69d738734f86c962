//! Where pictures of pages go: of each that is shown, when BROWSER_SHOTS names a folder; of the
//! last one, when a test fails.

use std::path::{Path, PathBuf};

/// Where those of tests that failed are.
pub(crate) fn of_failures() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser-failures")
}

/// Where all of them are wanted.
#[expect(clippy::disallowed_methods, reason = "whoever runs the tests says so")]
pub(crate) fn wanted() -> Option<PathBuf> {
    std::env::var_os("BROWSER_SHOTS").map(PathBuf::from)
}

/// `PHONE-the-overview.png`
pub(crate) fn keep(folder: &Path, name: &str, png: &[u8]) -> PathBuf {
    std::fs::create_dir_all(folder).unwrap();
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let path = folder.join(format!("{}.png", name.chars().map(plain).collect::<String>()));
    std::fs::write(&path, png).unwrap();
    path
}
