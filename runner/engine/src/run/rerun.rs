//! The command that does one test again.

use runner_model::Variant;
use suites::{Suite, Test};

use super::shared::Shared;

/// The command that does just this test of this variant again, with the same random values.
pub(super) fn rerun(shared: &Shared, suite: &Suite, test: &Test, variant: &Variant) -> String {
    let mut target = shared.plan.sources.file(suite.file).name.to_string();
    if !suite.single {
        target = format!("{target}::{}", test.name);
    }
    let mut command = format!("tripline run {}", shell_quoted(&target));
    if !shared.options.rerun_flags.is_empty() {
        command.push(' ');
        command.push_str(&shared.options.rerun_flags);
    }
    let case = variant.case.iter().map(|case| ("case", case));
    let matrix = variant.matrix.iter().map(|(dimension, name)| (dimension.as_str(), name));
    for (dimension, name) in case.chain(matrix) {
        command.push_str(&format!(" --only {}", shell_quoted(&format!("{dimension}={name}"))));
    }
    format!("{command} --seed {}", shell_quoted(&shared.plan.seed))
}

/// Quoted for a shell when need be.
pub fn shell_quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
