//! Which functions a short run needs, as a script for the linker: lying together, they are a few
//! pages of the program instead of some in every part of it. `benches/layout` builds and starts
//! this.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use std::process::{Command, Output};

/// A pattern may fetch so many times the code that is needed: functions that differ in their types
/// alone bear one name.
const ALONG: u64 = 4;

/// A pattern that fetches no more than this is always worth it, in bytes.
const LITTLE: u64 = 4096;

/// What the script says of itself.
const HEAD: &str = "\
/* Which functions a run of a few requests needs: they are put side by side, so that the rest of\n\
   the program need not be in memory. A name that is out of date does no harm.\n\
   Written by `benches/layout`; `runner/cli/build.rs` gives it to the linker. */\n";

/// The functions that `program` goes through, as the linker names them, counted by callgrind.
///
/// # Errors
/// Valgrind is not installed, or the program failed.
pub(crate) fn needed(
    program: &Path,
    arguments: &[String],
    folder: &Path,
) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let told = folder.join("callgrind.out");
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--demangle=no"])
        .arg(format!("--callgrind-out-file={}", told.display()))
        .arg(program)
        .args(arguments)
        .current_dir(folder);
    output(&mut valgrind)?;
    Ok(functions(&std::fs::read_to_string(told)?))
}

/// All functions of `program` with their sizes in bytes.
///
/// # Errors
/// `nm` (binutils) is not installed, or the program was stripped.
pub(crate) fn all(program: &Path) -> Result<BTreeMap<String, u64>, Box<dyn Error>> {
    let told = output(Command::new("nm").args(["--print-size", "--defined-only"]).arg(program))?;
    let text = String::from_utf8_lossy(&told.stdout);
    let functions: BTreeMap<String, u64> = text.lines().filter_map(function).collect();
    if functions.is_empty() {
        return Err(format!("{} has no symbols: build it unstripped", program.display()).into());
    }
    Ok(functions)
}

fn output(command: &mut Command) -> Result<Output, Box<dyn Error>> {
    let output =
        command.output().map_err(|cause| format!("{command:?} does not start: {cause}"))?;
    if output.status.success() {
        return Ok(output);
    }
    Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr)).into())
}

/// Lines such as `fn=(12) name` and `cfn=(13) name'2`, where `'2` tells of recursion.
fn functions(told: &str) -> BTreeSet<String> {
    let named = told.lines().filter_map(|line| {
        let rest = line.strip_prefix("fn=(").or_else(|| line.strip_prefix("cfn=("))?;
        let (_, name) = rest.split_once(") ")?;
        Some(name.split('\'').next().unwrap_or(name).to_owned())
    });
    named.collect()
}

/// A line such as `000000000200fb30 0000000000000a52 t name`.
fn function(line: &str) -> Option<(String, u64)> {
    let mut fields = line.split_whitespace();
    let (_, size, kind, name) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let size = u64::from_str_radix(size, 16).ok()?;
    matches!(kind, "t" | "T" | "w" | "W").then(|| (name.to_owned(), size))
}

/// The script that puts `needed` side by side.
pub(crate) fn script(needed: &BTreeSet<String>, all: &BTreeMap<String, u64>) -> String {
    let mut sizes: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for (name, size) in all {
        let Some(pattern) = pattern(name) else { continue };
        let (wanted, fetched) = sizes.entry(pattern).or_default();
        *fetched += size;
        if needed.contains(name) {
            *wanted += size;
        }
    }
    let mut script = format!("{HEAD}SECTIONS {{\n  .text.hot : {{\n");
    for (pattern, (wanted, fetched)) in sizes {
        if wanted > 0 && (fetched <= wanted * ALONG || fetched <= LITTLE) {
            script.push_str(&format!("    *(.text.{pattern})\n"));
        }
    }
    script.push_str("  }\n} INSERT BEFORE .text;\n");
    script
}

/// The name of a Rust function without what differs between builds: the hashes of its types and of
/// the crates, and the number that optimizing the whole program adds. `None` for C, whose functions
/// cannot be moved one by one.
fn pattern(name: &str) -> Option<String> {
    let whole = name.split(".llvm.").next().unwrap_or(name);
    if whole.starts_with("_ZN") {
        let (path, _) = whole.rsplit_once("17h")?;
        return Some(format!("{path}17h*"));
    }
    if !whole.starts_with("_R") {
        return None;
    }
    let mut parts = whole.split("Cs");
    let mut pattern = parts.next()?.to_owned();
    for part in parts {
        pattern.push_str("Cs");
        match part.split_once('_') {
            Some((hash, rest)) if hash.chars().all(|c| c.is_ascii_alphanumeric()) => {
                pattern.push_str("*_");
                pattern.push_str(rest);
            }
            Some(_) | None => pattern.push_str(part),
        }
    }
    Some(pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_left_out_of_names() {
        let old =
            "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$11finish_grow17h006c3059079d0f67E.llvm.148";
        let want = "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$11finish_grow17h*";
        assert_eq!(pattern(old).as_deref(), Some(want));
        let std = "_RNvMs4_NtCslNYArtu3iFV_5alloc7raw_vecNtB5_11RawVecInner11finish_growB7_";
        let want = "_RNvMs4_NtCs*_5alloc7raw_vecNtB5_11RawVecInner11finish_growB7_";
        assert_eq!(pattern(std).as_deref(), Some(want));
        assert_eq!(pattern("FSE_writeNCount"), None);
    }

    #[test]
    fn what_is_needed_is_put_together_unless_much_else_comes_along() {
        let names =
            ["_ZN1a1b17h1E", "_ZN1a1b17h2E", "_ZN1c1d17h3E", "_ZN1c1d17h4E", "_ZN1e1f17h5E"];
        let all = names.into_iter().map(str::to_owned).zip([900, 3000, 100, 9000, 10]).collect();
        let needed = [names[0].to_owned(), names[2].to_owned()].into();
        let script = script(&needed, &all);
        assert!(script.contains("    *(.text._ZN1a1b17h*)\n"), "{script}");
        assert!(!script.contains("_ZN1c1d"), "{script}");
        assert!(!script.contains("_ZN1e1f"), "{script}");
    }

    #[test]
    fn names_are_read_as_they_are_told() {
        let told =
            "fl=(1) ???\nfn=(12) _ZN1a1b17h1E\n7 3\ncfn=(13) _ZN1c1d17h3E'2\ncalls=1 7\nfn=(12)\n";
        let want = ["_ZN1a1b17h1E".to_owned(), "_ZN1c1d17h3E".to_owned()];
        assert_eq!(functions(told), want.into());
        let line = "000000000200fb30 0000000000000a52 t _ZN1a1b17h1E";
        assert_eq!(function(line), Some(("_ZN1a1b17h1E".to_owned(), 0xa52)));
        assert_eq!(function("0000000002387d20 t unsized"), None);
    }
}
