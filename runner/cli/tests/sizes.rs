//! Files stay small enough to read, are named after what they hold, and hold nothing unfinished.
//! (Functions are measured by clippy.)

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The most lines that a source file has.
const LINES: usize = 400;

/// Files that may be longer, each with its reason; none may pass [`NEVER`].
const LONGER: &[(&str, &str)] = &[];

/// The most lines of a file in [`LONGER`].
const NEVER: usize = 600;

/// Names that say nothing about what a file holds.
const EMPTY_NAMES: &[&str] =
    &["utils", "util", "helpers", "helper_functions", "common", "types", "core", "imp", "errors"];

/// What is written nowhere, and instead of what. (Split, so that this file may hold it.)
const NOWHERE: &[(&str, &str)] = &[
    (concat!("#[", "allow("), "#[expect(lint, reason = \"…\")]"),
    (concat!("#![", "allow("), "#![expect(lint, reason = \"…\")]"),
];

/// What is written in tests only.
const ONLY_IN_TESTS: &[(&str, &str)] = &[
    (concat!("todo", "!("), "the code itself, or an answer that it is not supported yet"),
    (concat!("unimplemented", "!("), "the code itself, or an answer that it is not supported yet"),
    (concat!("dbg", "!("), "nothing: it was for looking"),
];

/// What a build or a test run leaves behind.
const LEFTOVERS: &[&str] = &[".snap.new", ".pending-snap", ".profraw", ".orig", ".rej", ".rs.bk"];

#[test]
fn files_are_small_well_named_and_finished() {
    let mut wrong = Vec::new();
    for path in sources(&root()) {
        let text = fs::read_to_string(root().join(&path)).expect("a source file is UTF-8");
        wrong.extend(wrong_with(&path, &text));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_list_of_longer_files_is_true() {
    for (path, reason) in LONGER {
        let text = fs::read_to_string(root().join(path)).expect("a file in LONGER is there");
        assert!(text.lines().count() > LINES, "`{path}` is short: take it out of LONGER");
        assert!(!reason.is_empty(), "why may `{path}` be longer?");
    }
}

#[test]
fn nothing_that_a_build_leaves_behind_is_committed() {
    if !root().join(".git").exists() {
        return; // An archive of the sources: nothing is committed there.
    }
    let output = Command::new("git")
        .args(["-c", "safe.directory=*", "ls-files"])
        .current_dir(root())
        .output()
        .expect("a clone was made with git");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let committed = String::from_utf8_lossy(&output.stdout).into_owned();
    let leftovers: Vec<&str> = committed.lines().filter(|path| is_leftover(path)).collect();
    assert_eq!(leftovers, Vec::<&str>::new());
}

/// What is wrong with the source file at `path`, which holds `text`.
fn wrong_with(path: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let lines = text.lines().count();
    let longer = LONGER.iter().any(|(longer, _)| *longer == path);
    let limit = if longer { NEVER } else { LINES };
    if lines > limit {
        wrong.push(format!("{path}: {lines} lines; split it at {limit}"));
    }
    let stem = Path::new(path).file_stem().unwrap_or_default().to_string_lossy();
    if EMPTY_NAMES.contains(&stem.as_ref()) {
        wrong.push(format!("{path}: `{stem}` says nothing; name it after what it holds"));
    }
    let mut in_tests = is_test_file(path);
    let mut test_only = false;
    for (line, number) in text.lines().zip(1..) {
        // `#[cfg(test)]` above a module in braces: it stands at the foot of its file.
        in_tests |= test_only && line.ends_with('{');
        test_only = line == "#[cfg(test)]";
        let code = line.split("//").next().unwrap_or_default();
        let words = if in_tests { [NOWHERE, &[]] } else { [NOWHERE, ONLY_IN_TESTS] };
        for (word, instead) in words.concat() {
            if code.contains(word) {
                wrong.push(format!("{path}:{number}: `{word}…`; write {instead}"));
            }
        }
    }
    wrong
}

/// All of it is compiled for tests only.
fn is_test_file(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "tests" | "tests.rs" | "benches"))
}

fn is_leftover(path: &str) -> bool {
    path.split('/').any(|part| part == "target")
        || LEFTOVERS.iter().any(|ending| path.ends_with(ending))
}

/// The Rust files below `root`, with `/` between the folders, in order.
fn sources(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the sources can be read") {
            let path = entry.expect("an entry of the sources can be read").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if name != "target" && !name.starts_with('.') {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let path = path.strip_prefix(root).expect("it was found below the root");
                found.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("this package is runner/cli")
        .to_owned()
}

#[test]
fn the_sources_are_found() {
    let sources = sources(&root());
    assert!(sources.contains(&"runner/cli/tests/sizes.rs".to_owned()));
    assert!(sources.contains(&"suites/src/lib.rs".to_owned()));
    assert!(!sources.iter().any(|path| path.starts_with("target/")));
}

#[test]
fn a_long_file_is_noticed() {
    let text = "//\n".repeat(LINES + 1);
    assert_eq!(wrong_with("a/src/b.rs", &text), ["a/src/b.rs: 401 lines; split it at 400"]);
    assert_eq!(wrong_with("a/src/b.rs", &"//\n".repeat(LINES)), Vec::<String>::new());
}

#[test]
fn a_name_that_says_nothing_is_noticed() {
    assert_eq!(
        wrong_with("a/src/utils.rs", ""),
        ["a/src/utils.rs: `utils` says nothing; name it after what it holds"]
    );
}

#[test]
fn what_is_unfinished_is_noticed_outside_tests() {
    let code = format!("fn f() {{\n    {}\"later\");\n}}\n", concat!("todo", "!("));
    assert_eq!(wrong_with("a/src/b.rs", &code).len(), 1);
    assert!(wrong_with("a/src/b.rs", &code)[0].starts_with("a/src/b.rs:2: "));
    assert_eq!(wrong_with("a/tests/b.rs", &code).len(), 0);
    assert_eq!(
        wrong_with("a/src/b.rs", &format!("#[cfg(test)]\nmod tests {{\n{code}}}\n")).len(),
        0
    );
    assert_eq!(wrong_with("a/src/b.rs", &format!("#[cfg(test)]\nmod c;\n{code}")).len(), 1);
    assert_eq!(wrong_with("a/src/b.rs", &format!("// {}", code.replace('\n', " "))).len(), 0);
}

#[test]
fn a_silenced_lint_is_noticed_everywhere() {
    let code = format!("{}dead_code)]\nfn f() {{}}\n", concat!("#[", "allow("));
    assert_eq!(wrong_with("a/src/b.rs", &code).len(), 1);
    assert_eq!(wrong_with("a/tests/b.rs", &code).len(), 1);
}

#[test]
fn leftovers_are_known() {
    assert!(is_leftover("target/debug/tripline"));
    assert!(is_leftover("suites/fuzz/target/CACHEDIR.TAG"));
    assert!(is_leftover("reporters/src/snapshots/a.snap.new"));
    assert!(!is_leftover("suites/src/check/target.rs"));
}
