//! Files that must be accepted: no error in any of them, one file a rule.

use std::path::Path;

use suites::diagnostics::render;
use suites::{LoadRequest, Severity, load};

/// Whole projects, each a folder with suites of its own.
#[test]
fn projects_that_are_right_are_accepted_without_a_word() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accept-projects");
    let folders = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path());
    let folders: Vec<_> = folders.collect();
    assert!(!folders.is_empty(), "they are found");
    for folder in folders {
        let request = LoadRequest { current_dir: folder.clone(), ..LoadRequest::default() };
        let loaded = load(&request);
        let said = render(&loaded.diagnostics, &loaded.sources, false);
        assert!(loaded.diagnostics.is_empty(), "{}\n{said}", folder.display());
        let project = loaded.project.as_ref().unwrap();
        for monitor in &project.monitors {
            assert!(!loaded.monitored(monitor).is_empty(), "{} runs nothing", monitor.name.value);
        }
    }
}

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
