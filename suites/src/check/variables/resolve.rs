//! What a mentioned name stands for.

use super::follow::Follow;
use super::scope::{Author, By, Chain, Definition, Scope, numbered};
use crate::check::uses::Use;
use crate::diagnostics::{Code, Diagnostic};
use crate::language::StepKind;
use crate::source::Span;

impl<'a> Follow<'a> {
    /// Finds what is meant, and reports when nothing is, or not yet.
    pub(super) fn resolve(&mut self, mentioned: &Use<'_>, scope: &Scope<'a>) {
        let root = mentioned.path.root.as_str();
        let span = mentioned.place(self.sources);
        if let Some(definition) = scope.find(root) {
            self.used.insert(definition.span);
            if !mentioned.gentle
                && let Some(diagnostic) = self.maybe_unset(definition, span, scope)
            {
                self.report(diagnostic);
            }
            return;
        }
        if self.names.vars.contains_key(root) || self.in_namespace(mentioned, span, scope) {
            return;
        }
        let Some(definition) = scope.find_anywhere(root).cloned() else {
            if self.may_be_unread(root) {
                return;
            }
            let message = format!("unknown variable `{root}`");
            let help = self.way_out_of_unknown(root, scope);
            self.report(Diagnostic::new(Code::E302, span, message).help(help));
            return;
        };
        self.used.insert(definition.span);
        match &definition.by {
            By::Step(author) => self.too_early(&definition, author, span, scope),
            By::Element => {
                let message = format!("`{root}` is known inside its `for_each` only");
                let diagnostic = Diagnostic::new(Code::E302, span, message)
                    .related(definition.span, "for each of these")
                    .help("save what is needed later: after the loop it is a list");
                self.report(diagnostic);
            }
            By::Input | By::Var => {
                let diagnostic = early(root, span, "worked out")
                    .related(definition.span, "worked out here")
                    .help(format!("move `{root}` up: `vars` are worked out from top to bottom"));
                self.report(diagnostic);
            }
        }
    }

    /// A step saves it, but not before this place is reached.
    fn too_early(
        &mut self,
        definition: &Definition<'a>,
        author: &Author<'a>,
        span: Span,
        scope: &Scope<'a>,
    ) {
        let name = definition.name;
        let reachable = author.chain == scope.chain || author.chain == Chain::Setup;
        if scope.cleanup && reachable {
            return;
        }
        let diagnostic = match (scope.chain, author.chain) {
            (Chain::Test(here), Chain::Test(there)) if here != there => Diagnostic::new(
                Code::E302,
                span,
                format!("`{name}` is saved in another test, and tests are independent"),
            )
            .help("save it in `setup`, or in this test too"),
            (Chain::Before, _) => early(name, span, "saved").help(
                "`inputs`, `cases` and `vars` come before the first step: use `set` in a step",
            ),
            (Chain::Setup, Chain::Test(_)) if scope.cleanup => Diagnostic::new(
                Code::E302,
                span,
                format!("`{name}` is saved in a test, and the suite's cleanup does not see it"),
            )
            .help("tidy up in `cleanup` of the test, or save it in `setup`"),
            (Chain::Setup, Chain::Test(_)) => {
                early(name, span, "saved").help("save it in `setup`, which comes before the tests")
            }
            (Chain::Setup | Chain::Test(_), Chain::Before | Chain::Setup | Chain::Test(_)) => {
                early(name, span, "saved").help(order(author, scope))
            }
        };
        self.report(diagnostic.related(definition.span, definition.describe()));
    }
}

fn early(name: &str, span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(Code::E301, span, format!("`{{{{{name}}}}}` is used before it is {what}"))
}

/// How to bring the two steps into order.
fn order(author: &Author<'_>, scope: &Scope<'_>) -> String {
    let mut common = 0;
    while common < author.path.len()
        && common < scope.path.len()
        && author.path[common] == scope.path[common]
    {
        common += 1;
    }
    if common == author.path.len() && matches!(author.step.kind, StepKind::Set(_)) {
        return "put it first: `set` works from top to bottom".to_owned();
    }
    if common == author.path.len() {
        return "take it from the answer of an earlier step: this one saves it after its request"
            .to_owned();
    }
    if common == scope.path.len() {
        return "save it before this group begins".to_owned();
    }
    let here = numbered(scope.chain, &scope.path[..=common]);
    let there = numbered(author.chain, &author.path[..=common]);
    format!("move {here} after {there}")
}
