//! Which variables a part of a suite mentions, and where.

mod checks;
mod settings;
mod steps;
mod suites;

pub(super) use suites::{in_suite, in_test};

use std::borrow::Cow;

use crate::language::{Expr, Helper, Template, ValueTemplate, VarPath};
use crate::source::{Sources, Span};

/// A variable that is mentioned.
#[derive(Clone, Debug)]
pub(super) struct Use<'a> {
    /// Which.
    pub(super) path: Cow<'a, VarPath>,
    /// The expression it stands in, braces included, or the subject of a check.
    pub(super) span: Span,
    /// `request.*` is known here: the body has been filled.
    pub(super) in_request: bool,
    /// It may be absent here: `{{default x …}}`, `var x: { exists: … }`.
    pub(super) gentle: bool,
}

impl Use<'_> {
    /// The characters of the variable. A lone `{{x}}` is shown with its braces.
    pub(super) fn place(&self, sources: &Sources) -> Span {
        let text = sources.text(self.span);
        let path = self.path.to_string();
        let bare = text.trim_matches(['{', '}', '"', '\'']).trim();
        if bare == path {
            return self.span;
        }
        let is_edge = |c: Option<char>| {
            c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '-'))
        };
        let found = text.match_indices(&path).find(|(at, _)| {
            is_edge(text[..*at].chars().next_back())
                && is_edge(text[at + path.len()..].chars().next())
        });
        found.map_or(self.span, |(at, _)| self.span.part(at, path.len()))
    }
}

/// Collects what is mentioned, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Uses<'a> {
    /// What was found.
    pub(super) found: Vec<Use<'a>>,
    in_request: bool,
}

impl<'a> Uses<'a> {
    /// What `look` finds.
    pub(super) fn of(look: impl FnOnce(&mut Self)) -> Vec<Use<'a>> {
        let mut uses = Self::default();
        look(&mut uses);
        uses.found
    }

    /// Text with expressions.
    pub(super) fn template(&mut self, template: &'a Template) {
        for expr in template.exprs() {
            self.expr(&expr.value, expr.span, false);
        }
    }

    /// A value with templates in it.
    pub(super) fn value(&mut self, value: &'a ValueTemplate) {
        match value {
            ValueTemplate::Fixed(_) => {}
            ValueTemplate::Template(template) => self.template(template),
            ValueTemplate::List(items) => items.iter().for_each(|item| self.value(item)),
            ValueTemplate::Map(entries) => entries.iter().for_each(|(_, item)| self.value(item)),
        }
    }

    /// What stands between the braces.
    pub(super) fn expr(&mut self, expr: &'a Expr, span: Span, gentle: bool) {
        match expr {
            Expr::Literal(_) => {}
            Expr::Var(path) => self.push(Cow::Borrowed(path), span, gentle),
            Expr::Call { helper, args, named } => {
                for (index, arg) in args.iter().enumerate() {
                    let may_be_absent = *helper == Helper::Default && index == 0;
                    self.expr(arg, span, gentle || may_be_absent);
                }
                named.iter().for_each(|(_, arg)| self.expr(arg, span, gentle));
            }
        }
    }

    /// Looks where `request.*` is known.
    fn where_the_request_is_known(&mut self, look: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.in_request, true);
        look(self);
        self.in_request = before;
    }

    fn push(&mut self, path: Cow<'a, VarPath>, span: Span, gentle: bool) {
        self.found.push(Use { path, span, in_request: self.in_request, gentle });
    }
}
