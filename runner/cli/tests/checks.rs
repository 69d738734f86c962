//! `./test` leaves out what it says it leaves out, whatever it runs tests with.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// What `./test` uses beside Rust; nothing else is there.
const TOOLS: [&str; 8] = ["bash", "basename", "cut", "dirname", "env", "head", "sed", "sort"];

/// Knows neither nextest nor deny, and writes down what else it is asked for.
const CARGO: &str = "case $1 in nextest) [ -e nextest ] || exit 1;; deny) exit 1;; esac
printf '%s\\n' \"$*\" >> asked";

/// A copy of `./test` beside a few targets, with tools that do nothing.
struct Bench(TempDir);

impl Bench {
    fn new() -> Self {
        let bench = Self(tempfile::tempdir().unwrap());
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        fs::copy(root.join("test"), bench.path("test")).unwrap();
        fs::write(bench.path("Cargo.toml"), "rust-version = \"1.0\"\n").unwrap();
        fs::create_dir_all(bench.path("bin")).unwrap();
        for target in ["floors.rs", "browser/main.rs", "gate/main.rs", "harness/mod.rs"] {
            let path = bench.path("runner/cli/tests").join(target);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        for tool in TOOLS {
            let places = ["/usr/bin", "/bin"].map(|place| Path::new(place).join(tool));
            let found = places.iter().find(|path| path.exists()).unwrap();
            symlink(found, bench.path("bin").join(tool)).unwrap();
        }
        for tool in ["cc", "git"] {
            bench.script(&format!("bin/{tool}"), "");
        }
        bench.script("bin/cargo", CARGO);
        bench.script("bin/rustc", "echo rustc 99.0.0");
        bench
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn script(&self, path: &str, text: &str) {
        fs::write(self.path(path), format!("#!/bin/sh\n{text}\n")).unwrap();
        fs::set_permissions(self.path(path), Permissions::from_mode(0o755)).unwrap();
    }

    /// The tests that cargo is asked to run, documentation left out.
    fn asked(&self) -> Vec<String> {
        let mut test = Command::new(self.path("bin/bash"));
        test.arg("test").current_dir(self.0.path());
        let ended = test.env_clear().env("PATH", self.path("bin")).output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
        let asked = fs::read_to_string(self.path("asked")).unwrap();
        fs::remove_file(self.path("asked")).unwrap();
        let is_test = |line: &&str| line.starts_with("test ") || line.starts_with("nextest run ");
        let tests = asked.lines().filter(is_test).filter(|line| !line.contains("--doc"));
        tests.map(str::to_owned).collect()
    }
}

#[test]
fn without_a_browser_its_tests_are_left_out_and_no_others() {
    let bench = Bench::new();
    assert_eq!(
        bench.asked(),
        [
            "test --workspace --exclude tripline --locked --no-fail-fast --lib --bins --tests",
            "test -p tripline --locked --no-fail-fast --bins --test floors --test gate",
        ]
    );
    fs::write(bench.path("nextest"), "").unwrap();
    let but = "-E not binary_id(tripline::browser)";
    let run = "nextest run --workspace --locked --no-fail-fast";
    assert_eq!(bench.asked(), [format!("{run} {but}")]);
    for tool in ["bin/chromium", "bin/npm", "runner/cli/tests/browser/fetch-axe-core"] {
        bench.script(tool, "");
    }
    assert_eq!(bench.asked(), [run]);
    fs::remove_file(bench.path("nextest")).unwrap();
    assert_eq!(bench.asked(), ["test --workspace --locked --no-fail-fast --lib --bins --tests"]);
}
