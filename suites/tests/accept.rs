//! Files that must be accepted: no error in any of them, one file a rule.

use std::path::Path;

use suites::diagnostics::render;
use suites::{LoadRequest, Severity, load};

#[test]
fn what_is_right_is_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accept");
    let request =
        LoadRequest { paths: vec![folder.clone()], current_dir: folder, services: Vec::new() };
    let mut loaded = load(&request);
    loaded.diagnostics.retain(|diagnostic| diagnostic.severity() == Severity::Error);
    assert!(loaded.suites.len() > 20, "they are found");
    assert!(
        loaded.diagnostics.is_empty(),
        "\n{}",
        render(&loaded.diagnostics, &loaded.sources, false)
    );
}
