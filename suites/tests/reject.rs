//! Files that must be refused: each with a snapshot of everything that is said about it.

use std::path::Path;

use suites::diagnostics::render;
use suites::{LoadRequest, load};

#[test]
fn what_is_wrong_is_said_all_at_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reject");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .filter(|path| !path.ends_with("tripline.yaml"))
        .collect();
    files.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("reject");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::allow_duplicates! {
            for file in files {
                let request = LoadRequest {
                    paths: vec![file.clone()],
                    current_dir: folder.clone(),
                    services: Vec::new(),
                };
                let loaded = load(&request);
                let said = render(&loaded.diagnostics, &loaded.sources, false);
                let name = file.file_stem().unwrap().to_string_lossy();
                insta::assert_snapshot!(&*name, said);
            }
        }
    });
}
