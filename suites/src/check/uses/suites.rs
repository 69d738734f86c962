//! Everything that a suite, or one of its tests, mentions.

use super::{Use, Uses};
use crate::check::every_step::{every_step, steps_for};
use crate::language::{Cases, Step, StepKind, Suite, Test};

/// Everything that `suite` mentions. Not what the flows it uses do.
pub(in crate::check) fn in_suite(suite: &Suite) -> Vec<Use<'_>> {
    Uses::of(|uses| {
        uses.of_all_tests(suite);
        suite.tests.iter().flat_map(|test| &test.cases).for_each(|cases| uses.cases(cases));
        every_step(suite).into_iter().for_each(|step| uses.whole(step));
    })
}

/// Everything that is mentioned when `test` is run, `setup` and the suite's cleanup included. Not
/// what the flows it uses mention.
pub(in crate::check) fn in_test<'a>(suite: &'a Suite, test: &'a Test) -> Vec<Use<'a>> {
    Uses::of(|uses| {
        uses.of_all_tests(suite);
        test.cases.iter().for_each(|cases| uses.cases(cases));
        steps_for(suite, test).into_iter().for_each(|step| uses.whole(step));
    })
}

impl<'a> Uses<'a> {
    /// What is worked out for every test.
    fn of_all_tests(&mut self, suite: &'a Suite) {
        suite.inputs.iter().flat_map(|input| &input.default).for_each(|value| self.value(value));
        suite.cases.iter().for_each(|cases| self.cases(cases));
        suite.vars.iter().for_each(|var| self.value(&var.value));
        self.settings(&suite.settings);
        self.checks(&suite.expect);
    }

    fn cases(&mut self, cases: &'a Cases) {
        let values = cases.rows.iter().flat_map(|row| &row.templates);
        values.for_each(|(_, value)| self.value(value));
    }

    /// A step, without the steps in it.
    fn whole(&mut self, step: &'a Step) {
        step.for_each.iter().for_each(|each| self.value(&each.list));
        self.conditions(&step.condition);
        self.doing(step);
        if let StepKind::Set(values) = &step.kind {
            values.iter().for_each(|(_, value)| self.value(value));
        }
        step.save.iter().for_each(|save| self.saving(save));
        self.judging(step);
    }
}
