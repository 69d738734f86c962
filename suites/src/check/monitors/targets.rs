//! E504 and E501: what monitors are to run and nobody has.

use std::path::Path;

use runner_model::TestName;

use super::whole::Whole;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{RunTarget, Suite};
use crate::read::suggest::{did_you_mean, nearest, there_are};
use crate::source::Spanned;

/// Files that are no suites of the project, tests that they do not have, tags that nothing bears.
pub(super) fn targets(whole: &Whole<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for target in whole.project.monitors.iter().flat_map(|monitor| &monitor.run) {
        match target {
            RunTarget::Path { written, files, test } => {
                let strange = files.iter().find(|path| whole.paths.binary_search(path).is_err());
                found.extend(strange.map(|path| not_a_suite(whole, path, written)));
                if let Some(test) = test {
                    found.extend(
                        files.iter().filter_map(|path| no_test(whole, path, test, written)),
                    );
                }
            }
            RunTarget::Tags(tags) if whole.is_read() => {
                found.extend(tags.iter().filter_map(|tag| no_tag(whole, tag)));
            }
            RunTarget::Tags(_) => {}
        }
    }
    found
}

fn not_a_suite(whole: &Whole<'_>, path: &Path, written: &Spanned<String>) -> Diagnostic {
    let below = path.strip_prefix(&whole.project.root).unwrap_or(path).display().to_string();
    let message = format!("`{below}` is not one of the suites of this project");
    let globs = whole.project.suites.join("`, `");
    Diagnostic::new(Code::E504, written.span, message)
        .help(format!("`suites` of the project must match it: it says `{globs}`"))
}

fn no_test(
    whole: &Whole<'_>,
    path: &Path,
    test: &TestName,
    written: &Spanned<String>,
) -> Option<Diagnostic> {
    let suite = whole.suites.iter().find(|suite| suite.path == path)?;
    let known = || suite.tests.iter().map(|test| test.name.as_str());
    if known().any(|known| known == test.as_str()) {
        return None;
    }
    let file = &whole.sources.file(suite.file).name;
    let message = format!("`{file}` has no test `{test}`");
    Some(Diagnostic::new(Code::E501, written.span, message).help(
        match nearest(test.as_str(), known()) {
            Some(near) => did_you_mean(near),
            None => there_are(known()),
        },
    ))
}

fn no_tag(whole: &Whole<'_>, tag: &Spanned<String>) -> Option<Diagnostic> {
    let mut known: Vec<&str> = whole.suites.iter().flat_map(|suite| tags(suite)).collect();
    if known.contains(&tag.value.as_str()) {
        return None;
    }
    known.sort_unstable();
    let message = format!("no test bears the tag `{}`", tag.value);
    Some(Diagnostic::new(Code::E504, tag.span, message).help(
        match nearest(&tag.value, known.iter().copied()) {
            Some(near) => did_you_mean(near),
            None if known.is_empty() => format!("write `tags: [{}]` in a suite", tag.value),
            None => there_are(known),
        },
    ))
}

fn tags(suite: &Suite) -> impl Iterator<Item = &str> {
    let tests = suite.tests.iter().flat_map(|test| &test.tags);
    suite.tags.iter().chain(tests).map(String::as_str)
}
