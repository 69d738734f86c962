//! Lines of suite files that stand in results: shown as the file itself is, without credentials.

use std::collections::BTreeSet;

use runner_model::{Failure, MASK, Masker, Place, StepError, StepOutcome, StepResult, TestResult};
use suites::FileId;
use suites::sensitive;

use super::source::{Around, find, without};

/// Takes credentials that are written out from the lines that `test` cites. `hidden` knows the
/// headers that are never shown.
pub(crate) fn hide_credentials(test: &mut TestResult, hidden: &Masker) {
    let hide = |place: &mut Place| {
        if let Some(line) = legible_line(&place.source, hidden) {
            place.source = line.into();
        }
    };
    hide(&mut test.place);
    test.checks.iter_mut().for_each(|check| hide(&mut check.place));
    for step in &mut test.steps {
        places(step).into_iter().for_each(hide);
    }
}

fn places(step: &mut StepResult) -> Vec<&mut Place> {
    let StepResult { place, outcome, checks, warnings, .. } = step;
    let mut all = vec![place];
    all.extend(checks.iter_mut().chain(warnings).map(|check| &mut check.place));
    match outcome {
        StepOutcome::Failed(Failure::NothingToSave { place, .. })
        | StepOutcome::Errored(StepError::Value { place, .. }) => all.push(place),
        StepOutcome::Passed
        | StepOutcome::Degraded
        | StepOutcome::Failed(_)
        | StepOutcome::Errored(_)
        | StepOutcome::Skipped(_) => {}
    }
    all
}

/// The line without credentials; `None` when there are none in it. What surrounds it is not known,
/// so that whatever looks like a credential is taken for one.
fn legible_line(line: &str, hidden: &Masker) -> Option<String> {
    let looks = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    let names = |word: &str| sensitive::names_secret(word) || hidden.hides_header(word);
    if !line.contains("://") && !looks.clone().any(|word| !word.is_empty() && names(word)) {
        return None;
    }
    let mut wrong = Vec::new();
    let Some(root) = suites::yaml::parse(FileId(0), line, &mut wrong).filter(|_| wrong.is_empty())
    else {
        // A piece of something that goes on in other lines.
        return looks.into_iter().any(names).then(|| MASK.to_owned());
    };
    let mut places = BTreeSet::new();
    find(&root, "headers", Around { above: "", sent: true }, hidden, &mut places);
    without(line, &places).filter(|shown| shown != line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_shown_without_its_credentials() {
        let hidden = Masker::new(["x-internal".to_owned()]);
        for (line, expected) in [
            (
                "  - { get: /a, headers: { authorization: abc }, expect: { status: 404 } }",
                Some("  - { get: /a, headers: { authorization: ••• }, expect: { status: 404 } }"),
            ),
            ("      x-internal: abc", Some("      x-internal: •••")),
            ("      authorization: \"Basic abc\"", Some("      authorization: •••")),
            ("      password: \"{{secret.key}}\"", None),
            (
                "  - get: https://ada:abc@shop.example.com/",
                Some("  - get: https://ada:•••@shop.example.com/"),
            ),
            ("  - { get: /a, headers: { authorization: abc,", Some("•••")),
            ("      status: 404", None),
            ("  - { get: /orders, expect: { $.token: { exists: true } } }", None),
        ] {
            assert_eq!(legible_line(line, &hidden).as_deref(), expected, "{line}");
        }
    }
}
