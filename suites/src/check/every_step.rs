//! All steps of a suite, however deep they stand.

use crate::language::{Step, StepKind, Suite, Test};

/// Every step of `suite`, in the order of the file: those of groups and of cleanup included.
pub(super) fn every_step(suite: &Suite) -> Vec<&Step> {
    let mut found = Vec::new();
    collect(&suite.setup, &mut found);
    suite.tests.iter().for_each(|test| collect_test(test, &mut found));
    collect(&suite.cleanup, &mut found);
    found
}

/// Every step that is carried out for `test`: those of `setup` and of the suite's cleanup, and
/// its own.
pub(super) fn steps_for<'a>(suite: &'a Suite, test: &'a Test) -> Vec<&'a Step> {
    let mut found = Vec::new();
    collect(&suite.setup, &mut found);
    collect_test(test, &mut found);
    collect(&suite.cleanup, &mut found);
    found
}

fn collect_test<'a>(test: &'a Test, found: &mut Vec<&'a Step>) {
    collect(&test.steps, found);
    collect(&test.cleanup, found);
}

fn collect<'a>(steps: &'a [Step], found: &mut Vec<&'a Step>) {
    for step in steps {
        found.push(step);
        if let StepKind::Group(inner) = &step.kind {
            collect(inner, found);
        }
        collect(&step.cleanup, found);
    }
}
