//! Where the project file is.

use std::path::{Path, PathBuf};

/// What it is called.
pub(super) const PROJECT_FILE: &str = "tripline.yaml";

/// The project file of `folder`, or of the nearest folder above that has one.
pub(super) fn project_file(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(PROJECT_FILE)).find(|path| path.is_file())
}
