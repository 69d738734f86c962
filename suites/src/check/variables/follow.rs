//! A suite from its inputs to its cleanup.

use std::collections::HashSet;

use super::definitions::saved_in;
use super::scope::{By, Chain, Definition, Scope};
use crate::check::uses::{Use, Uses};
use crate::check::{Names, Unread};
use crate::diagnostics::{Code, Diagnostic};
use crate::language::{Cases, Suite, Test};
use crate::source::{Sources, Span, Spanned};

/// Every mistake that has to do with variables.
pub(in crate::check) fn variables(
    suite: &Suite,
    names: &Names,
    sources: &Sources,
    unread: Option<&Unread>,
) -> Vec<Diagnostic> {
    let mut follow = Follow {
        suite,
        names,
        sources,
        unread,
        found: Vec::new(),
        used: HashSet::new(),
        saved: Vec::new(),
        inherited: false,
    };
    follow.suite();
    if unread.is_none() {
        follow.unused();
    }
    follow.found
}

/// The way through a suite.
pub(super) struct Follow<'a> {
    pub(super) suite: &'a Suite,
    pub(super) names: &'a Names,
    pub(super) sources: &'a Sources,
    /// What the file says where it could not be read.
    unread: Option<&'a Unread>,
    /// The mistakes.
    pub(super) found: Vec<Diagnostic>,
    /// Where the names of variables that were used are written.
    pub(super) used: HashSet<Span>,
    /// Everything that was saved.
    pub(super) saved: Vec<Definition<'a>>,
    /// A request has been sent with the headers of the suite.
    pub(super) inherited: bool,
}

impl<'a> Follow<'a> {
    fn suite(&mut self) {
        let suite = self.suite;
        let mut scope = Scope::new(self.cases_of_all());
        scope.all = saved_in(&suite.setup, Chain::Setup);
        for test in &suite.tests {
            scope.all.extend(saved_in(&test.steps, Chain::Test(test.name.as_str())));
        }
        let ahead = scope.all.clone();
        self.before(&mut scope);

        scope.chain = Chain::Setup;
        self.steps(&suite.setup, &mut scope);
        let mut cleanup = scope.clone();
        for test in &suite.tests {
            let end = self.test(test, &scope);
            if suite.single {
                cleanup = end;
            }
        }
        self.outputs(&cleanup);
        self.cleanup(&suite.cleanup, &cleanup);
        self.nobody_inherits(&scope, ahead);
    }

    /// Inputs and vars are worked out before the first step; cases when they are looked at.
    fn before(&mut self, scope: &mut Scope<'a>) {
        let suite = self.suite;
        for input in &suite.inputs {
            let uses = Uses::of(|uses| input.default.iter().for_each(|value| uses.value(value)));
            self.resolve_all(uses, scope);
            self.define(given(&input.name, By::Input), scope);
        }
        let vars = suite.vars.iter().map(|var| given(&var.name, By::Var));
        scope.all.extend(vars);
        for var in &suite.vars {
            self.resolve_all(Uses::of(|uses| uses.value(&var.value)), scope);
            self.define(given(&var.name, By::Var), scope);
        }
        let cases = suite.cases.iter().chain(suite.tests.iter().flat_map(|test| &test.cases));
        for case in cases.flat_map(|cases| &cases.rows) {
            let uses =
                Uses::of(|uses| case.templates.iter().for_each(|(_, value)| uses.value(value)));
            for mentioned in uses {
                if mentioned.path.root == "case" {
                    let span = mentioned.place(self.sources);
                    let message = "a case cannot be made of a case";
                    let diagnostic = Diagnostic::new(Code::E302, span, message);
                    self.report(diagnostic.help("write the value out, or make it one of `vars`"));
                } else {
                    self.resolve(&mentioned, scope);
                }
            }
        }
    }

    /// A test, with what `setup` left; its scope at the end.
    fn test(&mut self, test: &'a Test, after_setup: &Scope<'a>) -> Scope<'a> {
        let mut scope = after_setup.clone();
        scope.chain = Chain::Test(test.name.as_str());
        if let Some(cases) = &test.cases {
            scope.cases = vec![cases];
        } else if self.suite.cases.is_none() {
            scope.cases.clear();
        }
        self.steps(&test.steps, &mut scope);
        self.resolve_all(Uses::of(|uses| uses.checks(&self.suite.expect)), &scope);
        self.cleanup(&test.cleanup, &scope);
        scope
    }

    /// What a flow gives back must have been given a value.
    fn outputs(&mut self, scope: &Scope<'a>) {
        for output in &self.suite.outputs {
            let Some(definition) = scope.find(&output.value) else {
                let elsewhere = !self.suite.single && scope.find_anywhere(&output.value).is_some();
                if elsewhere || self.may_be_unread(&output.value) {
                    continue;
                }
                let message = format!("nothing sets the output `{}`", output.value);
                let diagnostic = Diagnostic::new(Code::E302, output.span, message);
                let help = self.way_out_of_unknown(&output.value, scope);
                self.report(diagnostic.help(help));
                continue;
            };
            self.used.insert(definition.span);
            if let Some(diagnostic) = self.maybe_unset(definition, output.span, scope) {
                self.report(diagnostic);
            }
        }
    }

    /// The cases that apply to what all tests share.
    fn cases_of_all(&self) -> Vec<&'a Cases> {
        match &self.suite.cases {
            Some(cases) => vec![cases],
            None if self.suite.tests.iter().all(|test| test.cases.is_some()) => {
                self.suite.tests.iter().flat_map(|test| &test.cases).collect()
            }
            None => Vec::new(),
        }
    }

    /// Resolves everything that is mentioned at a place.
    pub(super) fn resolve_all(&mut self, uses: Vec<Use<'_>>, scope: &Scope<'a>) {
        for mentioned in uses {
            self.resolve(&mentioned, scope);
        }
    }

    /// The file gives it a value, in a place that could not be read.
    pub(super) fn may_be_unread(&self, name: &str) -> bool {
        self.unread.is_some_and(|unread| unread.gives_a_value_to(name))
    }

    /// Takes a mistake in, once.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if !self.found.contains(&diagnostic) {
            self.found.push(diagnostic);
        }
    }
}

/// A name that has its value before the first step.
fn given<'a>(name: &'a Spanned<String>, by: By<'a>) -> Definition<'a> {
    Definition {
        name: &name.value,
        span: name.span,
        by,
        conditions: Vec::new(),
        has_default: false,
        secret: false,
    }
}
