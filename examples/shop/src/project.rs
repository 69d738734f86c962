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
    for file in PROJECT {
        let path = root.join(file.path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, file.content)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn every_example_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut there = BTreeSet::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path: PathBuf = entry.unwrap().path();
                if path == root.join("shop") {
                    continue;
                }
                if path.is_dir() {
                    folders.push(path);
                } else {
                    there.insert(path.strip_prefix(root).unwrap().to_string_lossy().into_owned());
                }
            }
        }
        let embedded: BTreeSet<String> = PROJECT.iter().map(|file| file.path.to_owned()).collect();
        assert_eq!(embedded, there);
    }
}
