//! An alert policy in a file of its own: to be tried on what has happened.

use std::path::Path;

use crate::diagnostics::Diagnostic;
use crate::language::AlertPolicy;
use crate::read::Reader;
use crate::source::{SourceFile, Sources};
use crate::yaml;

/// An alert policy that was read, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct AlertPolicyFile {
    /// What it says; `None` when something is wrong.
    pub policy: Option<AlertPolicy>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Its text.
    pub sources: Sources,
}

/// Reads `text` as the keys `alert`, `min_failures` and `coverage` of an objective; `name` is what
/// the file is called.
pub fn alert_policy(text: &str, name: &str) -> AlertPolicyFile {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile {
        path: Path::new(name).to_owned(),
        name: name.into(),
        text: text.into(),
    });
    let mut diagnostics = Vec::new();
    let node = yaml::parse(file, text, &mut diagnostics);
    let policy = node.and_then(|node| Reader::new(&sources, &mut diagnostics).alert_policy(&node));
    let policy = policy.filter(|_| diagnostics.is_empty());
    AlertPolicyFile { policy, diagnostics, sources }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::render;
    use crate::language::BurnAlert;

    fn said(text: &str) -> String {
        let read = alert_policy(text, "policy.yaml");
        assert!(read.policy.is_none());
        render(&read.diagnostics, &read.sources, false)
    }

    #[test]
    fn a_policy_is_what_an_objective_says_of_alerts() {
        let text =
            "alert: [ { burn: 14.4, over: 1h, and: 5m, severity: critical } ]\nmin_failures: 3\n";
        let policy = alert_policy(text, "policy.yaml").policy.unwrap();
        assert_eq!(policy.min_failures, 3);
        assert_eq!(policy.coverage.to_string(), "90%");
        assert_eq!(policy.alert.rules().len(), 1);
        let standard = alert_policy("alert: standard", "policy.yaml").policy.unwrap();
        assert_eq!(standard.alert, BurnAlert::Standard);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        insta::assert_snapshot!(said("alert: standrad\nmin_failure: 2\n"), @r#"
    error[E212]: expected `standard`, got the text "standrad"
     --> policy.yaml:1:8
      |
    1 | alert: standrad
      |        ^^^^^^^^
      |
      = help: did you mean `standard`?

    error[E202]: unknown key `min_failure` in an alert policy
     --> policy.yaml:2:1
      |
    2 | min_failure: 2
      | ^^^^^^^^^^^
      |
      = help: did you mean `min_failures`?
    "#);
        insta::assert_snapshot!(said("min_failures: 2\n"), @r#"
    error[E208]: an alert policy needs `alert`
     --> policy.yaml:1:1
      |
    1 | min_failures: 2
      | ^^^^^^^^^^^^^^^
      |
      = help: add `alert`: `standard`, or a list of rules
    "#);
    }
}
