//! Names that are given twice: variables, and steps of a test.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Step, StepKind, Suite};
use crate::read::Reader;
use crate::source::{Span, Spanned};

/// The variables that are known at a place, each with where it is defined.
#[derive(Clone, Default)]
struct Known<'s>(HashMap<&'s str, Span>);

impl Reader<'_> {
    /// Reports variables and steps that are given a name which is taken.
    pub(super) fn report_defined_twice(&mut self, suite: &Suite) {
        let mut known = Known::default();
        for input in &suite.inputs {
            self.define(&mut known, &input.name);
        }
        for var in &suite.vars {
            self.define(&mut known, &var.name);
        }
        self.define_steps(&mut known, &suite.setup);
        self.report_steps_twice(&suite.setup);
        for test in &suite.tests {
            let mut own = known.clone();
            self.define_steps(&mut own, &test.steps);
            self.report_steps_twice(&test.steps);
            self.define_steps(&mut own.clone(), &test.cleanup);
            if suite.single {
                known = own;
            }
        }
        self.define_steps(&mut known, &suite.cleanup);
    }

    fn define<'s>(&mut self, known: &mut Known<'s>, name: &'s Spanned<String>) {
        match known.0.get(name.value.as_str()) {
            Some(first) => self.twice(&name.value, name.span, *first),
            None => {
                known.0.insert(&name.value, name.span);
            }
        }
    }

    fn define_steps<'s>(&mut self, known: &mut Known<'s>, steps: &'s [Step]) {
        for step in steps {
            // The element's name is free again after the loop.
            if let Some(each) = &step.for_each {
                self.define(known, &each.name);
            }
            match &step.kind {
                StepKind::Http(_) => {
                    step.save.iter().for_each(|save| self.define(known, &save.name));
                }
                StepKind::Use(call) => {
                    call.save.iter().for_each(|name| self.define(known, name));
                }
                StepKind::Group(steps) => self.define_steps(known, steps),
                StepKind::Set(values) => {
                    values.iter().for_each(|(name, _)| self.define(known, name));
                }
                StepKind::Check(_) | StepKind::Wait(_) => {}
            }
            // What cleanups save is known to that cleanup only.
            if !step.cleanup.is_empty() {
                self.define_steps(&mut known.clone(), &step.cleanup);
            }
            if let Some(each) = &step.for_each
                && known.0.get(each.name.value.as_str()) == Some(&each.name.span)
            {
                known.0.remove(each.name.value.as_str());
            }
        }
    }

    /// What history refers to is unique in its test.
    fn report_steps_twice(&mut self, steps: &[Step]) {
        let mut named = Vec::new();
        collect_names(steps, &mut named);
        let mut known: HashMap<&str, Span> = HashMap::new();
        for name in named {
            match known.get(name.value.as_str()) {
                Some(first) => {
                    let message = format!("two steps are called `{}`", name.value);
                    let mistake = Diagnostic::new(Code::E201, name.span, message);
                    // The same place twice is a step that YAML repeats by an alias.
                    self.report(if *first == name.span {
                        mistake.help("an alias repeats the step: leave its `name` out of the anchor")
                    } else {
                        mistake.related(*first, "the first").help(
                            "history tells the steps of a test apart by their names: give each its own",
                        )
                    });
                }
                None => {
                    known.insert(&name.value, name.span);
                }
            }
        }
    }
}

fn collect_names<'s>(steps: &'s [Step], into: &mut Vec<&'s Spanned<String>>) {
    for step in steps {
        into.extend(&step.name);
        if let StepKind::Group(steps) = &step.kind {
            collect_names(steps, into);
        }
    }
}
