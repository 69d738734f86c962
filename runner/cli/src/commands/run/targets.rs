//! Which files, tests and matrix entries the command line names.

use std::path::{Path, PathBuf};

use runner_engine::Only;
use suites::Loaded;

use crate::args::RunArgs;
use crate::exit::Exit;
use crate::outside::Outside;
use crate::say;

/// What the paths of a command line name.
pub(super) struct Targets {
    /// Files, folders, globs.
    pub(super) paths: Vec<PathBuf>,
    /// `FILE::TEST`, with the file's absolute path.
    pub(super) tests: Vec<(PathBuf, String)>,
}

/// Parts `FILE::TEST` from paths.
pub(super) fn of(written: &[String], current_dir: &Path) -> Targets {
    let mut targets = Targets { paths: Vec::new(), tests: Vec::new() };
    for text in written {
        match text.rsplit_once("::") {
            Some((file, test)) if !current_dir.join(text).exists() => {
                targets.paths.push(file.into());
                targets.tests.push((absolute(current_dir, file), test.to_owned()));
            }
            _ => targets.paths.push(text.into()),
        }
    }
    targets.paths.dedup();
    targets
}

fn absolute(current_dir: &Path, file: impl AsRef<Path>) -> PathBuf {
    let path = current_dir.join(file);
    std::fs::canonicalize(&path).unwrap_or(path)
}

/// Every named test must exist: a typo must not run nothing and pass.
pub(super) fn check_tests(tests: &[(PathBuf, String)], loaded: &Loaded) -> Result<(), Exit> {
    for (path, name) in tests {
        let suite = loaded.suites.iter().find(|suite| is_same(&suite.path, path));
        let Some(suite) = suite else { continue };
        if suite.tests.iter().any(|test| test.name.as_str() == name) {
            continue;
        }
        let known: Vec<&str> = suite.tests.iter().map(|test| test.name.as_str()).collect();
        let file = &loaded.sources.file(suite.file).name;
        let help = format!("it has {}", known.join(", "));
        say::error(format_args!("{file} has no test `{name}`"), Some(&help));
        return Err(Exit::Usage);
    }
    Ok(())
}

fn is_same(left: &Path, right: &Path) -> bool {
    left == right || std::fs::canonicalize(left).is_ok_and(|left| left == right)
}

/// A flow that needs inputs is run by the suites that use it; alone it is run only when it is
/// named itself.
pub(super) fn leave_flows_to_their_callers(
    loaded: &mut Loaded,
    written: &[String],
    given: &[String],
    outside: &Outside,
) {
    let named: Vec<PathBuf> = of(written, &outside.current_dir)
        .paths
        .iter()
        .map(|path| absolute(&outside.current_dir, path))
        .collect();
    let Loaded { suites, flows, .. } = loaded;
    suites.retain(|suite| {
        let needs_more = suite
            .inputs
            .iter()
            .any(|input| input.default.is_none() && !given.contains(&input.name.value));
        let is_flow = flows.contains_key(&suite.path);
        !(needs_more && is_flow) || named.iter().any(|path| is_same(&suite.path, path))
    });
}

/// `DIMENSION=VALUE`
pub(super) fn only(written: &[String]) -> Result<Vec<Only>, Exit> {
    written
        .iter()
        .map(|text| pair(text, "--only", "tenant=canary-eu"))
        .map(|pair| {
            let (dimension, value) = pair?;
            Ok(Only { dimension, value })
        })
        .collect()
}

/// `NAME=VALUE`
pub(super) fn pair(text: &str, flag: &str, example: &str) -> Result<(String, String), Exit> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.to_owned()))
        }
        found => {
            let help = format!("write `{flag} {example}`");
            let what = if found.is_some() { "no name before its `=`" } else { "no `=`" };
            say::error(format_args!("`{flag} {text}` has {what}"), Some(&help));
            Err(Exit::Usage)
        }
    }
}

/// The flags that a rerun needs.
pub(super) fn rerun_flags(args: &RunArgs) -> String {
    let mut flags = Vec::new();
    let mut add = |flag: &str, value: &str| {
        flags.push(flag.to_owned());
        flags.push(runner_engine::shell_quoted(value));
    };
    if let Some(name) = &args.environment {
        add("-e", name);
    }
    args.service.iter().for_each(|service| add("--service", service));
    args.set.iter().for_each(|set| add("--set", set));
    flags.join(" ")
}
