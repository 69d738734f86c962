//! One mistake, and what its author should know about it.

use super::Code;
use crate::source::Span;

/// Whether a file can be run in spite of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It cannot.
    Error,
    /// It can; its author should look.
    Warning,
}

/// Something in a suite or project file that its author should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which mistake: stable, to look up.
    pub code: Code,
    /// One sentence without a full stop: ``unknown key `stauts` ``.
    pub message: String,
    /// The characters that are wrong.
    pub span: Span,
    /// A few words beside the caret.
    pub label: Option<String>,
    /// Other places that explain it, each with a few words.
    pub related: Vec<(Span, String)>,
    /// The way out, beginning with a verb: `did you mean `status`?`, `quote it: …`.
    pub help: Option<String>,
    /// Mends it; applied by `check --fix`.
    pub fix: Vec<Edit>,
    /// Characters that are never shown: a secret that somebody wrote out.
    pub hidden: Option<Span>,
}

impl Diagnostic {
    /// A mistake at a place; the builder methods add the rest.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            span,
            label: None,
            related: Vec::new(),
            help: None,
            fix: Vec::new(),
            hidden: None,
        }
    }

    /// Keeps characters of the file from being shown, here and beside any other mistake.
    #[must_use]
    pub fn hiding(mut self, span: Span) -> Self {
        self.hidden = Some(span);
        self
    }

    /// Adds a few words beside the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds another place that explains it.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds an edit that mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix.push(Edit { span, text: text.into() });
        self
    }

    /// Whether the file can be run in spite of it.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Replaces the characters of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}
