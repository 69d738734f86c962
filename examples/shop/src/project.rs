//! The example project beside this crate, embedded: suites, flows, project file.
//!
//! `tripline demo` works from one binary, wherever that is.

use std::io;
use std::path::Path;

/// A file of the example project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExampleFile {
    /// Below the project's root, with `/`.
    pub path: &'static str,
    /// What it holds.
    pub content: &'static [u8],
}

macro_rules! file {
    ($path:literal) => {
        ExampleFile { path: $path, content: include_bytes!(concat!("../../", $path)) }
    };
}

/// Every file of the example project.
pub const PROJECT: &[ExampleFile] = &[
    file!("README.md"),
    file!("demo-secrets/user_password"),
    file!("failing/wrong-total.trip.yaml"),
    file!("flows/login.trip.yaml"),
    file!("schemas/order.json"),
    file!("suites/catalogue.trip.yaml"),
    file!("suites/chain.trip.yaml"),
    file!("suites/checkout.trip.yaml"),
    file!("suites/cleanup.trip.yaml"),
    file!("suites/environments.trip.yaml"),
    file!("suites/files/chair.svg"),
    file!("suites/graphql.trip.yaml"),
    file!("suites/hello.trip.yaml"),
    file!("suites/loops.trip.yaml"),
    file!("suites/multipart.trip.yaml"),
    file!("suites/negative.trip.yaml"),
    file!("suites/one-service-on-localhost.trip.yaml"),
    file!("suites/polling.trip.yaml"),
    file!("tripline.yaml"),
];

/// Writes the example project into a folder, over what lies there of the same names.
///
/// # Errors
/// A folder or file cannot be written.
pub fn write_project(root: &Path) -> io::Result<()> {
    PROJECT.iter().try_for_each(|file| write_file(root, file.path, file.content))
}

/// Writes a file below `root`, and the folders above it.
pub(crate) fn write_file(root: &Path, path: &str, content: &[u8]) -> io::Result<()> {
    let path = root.join(path);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, content)
}

/// The paths of all files below `root`, sorted, without those in the folders `besides` of it.
#[cfg(test)]
pub(crate) fn files_below(root: &Path, besides: &[&str]) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let below = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            if path.is_file() {
                files.push(below);
            } else if !besides.contains(&below.as_str()) {
                folders.push(path);
            }
        }
    }
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let embedded: Vec<_> = PROJECT.iter().map(|file| file.path.to_owned()).collect();
        assert_eq!(embedded, files_below(root, &["ci", "deploy", "monitoring", "shop"]));
    }
}
