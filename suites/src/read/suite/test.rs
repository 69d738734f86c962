//! Tests of a suite.

use runner_model::TestName;

use super::file::step_it_belongs_to;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::Test;
use crate::read::Reader;
use crate::read::keys::TEST;
use crate::source::Span;
use crate::yaml::{Entry, Node};

/// The test of a suite that is written with `steps`.
const MAIN: &str = "main";

impl Reader<'_> {
    /// The test of a suite that is written with `steps`.
    pub(super) fn only_test(&mut self, steps: &Entry, span: Span) -> Test {
        Test {
            name: TestName::try_from(MAIN).expect("a word is a test's name"),
            span,
            tags: Vec::new(),
            cases: None,
            timeout: None,
            steps: self.steps(steps),
            cleanup: Vec::new(),
        }
    }

    /// The tests below `tests`. `cases`: where the suite has some.
    pub(super) fn tests_by_name(&mut self, node: &Node, cases: Option<&Entry>) -> Vec<Test> {
        let Some(entries) = node.entries() else {
            let mistake = self.wrong_type("a map of tests", node);
            self.report(mistake.help("write `name-of-the-test: { steps: […] }`"));
            return Vec::new();
        };
        if entries.is_empty() {
            let message = "`tests` must not be empty".to_owned();
            self.mistake(Code::E211, node.span, message, "write at least one test");
        }
        entries.iter().filter_map(|entry| self.test(entry, cases)).collect()
    }

    fn test(&mut self, entry: &Entry, suite_cases: Option<&Entry>) -> Option<Test> {
        let span = entry.key.span;
        let name = match TestName::try_from(entry.key.value.clone()) {
            Ok(name) => Some(name),
            Err(error) => {
                let message = format!("this cannot be the name of a test: {}", error.rule);
                self.report(Diagnostic::new(Code::E215, span, message));
                None
            }
        };
        if entry.value.items().is_some() {
            let mistake = self.wrong_type("a map", &entry.value);
            self.report(
                mistake.help("write `steps:` below the test's name, and the list below that"),
            );
            return None;
        }
        let misplaced = |unknown: &Entry| step_it_belongs_to(&entry.value, unknown);
        let fields = self.fields_or(&entry.value, &TEST, misplaced)?;
        let cases = fields.entry("cases");
        if let (Some(own), Some(of_suite)) = (cases, suite_cases) {
            self.report(
                Diagnostic::new(
                    Code::E201,
                    own.key.span,
                    "`cases` stand on the suite and on the test",
                )
                .related(of_suite.key.span, "those of the suite")
                .help("leave one of them out: combinations would be run otherwise"),
            );
        }
        Some(Test {
            span,
            tags: self.tags(fields),
            cases: cases.map(|entry| self.cases(&entry.value)),
            timeout: self.whole_timeout(fields),
            steps: fields.entry("steps").map(|entry| self.steps(entry)).unwrap_or_default(),
            cleanup: fields.entry("cleanup").map(|entry| self.steps(entry)).unwrap_or_default(),
            name: name?,
        })
    }
}
