//! What the documents show is what the reader says: every block of YAML in them is loaded.
//!
//! The word behind `yaml` tells what a block is: `suite` and `project` are whole files without a
//! mistake; `wrong` gives the code of its section in docs/diagnostics.md, `right` does not. A block
//! marked `fragment` is part of something, and is not loaded.

#![expect(clippy::unwrap_used, reason = "what goes wrong in a test is the test's failure")]

use std::fs;
use std::path::{Path, PathBuf};

use suites::load::{LoadRequest, load};
use suites::{Code, Diagnostic};

/// A block of YAML in a document.
struct Block {
    /// `suite`, `project`, `wrong`, `right` or `fragment`.
    kind: String,
    text: String,
    line: usize,
    /// The code that the section is about.
    section: Option<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn blocks(document: &str) -> Vec<Block> {
    let text = fs::read_to_string(root().join(document)).unwrap();
    let mut blocks: Vec<Block> = Vec::new();
    let (mut inside, mut section) = (false, None);
    for (index, line) in text.lines().enumerate() {
        if let Some(kind) = line.strip_prefix("```yaml ").filter(|_| !inside) {
            let (kind, section) = (kind.to_owned(), section.clone());
            blocks.push(Block { kind, text: String::new(), line: index + 1, section });
            inside = true;
        } else if line.starts_with("```") {
            inside = false;
        } else if inside {
            let block = blocks.last_mut().unwrap();
            block.text.push_str(line);
            block.text.push('\n');
        } else if let Some(title) = line.strip_prefix("### ") {
            section = title.split(':').next().map(str::to_owned);
        }
    }
    blocks
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// A suite that stands beside a project of a document.
const SUITE: &str = "name: x\ntags: [smoke]\nsteps:\n  - name: place the order\n    get: https://api.example.com/\n";

/// What the reader says to a project.
fn said_to_a_project(text: &str) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    for part in ["suites", "certs", "flows"] {
        fs::create_dir(folder.path().join(part)).unwrap();
    }
    fs::write(folder.path().join("certs/internal-ca.pem"), "").unwrap();
    for suite in ["log-in", "checkout"] {
        fs::write(folder.path().join(format!("suites/{suite}.trip.yaml")), SUITE).unwrap();
    }
    fs::write(folder.path().join("tripline.yaml"), text).unwrap();
    load(&LoadRequest { current_dir: folder.path().to_owned(), ..LoadRequest::default() })
        .diagnostics
}

/// What the reader says to a block, beside the example project.
fn said(block: &Block) -> Vec<Diagnostic> {
    if block.text.starts_with("version:") {
        return said_to_a_project(&block.text);
    }
    let folder = tempfile::tempdir().unwrap();
    for part in ["flows", "schemas", "demo-secrets"] {
        copy(&root().join("examples").join(part), &folder.path().join(part));
    }
    copy(&root().join("examples/schemas"), &folder.path().join("suites/schemas"));
    let example = fs::read_to_string(root().join("examples/tripline.yaml")).unwrap();
    let suite = match &block.text {
        text if text.starts_with("- ") => format!("name: x\nservice: shop\nsteps:\n{text}"),
        text => text.clone(),
    };
    fs::write(folder.path().join("tripline.yaml"), example).unwrap();
    let file = folder.path().join("suites/log-in.trip.yaml");
    fs::write(&file, suite).unwrap();
    let request = LoadRequest {
        paths: vec![file],
        current_dir: folder.path().to_owned(),
        ..LoadRequest::default()
    };
    load(&request).diagnostics
}

fn codes(found: &[Diagnostic]) -> String {
    found.iter().map(|d| format!("{}: {}", d.code, d.message)).collect::<Vec<_>>().join("\n  ")
}

#[test]
fn whole_examples_are_without_mistakes() {
    let mut seen = 0;
    for document in ["README.md", "docs/language.md", "docs/monitors.md"] {
        for block in blocks(document) {
            if !matches!(block.kind.as_str(), "suite" | "project") {
                continue;
            }
            let found = said(&block);
            assert!(found.is_empty(), "{document}:{}\n  {}", block.line, codes(&found));
            seen += 1;
        }
    }
    assert!(seen >= 5, "only {seen} whole examples");
}

/// Mistakes that no block of one file can show: other bytes than text, another file, an
/// environment that is chosen.
const NOT_SHOWN: &[Code] =
    &[Code::E110, Code::E114, Code::E115, Code::E116, Code::E217, Code::E402, Code::E403];

#[test]
fn every_code_is_shown_with_an_example_that_gives_it_and_one_that_does_not() {
    let blocks = blocks("docs/diagnostics.md");
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let of_it = |kind: &'static str| {
            blocks
                .iter()
                .filter(move |b| b.kind == kind && b.section.as_deref() == Some(code.as_str()))
        };
        let text = fs::read_to_string(root().join("docs/diagnostics.md")).unwrap();
        assert!(text.contains(&format!("### {code}: ")), "{code} is not explained");
        if NOT_SHOWN.contains(code) {
            continue;
        }
        for (kind, gives) in [("wrong", true), ("right", false)] {
            assert!(of_it(kind).next().is_some(), "{code} has no example marked `{kind}`");
            for block in of_it(kind) {
                let found = said(block);
                if found.iter().any(|diagnostic| diagnostic.code == *code) != gives {
                    wrong.push(format!("{code} {kind}, line {}:\n  {}", block.line, codes(&found)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
